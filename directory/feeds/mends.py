"""Counts what was mended or left out of a feed, by kind; mending.yml has the words for each."""

import html
import re
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from directory.mending import is_blank, mend_letters

Mends = Counter[str]
"""How often each kind of mending was done."""

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_ENTITY = re.compile(r"&(#\d+|#x[0-9a-f]+|[a-z]{2,8});", re.IGNORECASE)


@cache
def _told() -> dict[str, str]:
    rules = yaml.safe_load((Path(__file__).parents[1] / "mending.yml").read_text("utf-8"))
    return dict(rules["told"])


def say_mends(mends: Mapping[str, int]) -> list[str]:
    """Return a line in words for each kind, the most frequent first."""
    by_count = sorted(mends.items(), key=lambda pair: (-pair[1], pair[0]))
    return [f"{count} × {_told()[kind]}" for kind, count in by_count]


def count_mend(mends: Mends, kind: str, before: Any, after: Any) -> None:
    """Count that a value of some kind ("url", "phone", "text" …) was changed or left out."""
    name = _kind_of(kind, before, after)
    if name:
        mends[name] += 1


def _kind_of(kind: str, before: Any, after: Any) -> str | None:
    if before is None or before == "" or before == after:
        return None
    if is_blank(before):
        return "nothing_said"
    if after is None:
        return f"{kind}_left_out"
    return _of_text(str(before)) if kind == "text" else _of_value(kind, before, after)


def _of_text(before: str) -> str | None:
    if mend_letters(before) != before:
        return "letters"
    if _TAG.search(before) or _TAG.search(html.unescape(before)):
        return "tags"
    return "entities" if _ENTITY.search(before) else None


def _of_value(kind: str, before: Any, after: Any) -> str | None:
    """Count what changes the meaning to a machine, not the writing of spaces or letters' case."""
    if kind in _PLAIN and _PLAIN[kind](before) == _PLAIN[kind](after):
        return None
    return f"{kind}_mended"


def _squeezed(value: Any) -> str:
    return re.sub(r"[\s()-]", "", str(value)).lower()


def _as_number(value: Any) -> str:
    try:
        return str(float(value))
    except (TypeError, ValueError, OverflowError):
        return str(value)


_PLAIN: dict[str, Callable[[Any], str]] = {
    "phone": _squeezed,
    "email": _squeezed,
    "url": _squeezed,
    "number": _as_number,
    "age": _as_number,
    "time": lambda value: str(value)[:5],
    "date": lambda value: str(value)[:10],
    "moment": lambda value: str(value)[:19],
    "postcode": str,
}
