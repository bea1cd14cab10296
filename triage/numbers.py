"""The help lines of data/safety/numbers.yml: which fit what was said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from triage.levels import Level

NUMBERS = Path(__file__).parent.parent / "data" / "safety" / "numbers.yml"


@dataclass(frozen=True)
class HelpLine:
    """One help line. ``shown`` and ``spoken`` are the number for the eye and for the ear;
    ``neutral_name`` can be seen by somebody else; ``council`` marks a setting of the council."""

    id: str
    name: str
    neutral_name: str
    number: str
    shown: str
    spoken: str
    text: str | None
    what_for: str
    country: tuple[str, ...]
    hours: str
    source: str
    checked_on: date
    levels: tuple[Level, ...]
    categories: tuple[str, ...]
    council: bool = False


def numbers_for(categories: Iterable[str], level: Level) -> tuple[HelpLine, ...]:
    """The help lines that fit any of the categories at this level, in the order of the file."""
    wanted = set(categories)
    return tuple(
        line for line in all_numbers() if level in line.levels and wanted & set(line.categories)
    )


@cache
def all_numbers() -> tuple[HelpLine, ...]:
    """Every help line; raises KeyError or TypeError when the file lacks a field."""
    page = yaml.safe_load(NUMBERS.read_text(encoding="utf-8"))
    return tuple(_line(entry) for entry in page["lines"])


def _line(entry: Mapping[str, Any]) -> HelpLine:
    lists = {
        "country": tuple(entry["country"]),
        "categories": tuple(entry["categories"]),
        "levels": tuple(Level[name] for name in entry["levels"]),
    }
    return HelpLine(**{**entry, **lists})
