"""Gives members of a record the names of version 3 (old_names.yml)."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

Record = dict[str, Any]


@cache
def old_names() -> dict[str, dict[str, str]]:
    """Return the old names and their new ones, by the kind of record they are members of."""
    names: dict[str, dict[str, str]] = yaml.safe_load(
        (Path(__file__).parent / "old_names.yml").read_text("utf-8")
    )
    return names


def renamed(raw: Mapping[str, Any], kind: str) -> Record:
    """Return a record with new names; a member that has its new name already stays as it is."""
    record = {str(key): value for key, value in raw.items()}
    for old, new in old_names()[kind].items():
        if old in record:
            value = record.pop(old)
            if is_empty(record.get(new)):
                record[new] = value
    return record


def is_empty(value: Any) -> bool:
    """Tell whether a member says nothing."""
    return value is None or value == "" or value == [] or value == {}


def records_in(value: Any) -> list[Record]:
    """Return the objects of a list, of one object that stands where a list was meant, or none."""
    parts = value if isinstance(value, list) else [value]
    return [dict(part) for part in parts if isinstance(part, dict)]


def rename_parts(owner: Record, key: str, kind: str) -> None:
    """Give the objects of a member's list their new names."""
    if key in owner and isinstance(owner[key], list):
        owner[key] = [
            renamed(part, kind) if isinstance(part, dict) else part for part in owner[key]
        ]
