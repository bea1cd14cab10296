"""The words of the directory: their stems, how rare they are, and the nearest for a misspelling."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from directory.search_rules import search_rules
from directory.spelling import is_english
from storage.tables.directory import DirectoryWord

ALIKE = 84
"""Of 100: "bereavment" and "bereav" pass, "walking" and "talking" (86) is why only words that the
directory does not know are mended."""

SHORTEST_TO_MEND = 5


@dataclass(frozen=True)
class Lexeme:
    """A stem to look for, how much it tells (inverse document frequency), and the word said.

    ``is_own`` is false for a word that only means about the same; ``is_mended`` says that the
    word said was spelt another way; ``services`` is how many have it.
    """

    stem: str
    tells: float
    said: str
    is_own: bool = True
    is_mended: bool = False
    services: int = 0


def read_lexemes(
    session: Session, words: Sequence[str], pairs: Sequence[str] = ()
) -> tuple[Lexeme, ...]:
    """Return the stems of words, each once, then those of words that mean about the same.

    A word that no service has is mended if it can be. Words of the same meaning (search.yml)
    count less than the one that was said. ``pairs`` are words written as one; those that the
    directory writes so count in full.
    """
    if not words:
        return ()
    known, total = _vocabulary(session)
    found: dict[str, Lexeme] = {}
    for said, stem, is_own in _stems(session, words, pairs):
        right = stem if stem in known or not is_own else _mended(said, stem, known)
        if right not in found and (is_own or right in known):
            share = _share(said, is_own=is_own, is_known=right in known, pairs=pairs)
            tells = _tells(known.get(right, 0), total) * share
            services = known.get(right, 0)
            found[right] = Lexeme(right, tells, said, is_own, right != stem, services)
    return tuple(found.values())


def _share(said: str, *, is_own: bool, is_known: bool, pairs: Sequence[str]) -> float:
    if is_own:
        return 1.0 if is_known else search_rules().at("unknown_share")
    return 1.0 if said in pairs else search_rules().at("also_share")


def _stems(
    session: Session, words: Sequence[str], pairs: Sequence[str]
) -> list[tuple[str, str, bool]]:
    """Return (word, stem, whether it was said itself), those said first."""
    also = search_rules().also
    asked = [(word, word) for word in words]
    asked += [(pair, pair) for pair in pairs]
    asked += [(word, kin) for word in words for kin in also.get(word, ())]
    rows = session.execute(
        text(
            "SELECT n, stem FROM unnest(CAST(:words AS text[])) WITH ORDINALITY AS w(word, n), "
            "unnest(tsvector_to_array(to_tsvector('english', word))) AS stem ORDER BY n, stem"
        ),
        {"words": [word for _, word in asked]},
    )
    return [(asked[row[0] - 1][0], row[1], row[0] <= len(words)) for row in rows]


def _tells(services: int, total: int) -> float:
    return math.log(1 + (total - services + 0.5) / (services + 0.5))


def _mended(said: str, stem: str, known: dict[str, int]) -> str:
    """Return the nearest stem that the directory has; an English word is spelt as it is meant."""
    if len(stem) < SHORTEST_TO_MEND:
        return stem
    choices = _by_first_letter(known).get(stem[0], [])
    longer = [choice for choice in choices if choice.startswith(stem)]
    if longer:
        return min(longer, key=len)  # "burgl", said of "burgled", is written "burglary"
    if is_english(said):
        return stem
    found = process.extractOne(stem, choices, scorer=fuzz.ratio, score_cutoff=ALIKE)
    return found[0] if found else stem


def _by_first_letter(known: dict[str, int]) -> dict[str, list[str]]:
    """Sort a vocabulary once: it is the same object until something has been loaded."""
    if _LETTERS.get("of") is not known:
        letters: dict[str, list[str]] = {}
        for stem in known:
            if len(stem) >= SHORTEST_TO_MEND - 1 and stem.isalpha():
                letters.setdefault(stem[0], []).append(stem)
        _LETTERS.update(of=known, letters=letters)
    found: dict[str, list[str]] = _LETTERS["letters"]
    return found


_LETTERS: dict[str, Any] = {}


_NEWEST = text("SELECT max(id) FROM directory_loads WHERE kind = 'services'")
_CACHE: dict[str, tuple[dict[str, int], int]] = {}


def _vocabulary(session: Session) -> tuple[dict[str, int], int]:
    """Return stem → services and how many services there are; read again after a load only."""
    version = session.scalar(_NEWEST)
    key = f"{session.get_bind().engine.url}#{version or 0}"
    found = _CACHE.get(key)
    if found is None:
        rows = session.execute(select(DirectoryWord.lexeme, DirectoryWord.services))
        words = {row[0]: row[1] for row in rows}
        found = words, words.pop("", 1)
        _CACHE.clear()
        _CACHE[key] = found
    return found
