"""Number words as numbers: how many, how old, which one."""

from __future__ import annotations

import re
from collections.abc import Sequence

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
CARDINALS = (
    {word: value for value, word in enumerate(_UNITS)}
    | {word: 20 + 10 * at for at, word in enumerate(_TENS)}
    | {"fourty": 40, "nought": 0}
)

_LOW_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]
ORDINALS = {word: value for value, word in enumerate(_LOW_ORDINALS, 1)} | {
    "thirtieth": 30,
    "fith": 5,
    "forth": 4,
    "twelth": 12,
    "ninteenth": 19,
    "eigth": 8,
}

_FIGURE_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")


def read_number(words: Sequence[str], at: int = 0) -> tuple[int, int] | None:
    """The whole number that begins at word `at` (below 1,000) and how many words it takes; None if
    none does.
    """
    if at >= len(words):
        return None
    word = words[at]
    if word.isdecimal() and word.isascii() and len(word) <= 3:
        return int(word), 1
    if word not in CARDINALS:
        return None
    value, used = CARDINALS[word], 1
    following = words[at + 1] if at + 1 < len(words) else ""
    if following == "hundred" and 0 < value < 10:
        rest = read_number(words, at + 3) if words[at + 2 : at + 3] == ["and"] else None
        return (value * 100 + rest[0], 3 + rest[1]) if rest and rest[0] < 100 else (value * 100, 2)
    if value >= 20 and 0 < CARDINALS.get(following, 0) < 10:
        return value + CARDINALS[following], 2
    return value, used


def read_ordinal(words: Sequence[str], at: int = 0) -> tuple[int, int] | None:
    """*Third*, *3rd*, *twenty first*: the number and how many words it takes; None if none is
    there.
    """
    if at >= len(words):
        return None
    word = words[at]
    figure = _FIGURE_ORDINAL.fullmatch(word)
    if figure:
        return int(figure.group(1)), 1
    following = words[at + 1] if at + 1 < len(words) else ""
    if word in ("twenty", "thirty") and 0 < ORDINALS.get(following, 0) < 10:
        return CARDINALS[word] + ORDINALS[following], 2
    return (ORDINALS[word], 1) if word in ORDINALS else None
