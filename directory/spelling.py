"""Mends misspelt words before their meaning is read: the encoder takes "lonly" for "only"."""

import re
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from directory.meaning_encoder import read_encoder
from directory.theme_meaning import theme_meaning

SHORTEST = 5
"""Letters. Shorter words have too many neighbours."""

ALIKE = 86
"""Of 100: "aford" is 91 of "afford", "anywere" 93 of "anywhere"; names of people and places differ
more from ordinary words."""

_WORD = re.compile(r"(?<![A-Za-z])[a-z]{5,}")
"""A capital may begin a name, which is left alone."""


def mend_spelling(words: str) -> str:
    """Return a text with the words that nobody writes so put into the nearest that there is."""
    return _WORD.sub(lambda found: _mended(found[0]) or found[0], words)


def is_english(word: str) -> bool:
    """Tell whether it is an ordinary word; False for all where there is no encoder."""
    return word in _known() or _is_formed(word)


@lru_cache(maxsize=20_000)
def _mended(word: str) -> str | None:
    known = _known()
    if not known or is_english(word):
        return None
    found = process.extractOne(
        word, _by_first_letter().get(word[0], ()), scorer=fuzz.ratio, score_cutoff=ALIKE
    )
    return found[0] if found else None


def _is_formed(word: str) -> bool:
    """Tell whether it is a known word with an ending: "befriending", "hoovered", "gardens"."""
    known = _known()
    for ending in ("s", "es", "ed", "d", "ing", "er", "ers", "ly", "ness", "ment"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 3 and (stem in known or stem + "e" in known):
            return True
    return False


@cache
def _known() -> frozenset[str]:
    encoder, learnt = read_encoder(), theme_meaning()
    if encoder is None:
        return frozenset()
    return frozenset(encoder.words() | (learnt.words if learnt else frozenset()))


@cache
def _by_first_letter() -> dict[str, tuple[str, ...]]:
    letters: dict[str, list[str]] = {}
    for word in sorted(_known()):
        if len(word) >= SHORTEST - 1:
            letters.setdefault(word[0], []).append(word)
    return {letter: tuple(words) for letter, words in letters.items()}
