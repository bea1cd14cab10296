"""Spells out text speak, dialect and short forms, so that the encoder meets the words it knows."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml

SPELLINGS = Path(__file__).resolve().parent / "spellings.yml"

_WORD = re.compile(r"[A-Za-z0-9'/]+|[^A-Za-z0-9'/\s]+")


@lru_cache(maxsize=1)
def _read() -> tuple[dict[str, str], frozenset[str], dict[str, str], frozenset[str]]:
    raw = yaml.safe_load(SPELLINGS.read_text(encoding="utf-8"))
    groups = ("text_speak", "short_forms", "dialect", "notes_of_professionals", "days")
    words = {short: full for group in groups for short, full in _pairs(raw[group])}
    labels = frozenset(raw["labels_before_figures"].split())
    return words, frozenset(raw["empty"].split()), dict(_pairs(raw["figures"])), labels


def _pairs(listed: str) -> list[tuple[str, str]]:
    pairs = (pair.split("=", 1) for pair in listed.split())
    return [(short, full.replace("_", " ")) for short, full in pairs]


def spell_out(text: str) -> str:
    """The message in plain English spelling; itself where nothing would be left."""
    words, empty, figures, labels = _read()
    said = _WORD.findall(text.replace("\u2019", "'").replace("\u2018", "'"))
    low = [word.lower() for word in said]
    kept: list[str] = []
    for place, word in enumerate(low):
        if word in figures:
            is_word = 0 < place < len(low) - 1 and _is_between_words(low, place, labels, words)
            kept.append(figures[word] if is_word else word)
        elif word not in empty:
            kept.append(words.get(word, said[place]))
    plain = re.sub(r"\s+([,.!?;:])", r"\1", " ".join(kept))
    return plain if any(sign.isalnum() for sign in plain) else text


def _is_between_words(
    low: list[str], place: int, labels: frozenset[str], words: dict[str, str]
) -> bool:
    """A short form with a figure in it, as in "no1 2 talk to", is a word too."""
    before, after = low[place - 1], low[place + 1]
    are_words = all(word.isalpha() or word in words for word in (before, after))
    return are_words and before not in labels
