"""Looks for every stretch of words that can be read as a postcode, and keeps the likeliest."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from language.character_names import WEAK
from language.characters import Reading, read_characters, read_characters_at
from language.postcode_grammar import fits_some_form, is_usual, write_outward_code, write_postcode
from language.vocabulary import list_words
from language.words import Word

FRAME = list_words("""
it it's its is my the a yes yeah yep aye i live at in i'm im am think that's thats so well ok
okay please thanks near of postcode post code postal mine our ours we we're um er erm uh oh
right sure it'll be will would was for to mum's mums dad's dads her his their area address here
and then from there you go sorry hello hi now
""")
"""Words that may stand around a postcode when nothing else is said."""

_CUES = ("postcode", "postcodes", "postal")
_NOT_INWARD = re.compile(r"1ST|2ND|3RD|\dTH|\d(AM|PM|KM|KG|CM|MM|MG|ML|KW)")
_UNUSUAL = 0.8
_LONGEST = 8
_ONE_LETTER_AREAS = "BEGLMNSW"
_AMONG_OTHER_WORDS = 0.55
_WHEN_EXPECTED = 0.35
"""Least mean strength of a reading; a cue word or nothing else in the message makes a weaker one
enough.
"""


@dataclass(frozen=True)
class Match:
    """Words `start` to before `end` read as `code`; `strength` is the mean of its characters."""

    start: int
    end: int
    code: str
    strength: float


def find_full(words: Sequence[Word], *, expected: bool = False) -> list[Match]:
    """Full postcodes in the words, in order. `expected`: a postcode was announced or asked for."""
    return _choose(words, write_postcode, expected=expected)


def find_outward(words: Sequence[Word], *, expected: bool = False) -> list[Match]:
    """What has the form of an outward code, in order."""
    return _choose(words, write_outward_code, expected=expected)


def has_cue(words: Sequence[Word]) -> bool:
    """Whether the words announce a postcode."""
    texts = [word.text for word in words]
    return any(cue in texts for cue in _CUES) or ("post", "code") in zip(
        texts, texts[1:], strict=False
    )


def stands_alone(words: Sequence[Word], match: Match) -> bool:
    """Whether hardly anything but the match is said."""
    return all(
        word.text in FRAME for at, word in enumerate(words) if not match.start <= at < match.end
    )


def read_greedily(words: Sequence[Word], start: int) -> tuple[str, int, float]:
    """Characters from word `start` on, each word at its strongest; the index after them; their mean
    strength.
    """
    characters, index, weight = "", start, 0.0
    while (
        index < len(words)
        and len(characters) < _LONGEST
        and (found := read_characters_at(words, index))
    ):
        best = max(found, key=lambda r: (r.strength, r.end))
        characters += best.characters
        weight += best.strength * len(best.characters)
        index = best.end
    return characters, index, weight / max(1, len(characters))


def _choose(
    words: Sequence[Word], write: Callable[[str], str | None], *, expected: bool
) -> list[Match]:
    expected = expected or has_cue(words)
    found = [m for m in _all_matches(words, write) if _is_convincing(words, m, expected=expected)]
    found.sort(key=lambda m: (-m.strength * len(m.code.replace(" ", "")), m.start))
    kept: list[Match] = []
    for match in found:
        if all(match.end <= other.start or other.end <= match.start for other in kept):
            kept.append(match)
    return sorted(kept, key=lambda m: m.start)


def _all_matches(words: Sequence[Word], write: Callable[[str], str | None]) -> Iterator[Match]:
    readings = read_characters(words)
    for start in range(len(words)):
        for characters, end, weight in _grow(readings, start, "", 0.0):
            code = write(characters)
            if code and not _is_everyday(readings[start], code):
                share = 1.0 if is_usual(code) or write is write_outward_code else _UNUSUAL
                yield Match(start, end, code, share * weight / len(characters))


def _is_everyday(opening: list[Reading], code: str) -> bool:
    """Whether an everyday word makes the whole area: *oh* seven seven, *so* one."""
    area = code[: 2 if code[1].isalpha() else 1]
    return any(reading.characters == area and reading.strength <= WEAK for reading in opening)


def _grow(
    readings: list[list[Reading]], at: int, characters: str, weight: float
) -> Iterator[tuple[str, int, float]]:
    """Every row of characters from word `at` that could begin a postcode."""
    for reading in readings[at] if at < len(readings) else ():
        longer = characters + reading.characters
        if not longer or not fits_some_form(longer):
            continue
        added = weight + reading.strength * len(reading.characters)
        if reading.characters:
            yield longer, reading.end, added
        yield from _grow(readings, reading.end, longer, added)


def _is_area(words: Sequence[Word], match: Match) -> bool:
    """Whether the code can begin so: one letter alone must be a real area or typed with its digit,
    else "oh seven seven oh oh" would be a postcode."""
    if match.code[1].isalpha() or match.code[0] in _ONE_LETTER_AREAS:
        return True
    return words[match.start].raw.startswith(match.code[:2])


def _is_convincing(words: Sequence[Word], match: Match, *, expected: bool) -> bool:
    if match.start and words[match.start - 1].text in ("not", "isn't", "wasn't"):
        return False
    if not _is_area(words, match):
        return False
    alone = expected or stands_alone(words, match)
    if not alone and _NOT_INWARD.fullmatch(match.code[-3:]):
        return False
    return match.strength >= (_WHEN_EXPECTED if alone else _AMONG_OTHER_WORDS)
