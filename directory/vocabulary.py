"""The words of the directory: their stems, how rare they are, and the nearest for a misspelling."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from storage.tables.directory import DirectoryLoad, DirectoryWord

ALIKE = 84
"""Of 100: "bereavment" and "bereav" pass, "walking" and "talking" (86) is why only words that the
directory does not know are mended."""

SHORTEST_TO_MEND = 5


@dataclass(frozen=True)
class Lexeme:
    """A stem to look for, how much it tells (inverse document frequency), and the word said."""

    stem: str
    tells: float
    said: str


def read_lexemes(session: Session, words: Sequence[str]) -> tuple[Lexeme, ...]:
    """Return the stems of words, each once; a word that no service has is mended if it can be."""
    if not words:
        return ()
    known, total = _vocabulary(session)
    found: dict[str, Lexeme] = {}
    for said, stem in _stems(session, words):
        right = stem if stem in known else _nearest(stem, known)
        if right and right not in found:
            found[right] = Lexeme(right, _tells(known[right], total), said)
    return tuple(found.values())


def _stems(session: Session, words: Sequence[str]) -> list[tuple[str, str]]:
    rows = session.execute(
        text(
            "SELECT said, stem FROM unnest(CAST(:words AS text[])) WITH ORDINALITY AS w(said, n), "
            "unnest(tsvector_to_array(to_tsvector('english', said))) AS stem ORDER BY n, stem"
        ),
        {"words": list(words)},
    )
    return [(row[0], row[1]) for row in rows]


def _tells(services: int, total: int) -> float:
    return math.log(1 + (total - services + 0.5) / (services + 0.5))


def _nearest(stem: str, known: dict[str, int]) -> str | None:
    if len(stem) < SHORTEST_TO_MEND:
        return None
    choices = _by_first_letter(tuple(known)).get(stem[0], [])
    found = process.extractOne(stem, choices, scorer=fuzz.ratio, score_cutoff=ALIKE)
    return found[0] if found else None


@lru_cache(maxsize=2)
def _by_first_letter(stems: tuple[str, ...]) -> dict[str, list[str]]:
    letters: dict[str, list[str]] = {}
    for stem in stems:
        if len(stem) >= SHORTEST_TO_MEND - 1 and stem.isalpha():
            letters.setdefault(stem[0], []).append(stem)
    return letters


_CACHE: dict[str, tuple[dict[str, int], int]] = {}


def _vocabulary(session: Session) -> tuple[dict[str, int], int]:
    """Return stem → services and how many services there are; read again after a load only."""
    version = session.scalar(
        select(func.max(DirectoryLoad.id)).where(DirectoryLoad.kind == "services")
    )
    key = f"{session.get_bind().engine.url}#{version or 0}"
    found = _CACHE.get(key)
    if found is None:
        rows = session.execute(select(DirectoryWord.lexeme, DirectoryWord.services))
        words = {row[0]: row[1] for row in rows}
        found = words, words.pop("", 1)
        _CACHE.clear()
        _CACHE[key] = found
    return found
