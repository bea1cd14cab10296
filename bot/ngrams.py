"""Counts pieces of wording: words, pairs of words, and runs of letters inside words."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
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

    places: dict[str, int]
    weights: np.ndarray

    @classmethod
    def learn(cls, messages: Iterable[Sequence[str]]) -> Pieces:
        """Keep what at least two messages have."""
        having: Counter[str] = Counter()
        total = 0
        for words in messages:
            having.update(set(list_pieces(words)))
            total += 1
        kept = sorted(piece for piece, times in having.items() if times >= LEAST_MESSAGES)
        times = np.array([having[piece] for piece in kept], dtype=np.float64)
        weights = np.log((1 + total) / (1 + times)) + 1
        return cls({piece: place for place, piece in enumerate(kept)}, weights.astype(np.float32))

    def count(self, messages: Sequence[Sequence[str]]) -> csr_matrix:
        """Return a row a message. Words and runs of letters each have length one, so that neither
        drowns the other."""
        places: list[int] = []
        values: list[float] = []
        ends = [0]
        for words in messages:
            row = self._weigh(words)
            places.extend(row)
            values.extend(row.values())
            ends.append(len(places))
        shape = (len(messages), len(self.places))
        return csr_matrix((np.array(values, dtype=np.float32), places, ends), shape=shape)

    def _weigh(self, words: Sequence[str]) -> dict[int, float]:
        counted = Counter(piece for piece in list_pieces(words) if piece in self.places)
        row: dict[int, float] = {}
        for kinds in ("wp", "c"):
            kind = {
                self.places[piece]: (1 + np.log(times)) * self.weights[self.places[piece]]
                for piece, times in counted.items()
                if piece[0] in kinds
            }
            length = float(np.sqrt(sum(value * value for value in kind.values()))) or 1.0
            row.update({place: value / length for place, value in kind.items()})
        return row

    def save(self, folder: Path) -> None:
        """Write plain JSON and numbers: nothing that could run code when it is read."""
        (folder / "pieces.json").write_text(json.dumps(list(self.places)), encoding="utf-8")
        np.save(folder / "weights.npy", self.weights, allow_pickle=False)

    @classmethod
    def load(cls, folder: Path) -> Pieces:
        """Read what save wrote."""
        pieces = json.loads((folder / "pieces.json").read_text(encoding="utf-8"))
        weights = np.load(folder / "weights.npy", allow_pickle=False)
        return cls({piece: place for place, piece in enumerate(pieces)}, weights)
