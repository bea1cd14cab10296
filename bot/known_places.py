"""The council's places by name, as the directory's table of places has them."""

from __future__ import annotations

import csv
import os
from pathlib import Path

TABLE = Path(__file__).resolve().parent.parent / "directory" / "demonstration" / "places.csv"


def list_places(table: str | os.PathLike[str] | None = None) -> tuple[str, ...]:
    """Names and other names from the table, from PLACES_SOURCE, or of the demonstration; none when
    there is no such file: the actions look places up in the database anyhow."""
    path = Path(table or os.environ.get("PLACES_SOURCE") or TABLE)
    if not path.is_file():
        return ()
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    names = [name for row in rows for name in _names_of(row)]
    return tuple(dict.fromkeys(name for name in names if name))


def _names_of(row: dict[str, str]) -> list[str]:
    others = (row.get("also_known_as") or "").split(";")
    return [row.get("place", "").strip(), *(other.strip() for other in others)]
