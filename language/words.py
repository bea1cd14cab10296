"""Text made plain, and cut into words that remember where they stood."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LONGEST_READ = 20_000
"""Characters of a message that are read for values; what stands behind them is left alone."""

_PLAIN_SIGNS = str.maketrans(
    {
        "‘": "'",
        "’": "'",
        "ʼ": "'",
        "`": "'",
        "´": "'",
        "“": '"',
        "”": '"',
        "–": "-",
        "—": "-",
        "‐": "-",
        "‑": "-",
        "−": "-",
        "…": " ",
    }
)
_WORD = re.compile(r"[^\W_]+(?:'[^\W\d_]+)*")


@dataclass(frozen=True)
class Word:
    """A word of a plain text: `text` in small letters, `raw` as written, `start` and `end` in the
    plain text.
    """

    text: str
    raw: str
    start: int
    end: int


def make_plain(text: str) -> str:
    """The text with one form for each quote, dash, width and accent, and without invisible
    characters.
    """
    composed = unicodedata.normalize("NFKC", text[:LONGEST_READ]).translate(_PLAIN_SIGNS)
    return "".join(_visible(character) for character in composed)


def read_words(text: str) -> list[Word]:
    """The words of a text, in order, without its signs."""
    plain = make_plain(text)
    return [Word(m.group().lower(), m.group(), m.start(), m.end()) for m in _WORD.finditer(plain)]


def say_lower(text: str) -> str:
    """The plain text in small letters with single spaces, signs kept: what the phrase rules look
    at.
    """
    return " ".join(make_plain(text).lower().split())


def _visible(character: str) -> str:
    if character in "\n\t\r":
        return " "
    return "" if unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs") else character
