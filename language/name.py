"""The name somebody gives, said, typed or spelled."""

from __future__ import annotations

import re

from language.corrections import split_at_corrections
from language.name_words import ALSO_EVERYDAY, FIRST_NAMES, NOT_NAMES, PARTICLES, TITLES
from language.spelled_name import read_spelled, respell, write_name
from language.vocabulary import list_words
from language.words import make_plain, read_words

_SURE_CUE = (
    r"(?:(?:my|the|me|mi) (?:full |first |christian |real |proper )?name(?:'s| is|s)?(?: "
    r"is)?|name'?s|name is|name:|i'?m called|i am called|they call me|"
    r"people call me|everyone calls me|call me|you can call me|known as|i go by(?: the "
    r"name(?: of)?)?|i'm known as|my friends call me|i was christened|put down|put me down "
    r"as|(?:just|you can) put)"
)
_OTHERS_CUE = (
    r"(?:(?:her|his|their|the (?:lady|gentleman|patient|client)'s|(?:mum|dad|mam|husband"
    r"|wife|neighbour|son|daughter)'s) name(?:'s| is)|(?:she|he|they)(?:'s| is| are|'re) "
    r"called|(?:is|was) called|named)"
)
_WEAK_CUE = (
    r"(?:it'?s (?:only )?me|i'?m|i am|it'?s|it is|this is|that'?s|that is"
    r"|speaking is|here is|(?:you'?re "
    r")?speaking to|you'?ve got|its only|only|just)"
)
_HEDGES = list_words("""
just um erm er uh oh well actually so only still simply really it's its i'm im
""")
_FIRST_THEN_LAST = re.compile(
    r"\b(?:first|christian|forename)(?: name)?(?:'s| is|:)? (?P<first>[^\W\d]+),?(?: "
    r"and)?(?: my)?(?: the)?"
    r"(?: surname|(?: last| second| family) name)(?:'s| is|:)? "
    r"(?P<last>[^\W\d]+(?:[-'][^\W\d]+)*)",
    re.IGNORECASE,
)
_ABOUT_SPELLING = re.compile(
    r",? (?:with|without|no|one|two|spelled|spelt) (?:an? |the )?\w\b.*$", re.IGNORECASE
)
_AFTER_NAME = re.compile(
    r"\b(?P<name>[^\W\d]+(?: [^\W\d]+)?)(?: is my name| here| speaking|'s my name|'s the "
    r"name| is the name)\b",
    re.IGNORECASE,
)
_NAME_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*\.?")
_MOST_WORDS = 4


def read_name(text: str, *, whose: str = "anyone") -> str | None:
    """The name said, in its usual spelling: "Brian", "Mrs Okafor", "Siobhán O'Neill"; None if none
    was said.

    `whose` is "anyone" when a name was asked for, so that a bare name counts and "she's called
    Jean" does; with "speaker" only names that people give as their own do, as in a longer message.
    """
    plain = " ".join(make_plain(text).replace(",", " , ").split())
    for part in reversed(_split_corrected(plain)):
        name = _read_part(part, whose)
        if name:
            return name
    return None


def _split_corrected(plain: str) -> list[str]:
    """The parts between corrections, as they were written."""
    words = read_words(plain)
    parts = [part for part in split_at_corrections(words) if part]
    return [plain[part[0].start : part[-1].end] for part in parts] or [""]


def _read_part(part: str, whose: str) -> str | None:
    part = part.replace(" ,", ",")
    both = _FIRST_THEN_LAST.search(part)
    if both:
        return write_name([both.group("first"), both.group("last")])
    spelled = read_spelled(read_words(part)) if whose == "anyone" else None
    return respell(part, spelled or _read_cued(part, whose) or _read_bare(part, whose))


def _read_cued(part: str, whose: str) -> str | None:
    cues = [
        (_SURE_CUE, False),
        *([(_OTHERS_CUE, False)] if whose == "anyone" else []),
        (_WEAK_CUE, True),
    ]
    for cue, careful in cues:
        for match in re.finditer(rf"\b{cue}(?!\w)[:, -]*", part, re.IGNORECASE):
            if cue == _SURE_CUE and _is_someone_elses(part[: match.start()]):
                continue
            name = _take_name(part[match.end() :], careful=careful)
            if name:
                return write_name(name)
    after = _AFTER_NAME.search(part)
    return (
        write_name(name)
        if after and (name := _take_name(after.group("name"), careful=False))
        else None
    )


def _is_someone_elses(before: str) -> bool:
    return bool(
        re.search(r"\b(?:her|his|their|mum's|dad's|what's|what is)\s*$", before, re.IGNORECASE)
    )


def _take_name(text: str, *, careful: bool) -> list[str] | None:
    """The first words of `text` that make a name. `careful`: only if they look like one."""
    found: list[str] = []
    tokens = text.split()
    while tokens and tokens[0].lower().strip(",") in _HEDGES:
        tokens.pop(0)
    for token in tokens[:6]:
        match = _NAME_WORD.match(token)
        if not match or not _continues(match.group(), found):
            break
        if careful and match.group().endswith("'s"):
            return None
        found.append(match.group().removesuffix("'s").rstrip("."))
        if token[-1] in ",.;!?" and match.group().lower().rstrip(".") not in TITLES:
            break
    while found and (
        found[-1].lower() in PARTICLES or (found[-1].lower() in TITLES and len(found) == 1)
    ):
        found.pop()
    return found[:_MOST_WORDS] if found and _is_name(found, careful=careful) else None


def _continues(word: str, found: list[str]) -> bool:
    low = word.lower().rstrip(".").removesuffix("'s")
    if low in TITLES and not found:
        return True
    if low in PARTICLES and found:
        return True
    if found and found[-1].lower() in TITLES:
        return low not in NOT_NAMES or word[0].isupper()
    if low in NOT_NAMES and not (low in FIRST_NAMES and word[0].isupper()):
        return False
    if found and not word[0].isupper() and found[0][0].isupper():
        return False
    return len(low) > 1 or word[0].isupper()


def _is_name(words: list[str], *, careful: bool) -> bool:
    """Whether the words look like a name: a title, a known first name, or capitals after a weak
    cue.
    """
    low = [word.lower() for word in words]
    if low[0] in TITLES:
        return len(words) > 1
    if not careful:
        return True
    if low[0] in FIRST_NAMES and (words[0][0].isupper() or low[0] not in ALSO_EVERYDAY):
        return True
    return words[0][0].isupper() and not words[0].isupper() and len(words) <= 3


def _read_bare(part: str, whose: str) -> str | None:
    """A name and nothing else, when one was asked for."""
    if whose != "anyone":
        return None
    tokens = [token.strip(".,!?;:") for token in _ABOUT_SPELLING.sub("", part).split()]
    while tokens and tokens[0].lower() in {
        "um",
        "er",
        "erm",
        "oh",
        "well",
        "yes",
        "yeah",
        "ok",
        "okay",
        "uh",
        "hi",
        "hello",
        "sure",
        "so",
        "just",
        "aye",
    }:
        tokens.pop(0)
    while tokens and tokens[-1].lower() in {"please", "thanks", "love", "dear", "here", "ta"}:
        tokens.pop()
    if tokens and tokens[0].lower().rstrip(".") in TITLES:
        titled = _take_name(" ".join(tokens), careful=True)
        return write_name(titled) if titled else None
    if not 0 < len(tokens) <= _MOST_WORDS + 1:
        return None
    found = _take_name(" ".join(tokens), careful=False)
    return (
        write_name(found)
        if found and len(found) == len(tokens) and _has_name_letters(found)
        else None
    )


def _has_name_letters(words: list[str]) -> bool:
    return all(len(word) > 1 or word.isupper() for word in words) and any(
        re.search(r"[aeiouyáéíóúäöüàèìòùâêîôû]", word.lower()) or not word.isascii()
        for word in words
    )
