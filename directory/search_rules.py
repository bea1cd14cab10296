"""The numbers and word lists of the search, read from search.yml."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class SearchRules:
    """search.yml as it stands; ``at`` reads one of its numbers."""

    data: dict[str, Any]
    ignored: frozenset[str]
    languages: frozenset[str]
    also: dict[str, tuple[str, ...]]
    young: re.Pattern[str]
    ages: tuple[re.Pattern[str], ...]

    def at(self, *path: str) -> float:
        """Return one number, named by its path in the file."""
        value: Any = self.data
        for part in path:
            value = value[part]
        return float(value)


@cache
def search_rules() -> SearchRules:
    """Read the file once a process."""
    data = yaml.safe_load((Path(__file__).parent / "search.yml").read_text("utf-8"))
    return SearchRules(
        data=data,
        ignored=frozenset(data["ignored"].split()),
        languages=frozenset(data["languages"].split()),
        also={
            word: tuple(kin.split())
            for words, kin in data["also"].items()
            for word in words.split()
        },
        young=re.compile(rf"\b(?:{'|'.join(data['young_words'])})\b"),
        ages=tuple(re.compile(pattern) for pattern in data["said_ages"]),
    )
