"""Counts pieces of wording: words, pairs of words, and runs of letters inside words."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix

LETTERS = (2, 5)
"""Shortest and longest run of letters. Runs survive misspelling, dialect and text speak."""

LEAST_MESSAGES = 2
"""A piece that only one message has teaches nothing about another."""

_LOOKS = str.maketrans({"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-"})


def level(text: str) -> str:
    """Small letters, plain quotes, and long numbers by their shape: 07700 becomes #####.

    A single digit stays: "2" chooses and "0" asks for a person.
    """
    plain = unicodedata.normalize("NFKC", text).translate(_LOOKS).lower()
    return re.sub(r"\d{2,}", lambda found: "#" * len(found.group()), plain)


def list_pieces(words: Sequence[str]) -> Iterator[str]:
    """Yield each piece of a message that is split into words. The first letter tells the kind."""
    plain = [level(word) for word in words if word.strip()]
    for word in plain:
        yield "w" + word
    for first, second in zip(["^", *plain], [*plain, "$"], strict=True):
        yield f"p{first} {second}"
    for word in plain:
        yield from _list_runs(f" {word} ")


def _list_runs(word: str) -> Iterator[str]:
    for length in range(LETTERS[0], LETTERS[1] + 1):
        for start in range(max(1, len(word) - length + 1)):
            yield "c" + word[start : start + length]


@dataclass(frozen=True)
class Pieces:
    """The pieces of wording that training has seen, each with its weight: rare weighs more."""

    words: dict[str, float]
    letters: dict[str, float]

    @classmethod
    def learn(cls, messages: Iterable[Sequence[str]]) -> Pieces:
        """Keep what at least two messages have."""
        having: Counter[str] = Counter()
        total = 0
        for words in messages:
            having.update(set(list_pieces(words)))
            total += 1
        weights = {
            piece: round(math.log((1 + total) / (1 + times)) + 1, 4)
            for piece, times in sorted(having.items())
            if times >= LEAST_MESSAGES
        }
        return cls(*_by_kind(weights))

    def count(self, messages: Sequence[Sequence[str]]) -> tuple[csr_matrix, csr_matrix]:
        """Return a row a message of words and pairs, and another of runs of letters. Each row has
        length one, so that neither a long message nor the many runs drown the rest."""
        counted = [Counter(list_pieces(words)) for words in messages]
        return self._words.weigh(counted), self._letters.weigh(counted)

    @cached_property
    def _words(self) -> _Columns:
        return _Columns.of(self.words)

    @cached_property
    def _letters(self) -> _Columns:
        return _Columns.of(self.letters)

    def save(self, folder: Path) -> None:
        """Write plain JSON: nothing that could run code when it is read."""
        text = json.dumps({**self.words, **self.letters})
        (folder / "pieces.json").write_text(text, encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Pieces:
        """Read what save wrote."""
        return cls(*_by_kind(json.loads((folder / "pieces.json").read_text(encoding="utf-8"))))


def _by_kind(weights: dict[str, float]) -> tuple[dict[str, float], dict[str, float]]:
    words = {piece: weight for piece, weight in weights.items() if piece[0] != "c"}
    return words, {piece: weight for piece, weight in weights.items() if piece[0] == "c"}


@dataclass(frozen=True)
class _Columns:
    """Where each piece stands in a row, and what it weighs."""

    places: dict[str, tuple[int, float]]

    @classmethod
    def of(cls, weights: dict[str, float]) -> _Columns:
        return cls({piece: (place, weights[piece]) for place, piece in enumerate(weights)})

    def weigh(self, counted: Sequence[Counter[str]]) -> csr_matrix:
        found: list[int] = []
        values: list[float] = []
        ends = [0]
        for times in counted:
            row = dict(self._weigh_one(times))
            length = math.sqrt(sum(value * value for value in row.values())) or 1.0
            found.extend(row)
            values.extend(value / length for value in row.values())
            ends.append(len(found))
        shape = (len(counted), len(self.places))
        return csr_matrix((np.array(values, dtype=np.float32), found, ends), shape=shape)

    def _weigh_one(self, times: Counter[str]) -> Iterator[tuple[int, float]]:
        for piece, count in times.items():
            if piece in self.places:
                place, weight = self.places[piece]
                yield place, (1 + math.log(count)) * weight
