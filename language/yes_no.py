"""Yes or no, as people put it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from language.vocabulary import list_words
from language.words import say_lower
from language.yes_no_words import NEITHER, NO, NOUNS_AFTER_NO, SIGNS, YES

_TURN = re.compile(
    r"\b(?:wait|actually|sorry|hang on|hold on|i mean|i meant|on second thoughts|oh|then"
    r"|go on)\b"
)
"""After these the later answer is the one that counts."""

_BUT = re.compile(
    r"\b(?:but|only|as long as|so long as|though|unless|except|just|provided|until|till"
    r"|because|cos|cause)\b"
)
"""What follows limits the answer, and is no answer of its own."""

_CANNOT = re.compile(
    r"\bbut (?:sadly |sorry |honestly )*i (?:can't|cannot|couldn't|won't|don't|daren't)\b"
)
_SHORT = 12
"""Words; in a longer message only its beginning or its end is an answer."""


@dataclass(frozen=True)
class _Vote:
    start: int
    end: int
    value: bool | None


def read_yes_no(text: str) -> bool | None:
    """True for yes, False for no, None for neither or when it cannot be told.

    Knows dialect, hedges ("I suppose so" is yes), double negatives ("I wouldn't say no" is yes) and
    changes of mind ("no, wait, yes" is yes); "yes but not on Fridays" is yes.
    """
    plain = _level(text)
    votes = _find_votes(plain)
    if not votes:
        return _read_signs(text)
    answer = [vote for vote in votes if vote.value is not None]
    if not answer or (votes[0].value is None and not _turns(plain, votes[0], answer[-1])):
        return None
    return _weigh(plain, answer, votes)


def _weigh(plain: str, answer: list[_Vote], votes: list[_Vote]) -> bool | None:
    first, last = answer[0], answer[-1]
    if _is_about_something_else(plain, first, last):
        return None
    if first.value and _CANNOT.search(plain[first.end : last.end]):
        return False
    if first.value == last.value or _BUT.search(plain[first.end : last.start]):
        return first.value
    if votes[-1].value is None and votes[-1].start > last.start:
        return None
    return last.value


def _is_about_something_else(plain: str, first: _Vote, last: _Vote) -> bool:
    """Whether the words are part of a longer story instead of an answer."""
    before, after = len(plain[: first.start].split()), len(plain[last.end :].split())
    return before > 3 and after > 3 and len(plain.split()) > _SHORT


def _turns(plain: str, early: _Vote, late: _Vote) -> bool:
    """Whether the speaker goes on from doubt to an answer: "not sure… yes, go on"."""
    return late.start > early.start and late.end >= len(plain.rstrip(" .!?")) - 14


def _level(text: str) -> str:
    """Small letters, the signs that part phrases as commas, apostrophes of short forms restored."""
    plain = re.sub(r"[.!?;:\-/()\"]+", ",", say_lower(text))
    return re.sub(
        r"\b(" + "|".join(_SHORT_FORMS) + r")\b", lambda m: _SHORT_FORMS[m.group()], plain
    )


_SHORT_FORMS = {
    short.replace("'", ""): short
    for short in [
        "don't",
        "didn't",
        "doesn't",
        "can't",
        "couldn't",
        "won't",
        "wouldn't",
        "shouldn't",
        "isn't",
        "wasn't",
        "haven't",
        "i'm",
        "i've",
        "i'd",
        "that's",
        "that'd",
        "that'll",
        "it's",
        "let's",
        "he's",
        "she's",
        "they're",
        "you're",
        "you've",
        "you'd",
        "aren't",
        "ain't",
        "s'pose",
    ]
    if short not in ("he's", "she's")
} | {"im": "i'm", "ive": "i've", "thats": "that's"}


@lru_cache(maxsize=1)
def _phrases() -> tuple[re.Pattern[str], dict[str, bool | None]]:
    meaning: dict[str, bool | None] = {
        **dict.fromkeys(YES, True),
        **dict.fromkeys(NO, False),
        **dict.fromkeys(NEITHER),
    }
    longest_first = sorted(meaning, key=len, reverse=True)
    pattern = "|".join(re.escape(phrase).replace(r"\ ", ",? ") for phrase in longest_first)
    return re.compile(rf"(?<![\w'])(?:{pattern})(?![\w'])"), meaning


def _find_votes(plain: str) -> list[_Vote]:
    pattern, meaning = _phrases()
    return [
        _Vote(m.start(), m.end(), meaning[m.group().replace(",", "")])
        for m in pattern.finditer(plain)
        if _is_answer(plain, m.start(), m.end())
    ]


def _is_answer(plain: str, start: int, end: int) -> bool:
    """Whether a phrase answers, and is not a piece of a sentence: *no* food, *right* hip, I *can*
    cook.
    """
    phrase, following = plain[start:end], re.match(r" (\w+)", plain[end:])
    opens = start == 0 or plain[:start].rstrip().endswith(",") or _only_small_words(plain[:start])
    closes = end == len(plain) or plain[end : end + 1] == "," or following is None
    if phrase in ("no", "nae") and following and following.group(1) in NOUNS_AFTER_NO:
        return False
    parts = closes or set(plain[end:].split(",")[0].split()) <= _PARTING
    if len(phrase) < 3 and phrase not in ("no", "ok"):
        return opens and parts
    if _STUB.fullmatch(phrase):
        return parts and not _ASKING.search(plain[:start].rstrip())
    if " " not in phrase and phrase not in _FIRM:
        return opens and parts
    return opens or closes or (" " in phrase and len(plain.split()) <= _SHORT)


def _only_small_words(before: str) -> bool:
    return all(word.strip(",") in _SMALL for word in before.split())


_STUB = re.compile(r"(?:i|it|you|he|she|we|they|that)(?:'m|'s|'re)? ?(?:\w+|\w+n't|not|\w+ not)")
"""*I can*, *it isn't*: an answer only where the sentence ends, since "I can't hear you" is none."""

_ASKING = re.compile(r"\b(?:who|what|where|how|why|when|which|if|whether|that|as|than)$")
_FIRM = list_words("""
yes yeah yea yep yup yis ye yeh yh ya y aye ay no nah nope naw nay nae na n never ok okay sure
course certainly definitely defo absolutely indeed probably not none nobody nothing don't maybe
perhaps possibly dunno sometimes either depends unsure hardly
""")
"""Single words that answer even when more is said in the same breath; "fine" or "right" do not."""

_PARTING = list_words("""
thanks ta please love dear mate duck really actually honestly sorry then indeed
""")
_SMALL = list_words("""
that'd that'll be would sounds oh well um er erm uh ah so hmm and but ok okay yes yeah no nah
nope yep aye sure right please thanks ta love dear mate duck pet hen cock chuck petal darling
hello hi then now actually wait sorry honestly really i think it's that's that is a the to be
honest tbh god lord goodness gosh my me just
""")


def _read_signs(text: str) -> bool | None:
    found = {value for sign, value in SIGNS.items() if sign in text}
    return found.pop() if len(found) == 1 else None
