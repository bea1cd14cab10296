"""Loads tables of places: the council's own, outward codes, and unit postcodes with wards."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from directory.document import is_on_the_map
from directory.errors import BrokenFeed
from directory.load import LoadReport
from directory.mending import mend_number, mend_postcode, mend_text
from directory.place_names import name_key, postcode_key
from directory.place_tables import PlaceLine, read_place_lines
from storage.base import Base
from storage.tables.directory import DirectoryLoad, PlaceRow

Row = dict[str, Any]

MOST_ROWS = 400_000
"""More than any council has. The whole country has 1.8 million, which would wait in memory."""

TOO_MANY = (
    f"The table has more than {MOST_ROWS:,} places in use. Load the file of your area, or say "
    "which outward codes you want: --only HB1 --only HB2."
)


def load_places(
    session: Session,
    source: str | Path | bytes,
    *,
    at: datetime,
    name: str | None = None,
    only: Iterable[str] = (),
) -> LoadReport:
    """Load a CSV of places; a table loaded again replaces what it gave before.

    The tables are those of directory/place_tables.py: our own (place, kind, postcode, ward,
    latitude, longitude, also_known_as), outward codes, unit postcodes with wards, the ONS
    Postcode Directory and Code-Point Open. Where wards have names, wards and neighbourhoods
    become places too. ``only`` keeps to these outward codes. Bad rows are refused in words.
    """
    told = name or (Path(source).name if not isinstance(source, bytes) else "upload")
    try:
        found, refused = _read(source, only)
    except BrokenFeed as problem:
        return _written(session, LoadReport(told, refused=[(told, str(problem))]), at)
    found = [_only_columns(row) | {"source": told} for row in found]
    before = {_identity(row): row for row in _rows_of(session, told)}
    after = {_identity(row): row for row in found}
    added = [key for key in after if key not in before]
    changed = [key for key in after if key in before and _facts(before[key]) != _facts(after[key])]
    removed = [key for key in before if key not in after]
    if added or changed or removed:
        session.execute(delete(PlaceRow).where(PlaceRow.source == told))
        session.execute(insert(Base.metadata.tables["places"]), list(after.values()))
    report = LoadReport(
        source=told,
        added=len(added),
        changed=len(changed),
        unchanged=len(after) - len(added) - len(changed),
        removed=len(removed),
        refused=refused,
    )
    return _written(session, report, at)


def _only_columns(row: Row) -> Row:
    return {key: value for key, value in row.items() if key != "neighbourhood"}


def _written(session: Session, report: LoadReport, at: datetime) -> LoadReport:
    row = DirectoryLoad(at=at, kind="places", source=report.source, report=asdict(report))
    session.add(row)
    session.flush()
    return report


def _rows_of(session: Session, source: str) -> Iterator[Row]:
    columns = Base.metadata.tables["places"].columns
    wanted = [column for column in columns if column.name != "id"]
    for row in session.execute(select(*wanted).where(columns["source"] == source)):
        yield dict(row._mapping)


def _identity(row: Row) -> tuple[str, str, str]:
    return row["kind"], row["key"], row["ward"] or ""


def _facts(row: Row) -> tuple[Any, ...]:
    return tuple(row[column] for column in ("name", "postcode", "latitude", "longitude")) + tuple(
        row["also_known_as"]
    )


def _read(
    source: str | Path | bytes, only: Iterable[str]
) -> tuple[list[Row], list[tuple[str, str]]]:
    rows, refused = list[Row](), list[tuple[str, str]]()
    for line in read_place_lines(source, only=only):
        row = _row(line)
        if row is None:
            refused.append((line.label, "It has no name, or no place on the map of the UK."))
        else:
            rows.append(row)
        if len(rows) > MOST_ROWS:
            raise BrokenFeed(TOO_MANY)
    if not rows:
        raise BrokenFeed("The table has no row that can be used.")
    areas = _areas(row for row in rows if row["kind"] == "postcode" and row["ward"])
    return [*rows, *areas], refused


def _row(line: PlaceLine) -> Row | None:
    latitude, longitude = mend_number(line.latitude), mend_number(line.longitude)
    name = mend_text(line.name)
    if not name or not is_on_the_map(latitude, longitude):
        return None
    is_code = line.kind in ("postcode", "outward")
    aliases = [alias.strip() for alias in line.also_known_as.split(";")]
    return {
        "name": (mend_postcode(name) or name)[:200] if is_code else name[:200],
        "key": (postcode_key(name) if is_code else name_key(name))[:200],
        "kind": line.kind,
        "postcode": mend_postcode(line.postcode),
        "ward": mend_text(line.ward),
        "latitude": latitude,
        "longitude": longitude,
        "also_known_as": [alias for alias in aliases if alias],
        "neighbourhood": mend_text(line.neighbourhood),
    }


def _areas(rows: Iterable[Row]) -> list[Row]:
    """Make a ward and a neighbourhood a place, in the middle of its postcodes."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        for kind, name in (("ward", row["ward"]), ("neighbourhood", row["neighbourhood"])):
            if name:
                groups.setdefault((kind, name), []).append(row)
    wards = {name for kind, name in groups if kind == "ward"}
    return [
        _middle(kind, name, members)
        for (kind, name), members in groups.items()
        if kind == "ward" or name not in wards
    ]


def _middle(kind: str, name: str, members: list[Row]) -> Row:
    latitude = sum(row["latitude"] for row in members) / len(members)
    longitude = sum(row["longitude"] for row in members) / len(members)
    nearest = min(
        members,
        key=lambda row: abs(row["latitude"] - latitude) + abs(row["longitude"] - longitude),
    )
    return nearest | {
        "name": name,
        "key": name_key(name),
        "kind": kind,
        "ward": nearest["ward"],
        "latitude": round(latitude, 6),
        "longitude": round(longitude, 6),
        "also_known_as": [part.strip() for part in name.split("&")] if "&" in name else [],
    }
