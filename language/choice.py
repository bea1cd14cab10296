"""Which of the options just offered is meant."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from language.corrections import split_at_corrections
from language.nearness import is_near
from language.numbers import read_number, read_ordinal
from language.vocabulary import list_words
from language.words import read_words, say_lower
from language.yes_no import read_yes_no

_SMALL = list_words("""
the a an i i'd i'll id ill like to have want please thanks thank you ta yes yeah ok okay go for
with try choose pick take my me is it it's its that that's one ones um er erm uh well oh think
maybe probably about of on in at and or can could do would will let's lets hear more tell sounds
good nice best number option choice press key pressing pressed thing which what how let just
then so please love dear prefer rather interested give be get this your for sure go-on
""")
_HOMOPHONES = {
    "won": "one",
    "wan": "one",
    "to": "two",
    "too": "two",
    "for": "four",
    "fore": "four",
    "tree": "three",
    "free": "three",
    "ate": "eight",
    "fife": "five",
    "sicks": "six",
    "nein": "nine",
}
_LABEL = (
    r"(?:number|numero|no|option|choice|press|pressing|press number|key|digit|num|button|answer)"
)
_NONE = re.compile(
    r"\b(none|neither|nothing|any of (?:them|those|these)|no thanks|not any|not interested "
    r"in|don't (?:like|want|fancy) (?:any|them|either)"
    r"|something else|anything else|both|all of them|either|any of them|not sure|don't "
    r"know|dunno)\b"
)
_DENIED = re.compile(
    r"\b(?:not|isn't|except|but not|rather not|don't (?:want|like|fancy)|anything but"
    r"|forget|never mind)"
    r"(?: the| that| to| number| option)*\b(?P<what>[^,.;]*?)(?=,|\.|;|$|\bbut\b|\bi'd\b"
    r"|\bi'll\b|\bjust\b|\binstead\b)"
)
_EITHER_NUMBER = re.compile(
    r"\b(?:one|two|three|four|first|second|third|\d) (?:or|and) (?:maybe |the |number "
    r"|option )*(?:one"
    r"|two|three|four|second|third|fourth|\d)\b"
)
_ENDS = {
    "last": -1,
    "final": -1,
    "bottom": -1,
    "end": -1,
    "latter": -1,
    "lowest": -1,
    "top": 0,
    "former": 0,
    "beginning": 0,
    "highest": 0,
}
_GENERIC = list_words(
    "club group cafe centre service team class session meeting place hub network project"
)
"""Words that many titles have; alone they still point at the only one that has them."""

_ENOUGH = 0.45
"""Least share of the heard words' weight that one title must explain."""


def read_choice(text: str, options: Sequence[str]) -> int | None:
    """Zero-based index of the option meant; None if none, several or all of them could be.

    By number ("2", "option two", "number to"), order ("the second", "last one", "the middle one")
    or part of a title, misspelt too. What is denied does not count: "not the walking, the lunch
    club".
    """
    if not options:
        return None
    whole_titles = [option.casefold() for option in options]
    if whole_titles.count(text.strip().casefold()) == 1:
        return whole_titles.index(text.strip().casefold())
    parts = [
        " ".join(word.text for word in part) for part in split_at_corrections(read_words(text))
    ]
    whole = _read_part(_drop_denied(say_lower(text)), options) if len(parts) == 1 else None
    if len(parts) == 1:
        return whole if whole is not None else _read_remaining(text, options)
    for part in reversed(parts):
        found = _read_part(_drop_denied(part), options)
        if found is not None:
            return found
    return None


def _read_part(part: str, options: Sequence[str]) -> int | None:
    words = [word.text for word in read_words(part)]
    if _EITHER_NUMBER.search(" ".join(words)):
        return None
    by_number = _read_number(words, len(options))
    by_title = _read_title(words, options)
    if by_title is not None and (by_number is None or _is_pronoun_one(words)):
        return by_title
    if by_number is None:
        by_number = _read_bare([word.text for word in read_words(re.split(r"[.,;!]", part)[0])])
    if by_number is not None:
        return by_number if 0 <= by_number < len(options) else None
    if _NONE.search(part):
        return None
    if len(words) > 1 and (exact := _find_exact(words, options)) is not None:
        return exact
    return 0 if len(options) == 1 and read_yes_no(part) else None


def _read_number(words: list[str], count: int) -> int | None:
    """The option by its number or order, may be out of range; None if no number is said."""
    said = _read_labelled(words)
    said = _read_order(words, count) if said is None else said
    return _read_bare(words) if said is None else said


def _read_labelled(words: list[str]) -> int | None:
    """*Option two*, *number to*."""
    for at, word in enumerate(words[:-1]):
        if re.fullmatch(_LABEL, word):
            named = _HOMOPHONES.get(words[at + 1], words[at + 1])
            if len(named) == 1 and "a" <= named <= "f":
                return ord(named) - ord("a")
            number = read_number([named])
            if number:
                return number[0] - 1
    return None


def _read_order(words: list[str], count: int) -> int | None:
    joined = " ".join(words)
    if re.search(
        r"\b(?:second|2nd|next) (?:to|from|from the) (?:the )?(?:last|end|bottom)\b|\blast but "
        r"one\b|\bpenultimate\b",
        joined,
    ):
        return count - 2
    if re.search(r"\b(?:middle|centre)\b", joined) and count % 2:
        return count // 2
    for at, word in enumerate(words):
        ordinal = read_ordinal(words, at)
        if ordinal and not (word == "second" and words[at + 1 : at + 2] == ["thoughts"]):
            return ordinal[0] - 1
        if word in _ENDS:
            return _ENDS[word] % count
    return None


def _read_bare(words: list[str]) -> int | None:
    """A number with hardly another word: "two please", "erm to", "I'll have 3". *The walking one*
    is no number.
    """
    numbers = [
        (at, found[0])
        for at in range(len(words))
        if (found := read_number(words, at)) and words[at] != "one"
    ]
    if len(numbers) == 1:
        at, value = numbers[0]
        others = [word for index, word in enumerate(words) if index != at]
        return value - 1 if all(word in _SMALL for word in others) else None
    heavy = [word for word in words if word not in _SMALL or word in ("one", *_HOMOPHONES)]
    if len(heavy) == 1 and not numbers and (heavy[0] == "one" or len(words) <= 2):
        named = read_number([_HOMOPHONES.get(heavy[0], heavy[0])])
        return named[0] - 1 if named and not _is_pronoun_one(words) else None
    return None


def _is_pronoun_one(words: list[str]) -> bool:
    """*That one*, *the cheap one*: not the number."""
    at = words.index("one") if "one" in words else 0
    return (
        "one" in words
        and at > 0
        and words[at - 1]
        not in ("number", "option", "choice", "have", "take", "please", "press", "yes", "um", "er")
    )


def _read_title(words: list[str], options: Sequence[str]) -> int | None:
    """The one option whose title explains most of what was said."""
    titles = [_list_stems(option) for option in options]
    shared = Counter(stem for title in titles for stem in set(title))
    heard = [stem for stem in map(_find_stem, words) if stem not in _SMALL_STEMS]
    scores = [sum(_weigh(stem, title, shared) for stem in set(heard)) for title in titles]
    best = max(scores)
    if not heard or best < _ENOUGH or scores.count(best) > 1 or best / len(set(heard)) < 0.2:
        return None
    return scores.index(best)


def _find_exact(words: list[str], options: Sequence[str]) -> int | None:
    """The one title that contains the words as they stand, when all of them are small: "I'll do
    it".
    """
    said = " ".join(words)
    found = [
        at
        for at, option in enumerate(options)
        if said in " ".join(w.text for w in read_words(option))
    ]
    return found[0] if len(found) == 1 else None


def _weigh(stem: str, title: Sequence[str], shared: Counter[str]) -> float:
    """1 for a word that only this title has, less the more titles have it, a little less when
    misspelt.
    """
    if stem in title:
        return (0.5 if stem in _GENERIC_STEMS else 1.0) / shared[stem] ** 2
    return max(
        (0.8 / shared[own] ** 2 for own in title if is_near(stem, own) or _begins_alike(stem, own)),
        default=0.0,
    )


def _begins_alike(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= 4 and (one.startswith(other) or other.startswith(one))


def _list_stems(title: str) -> list[str]:
    return [
        stem for word in read_words(title) if (stem := _find_stem(word.text)) not in _SMALL_STEMS
    ]


def _find_stem(word: str) -> str:
    """The word without its English ending; crude, but the same for both sides."""
    word = word.removesuffix("'s")
    for ending in ("ings", "ing", "ers", "ies", "er", "es", "s", "ed", "y", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word


_SMALL_STEMS = _SMALL | {_find_stem(word) for word in _SMALL}
_GENERIC_STEMS = {_find_stem(word) for word in _GENERIC}


def _drop_denied(part: str) -> str:
    return _DENIED.sub(" ", part)


def _read_remaining(text: str, options: Sequence[str]) -> int | None:
    """Of two options, the other when one is denied: "not the first"."""
    denied = _DENIED.search(say_lower(text))
    if len(options) != 2 or not denied:
        return None
    refused = _read_part(denied.group("what"), options)
    return None if refused is None else 1 - refused
