"""Where a speaker takes back what was just said: "HB1, no sorry, HB2"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from language.words import Word

_MARKERS: Final = sorted(
    (
        tuple(phrase.split())
        for phrase in (
            "no sorry",
            "sorry no",
            "no wait",
            "wait no",
            "no hang on",
            "hang on",
            "hold on",
            "oh no",
            "no i mean",
            "i mean",
            "i meant",
            "no i meant",
            "sorry i mean",
            "sorry i meant",
            "correction",
            "scratch that",
            "make that",
            "no make that",
            "sorry make that",
            "actually",
            "no actually",
            "actually no",
            "or rather",
            "rather",
            "no it's",
            "no its",
            "no that's",
            "no thats",
            "no not that",
            "wait",
            "no",
            "sorry",
            "nope",
            "nah",
            "my mistake",
            "that's wrong",
            "thats wrong",
            "no i tell a lie",
            "i tell a lie",
            "tell a lie",
            "let me start again",
            "start again",
            "i'll start again",
            "ill start again",
            "no let me start again",
            "no start again",
            "no not",
            "pardon",
            "oops",
            "whoops",
            "beg your pardon",
            "no no",
            "no no sorry",
            "sorry no it's",
            "no sorry it's",
            "sorry it's",
            "sorry that's",
            "actually it's",
            "no wait it's",
            "no it is",
            "wrong",
            "no hold on",
            "oh sorry",
            "not that",
            "er no",
            "um no",
            "erm no",
        )
    ),
    key=len,
    reverse=True,
)

_BY_FIRST_WORD: Final = {
    first: [marker for marker in _MARKERS if marker[0] == first]
    for first in {marker[0] for marker in _MARKERS}
}


def find_correction(words: Sequence[Word], at: int) -> int:
    """How many words from `at` say that the last thing was wrong; 0 if none."""
    for marker in _BY_FIRST_WORD.get(words[at].text, ()):
        if tuple(word.text for word in words[at : at + len(marker)]) == marker:
            return len(marker)
    return 0


def split_at_corrections(words: Sequence[Word]) -> list[list[Word]]:
    """The words before, between and after corrections; the corrections themselves are left out."""
    parts: list[list[Word]] = [[]]
    at = 0
    while at < len(words):
        length = find_correction(words, at)
        if length:
            parts.append([])
        else:
            parts[-1].append(words[at])
        at += length or 1
    return [part for index, part in enumerate(parts) if part or index == 0]
