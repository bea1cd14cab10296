"""Reads from a resident's words that something we offered is closed, full or otherwise wrong."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

import yaml

from directory.wrong_reports import WRONG
from settings import ROOT

TABLE = ROOT / "data" / "offers" / "wrong.yml"

LONGEST = 25
"""Words: who says more tells a story, and a person reads it."""

LEADS = r"(?:(?:sorry|but|no|well|oh|actually|i think|i heard|they say|someone told me|hello|hi) )*"
TAILS = r"(?: (?:sorry|i m afraid|im afraid|though|you know|thanks|thank you|by the way))*"
"""What people say around it."""


def read_wrong(text: str, names: Sequence[str]) -> str | None:
    """Return one of WRONG if a text says it of something with one of the names; else None.

    Pure. Each sentence is read alone; a question is never a report.
    """
    if len(text.split()) > LONGEST:
        return None
    sentences = re.split(r"(?<=[.!?;])\s+", text.lower())
    parts = [part for one in sentences for part in re.split(r",\s|\s(?:so|and|but)\s", one)]
    for sentence in (*sentences, *parts):
        if sentence.rstrip().endswith("?"):
            continue
        found = _what(_bare(sentence, names))
        if found:
            return found
    return None


def _what(sentence: str) -> str | None:
    patterns = _patterns()
    return next((what for what in WRONG if patterns[what].fullmatch(sentence)), None)


def _bare(sentence: str, names: Sequence[str]) -> str:
    """Return the words alone, with a stand-in where one of the offers is named."""
    plain = _letters(sentence)
    for name in sorted(names, key=len, reverse=True):
        whole = _letters(name)
        for part in (whole, whole.split(" at ")[0], " ".join(whole.split()[:2])):
            if len(part) >= 5 and re.search(rf"\b{re.escape(part)}\b", plain):
                return re.sub(rf"(?:\bthe )?\b{re.escape(part)}\b", "OFFER", plain, count=1)
    return plain


def _letters(text: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", text.lower()).split())


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    read: dict[str, Any] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    fill = {"it": read["it"], "line": read["line"]}
    return {what: re.compile(_joined(read[what], fill)) for what in WRONG}


def _joined(patterns: Sequence[str], fill: dict[str, str]) -> str:
    whole = [re.sub(r"\{(it|line)\}", lambda gap: fill[gap[1]], each) for each in patterns]
    return f"{LEADS}(?:{'|'.join(whole)}){TAILS}"
