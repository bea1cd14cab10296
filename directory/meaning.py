"""What a text means, as numbers: passages of a service, parts of a story, how alike they are."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from directory.meaning_encoder import WIDTH

VERSION = "1"
"""Of the way services are read; part of each state. Raise it and all are read anew."""

PASSAGE_WORDS = 60
"""Of a description, so that with its name before it a passage fits what the encoder reads."""

MOST_PASSAGES = 4
MOST_PARTS = 4
SHORTEST_PART = 4
"""Words that a part of a story must have to be looked up by itself."""

SHORTEST_STORY = 14
"""Words from which on a text is looked up in parts too; a millisecond and a half each."""

BEST, WHOLE = 0.85, 0.6
"""Of a service what its best passage counts, of a story what the whole counts; the rest are the
mean of the passages and the best part. Tuned on the judged queries."""

Vectors = Any
"""np.ndarray of float32, a row a text, each of length 1."""

_SAYS_NOTHING = frozenset(("charity", "other", "service", "services", "general", "community"))


@dataclass(frozen=True)
class Meaning:
    """What was said: a vector for the whole and for each part."""

    vectors: Vectors

    @property
    def bits(self) -> Any:
        """Return the signs of the vectors, 6 words of 64 bits a row."""
        return pack_bits(self.vectors)


def passages(
    name: str, organisation: str | None, terms: Sequence[str], description: str | None
) -> list[str]:
    """Return what the encoder reads of a service: what it is called, then its description."""
    called = [name]
    if organisation and organisation.casefold() != name.casefold():
        called.append(organisation)
    told = [term for term in dict.fromkeys(terms) if term.casefold() not in _SAYS_NOTHING]
    first = ". ".join([*called, ", ".join(told).replace("|", ", ")]).strip(". ")
    words = (description or "").split()
    blocks = [words[at : at + PASSAGE_WORDS] for at in range(0, len(words), PASSAGE_WORDS)]
    blocks = blocks[: MOST_PASSAGES - 1]
    return [first, *(f"{name}: {' '.join(block)}" for block in blocks)]


def parts_of(words: str) -> list[str]:
    """Return a text and, where it tells several things, each of them: the need may be one line."""
    whole = " ".join(words.split())
    parts = [part.strip() for part in re.split(r"[.!?;\n]+|,\s|\s-\s|\b(?:and|but)\b", words)]
    long = [part for part in parts if len(part.split()) >= SHORTEST_PART]
    is_long = len(long) > 1 and len(whole.split()) >= SHORTEST_STORY
    return list(dict.fromkeys([whole, *(long if is_long else ())]))[:MOST_PARTS]


def to_bytes(vectors: Vectors) -> bytes:
    """Return rows of unit length as signed bytes, each row to its own largest number."""
    largest = np.abs(vectors).max(axis=1, keepdims=True)
    return bytes(np.round(vectors * (127 / np.maximum(largest, 1e-9))).astype(np.int8).tobytes())


def from_bytes(packed: bytes) -> Vectors:
    """Return rows of unit length again."""
    rows = np.frombuffer(packed, np.int8).reshape(-1, WIDTH).astype(np.float32)
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def pack_bits(vectors: Vectors) -> Any:
    """Return the sign of each number: texts that mean alike differ in few."""
    return np.packbits(vectors > 0, axis=1).view(np.uint64)


def alikenesses(meaning: Meaning, packed: Sequence[bytes | None]) -> list[float]:
    """Return how alike a text and each service are, about 0 to 0.8; 0 for one never read.

    What fits best of both counts most.
    """
    lengths = np.array([len(one) // WIDTH if one else 0 for one in packed])
    found = np.zeros(len(packed))
    if lengths.any():
        both = meaning.vectors @ from_bytes(b"".join(one or b"" for one in packed)).T
        there = np.flatnonzero(lengths)
        starts = (np.cumsum(lengths) - lengths)[there]
        best = np.maximum.reduceat(both, starts, axis=1)
        mean = np.add.reduceat(both, starts, axis=1) / lengths[there]
        by_part = BEST * best + (1 - BEST) * mean
        found[there] = WHOLE * by_part[0] + (1 - WHOLE) * by_part.max(axis=0)
    return [float(one) for one in found]
