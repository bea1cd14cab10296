"""Which letters and digits a row of words may stand for: every reading, each with its strength."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from language.character_names import (
    ALPHABET_WORDS,
    DIGIT_NAMES,
    EVERYDAY_DIGITS,
    EVERYDAY_LETTERS,
    LETTER_NAMES,
    LIKELY,
    LIKENESS,
    PAUSES,
    SURE,
    TEENS,
    TENS,
    TWO_LETTER_WORDS,
    WEAK,
)
from language.words import Word

_REPEATS = {"double": 2, "dubble": 2, "treble": 3, "triple": 3}
_ROUND = {"hundred": "00", "thousand": "000"}
_FUSED_PIECE = re.compile(
    "|".join(
        sorted(
            {
                *DIGIT_NAMES,
                "oh",
                "aitch",
                "haitch",
                "bee",
                "cee",
                "dee",
                "ay",
                "ess",
                "tee",
                "zed",
                "pee",
                "jay",
                "kay",
                "vee",
                "gee",
                "ef",
                "el",
                "em",
                "en",
                "ex",
            },
            key=len,
            reverse=True,
        )
    )
    + "|[a-z]"
)


@dataclass(frozen=True)
class Reading:
    """Words `start` to before `end` may be these `characters`; strength 0 to 1. A pause has no
    characters.
    """

    start: int
    end: int
    characters: str
    strength: float


def read_characters(words: Sequence[Word]) -> list[list[Reading]]:
    """For each word, the readings that begin there."""
    return [read_characters_at(words, index) for index in range(len(words))]


def read_characters_at(words: Sequence[Word], index: int) -> list[Reading]:
    """The readings that begin at one word."""
    return _keep_strongest(_readings_at(words, index))


def read_digits(words: Sequence[Word], start: int) -> list[Reading]:
    """The longest plain row of digits said from word `start`, piece by piece, without the pauses in
    it.
    """
    row: list[Reading] = []
    index = start
    while index < len(words):
        found = [
            r for r in _readings_at(words, index) if r.characters.isdigit() or not r.characters
        ]
        if not found:
            break
        best = max(
            found, key=lambda reading: (bool(reading.characters), reading.end, reading.strength)
        )
        row += [best] if best.characters else []
        index = best.end
    return row


def _keep_strongest(readings: Iterator[Reading]) -> list[Reading]:
    """One reading for the same characters over the same words."""
    best: dict[tuple[int, str], Reading] = {}
    for reading in readings:
        key = (reading.end, reading.characters)
        if key not in best or reading.strength > best[key].strength:
            best[key] = reading
    return list(best.values())


def _readings_at(words: Sequence[Word], index: int) -> Iterator[Reading]:
    for characters, strength in _single(words[index]):
        yield Reading(index, index + 1, characters, strength)
        yield from _likened(words, index, characters)
    yield from _repeated(words, index)
    yield from _counted(words, index)
    if words[index].text in PAUSES:
        yield Reading(index, index + 1, "", 0.0)


def _single(word: Word) -> Iterator[tuple[str, float]]:
    """What one word alone may stand for."""
    text = word.text
    for table, strength in _TABLES:
        if text in table:
            yield table[text], strength
    if len(text) == 1 and text.isascii() and text.isalpha():
        yield text.upper(), WEAK if word.raw in ("a", "i", "I") else SURE
    elif text.isascii() and any(c.isdigit() for c in text):
        yield text.upper(), SURE
    elif len(text) == 2 and text.isascii() and text.isalpha():
        everyday = word.raw != text.upper() and (text in TWO_LETTER_WORDS or text in LETTER_NAMES)
        yield text.upper(), WEAK if everyday else SURE
    elif 2 < len(text) <= 12:
        yield from _fused(text)


_TABLES = (
    (LETTER_NAMES, LIKELY),
    (EVERYDAY_LETTERS, WEAK),
    (ALPHABET_WORDS, LIKELY),
    (DIGIT_NAMES, SURE),
    (EVERYDAY_DIGITS, WEAK),
    (TEENS, LIKELY),
    (TENS, LIKELY),
)


def _fused(text: str) -> Iterator[tuple[str, float]]:
    """Names run together: "aitchbee", "hbone", "twoab". Single letters alone do not make a row."""
    pieces = _FUSED_PIECE.findall(text)
    if "".join(pieces) != text or not 2 <= len(pieces) <= 7 or max(map(len, pieces)) < 2:
        return
    named = [
        DIGIT_NAMES.get(p) or ("0" if p == "oh" else LETTER_NAMES.get(p, p.upper())) for p in pieces
    ]
    if sum(len(piece) == 1 for piece in pieces) <= 3:
        is_sure = any(map(str.isdigit, named)) or min(map(len, pieces)) > 1
        yield "".join(named), 0.5 if is_sure else WEAK


def _likened(words: Sequence[Word], index: int, letter: str) -> Iterator[Reading]:
    """B for Benny: the word decides which letter was said, since letters rhyme."""
    if not (letter.isalpha() and len(letter) == 1):
        return
    for length in (1, 2):
        joined = tuple(word.text for word in words[index + 1 : index + 1 + length])
        word_at = index + 1 + length
        if joined in LIKENESS and word_at < len(words) and _can_liken(words[word_at].text, letter):
            yield Reading(index, word_at + 1, words[word_at].text[0].upper(), SURE)


def _can_liken(word: str, letter: str) -> bool:
    if any(word in table for table in (DIGIT_NAMES, EVERYDAY_DIGITS, TEENS, TENS, _REPEATS)):
        return False
    if len(word) < 3 or not word.isalpha():
        return False
    return word[0].upper() == letter or word not in LETTER_NAMES


def _repeated(words: Sequence[Word], index: int) -> Iterator[Reading]:
    """Double four, treble seven; and the letter whose name is double u."""
    times = _REPEATS.get(words[index].text)
    if not times or index + 1 >= len(words):
        return
    following = words[index + 1]
    if times == 2 and following.text in ("u", "you", "yoo", "ewe"):
        yield Reading(index, index + 2, "W", SURE)
        return
    for characters, _ in _single(following):
        if len(characters) == 1:
            yield Reading(index, index + 2, characters * times, SURE)
            yield from (
                Reading(index, r.end, r.characters * times, SURE)
                for r in _likened(words, index + 1, characters)
            )


def _counted(words: Sequence[Word], index: int) -> Iterator[Reading]:
    """Twenty one; nine hundred; seven thousand, as people say groups of digits."""
    if index + 1 >= len(words):
        return
    this, following = words[index].text, words[index + 1].text
    after = words[index + 2].text if index + 2 < len(words) else ""
    if this in TENS and DIGIT_NAMES.get(following, "0") != "0" and after not in _ROUND:
        yield Reading(index, index + 2, TENS[this][0] + DIGIT_NAMES[following], SURE)
    if following in _ROUND:
        digit = (
            DIGIT_NAMES.get(this)
            or TENS.get(this)
            or (this if this.isdigit() and len(this) < 3 else "")
        )
        if digit:
            yield Reading(index, index + 2, digit + _ROUND[following], SURE)
