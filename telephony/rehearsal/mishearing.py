"""Garbles what a caller says as a recogniser does: words that sound alike, small words lost."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from telephony.rehearsal.trouble import Luck

TABLE = Path(__file__).with_name("mishearing.yml")

WORD = re.compile(r"[\w']+")
SPACES = re.compile(r"\s{2,}")


def misheard(said: str, luck: Luck) -> str:
    """Return what the recogniser makes of ``said``; each word is at risk by itself."""
    heard = WORD.sub(lambda found: _one(found[0], luck), said)
    return SPACES.sub(" ", heard).strip() or said


def _one(word: str, luck: Luck) -> str:
    """Return a word as heard. The die is thrown only for words that can be misheard."""
    others = _alike().get(word.lower(), ())
    if others and luck.strikes("misheard"):
        return luck.one_of(*others)
    return "" if word.lower() in _dropped() and luck.strikes("misheard") else word


@cache
def _alike() -> dict[str, tuple[str, ...]]:
    groups = _table()["sound_alike"]
    return {word: tuple(o for o in group if o != word) for group in groups for word in group}


@cache
def _dropped() -> frozenset[str]:
    return frozenset(_table()["dropped"])


@cache
def _table() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return read
