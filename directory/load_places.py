"""Loads tables of places: the council's own, outward codes, and unit postcodes with wards."""

import csv
import io
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
from storage.base import Base
from storage.tables.directory import DirectoryLoad, PlaceRow

Row = dict[str, Any]

COLUMNS = {
    "place": {"place", "kind", "latitude", "longitude"},
    "outcode": {"outcode", "lat", "lon"},
    "postcode": {"postcode", "ward_name", "lat", "lon"},
}
"""The tables that we read, each known by its columns."""


def load_places(
    session: Session, source: str | Path | bytes, *, at: datetime, name: str | None = None
) -> LoadReport:
    """Load a CSV of places; a table loaded again replaces what it gave before.

    Known by their columns: our own (place, kind, postcode, ward, latitude, longitude,
    also_known_as), outward codes (outcode, lat, lon), and unit postcodes with wards, of which
    wards and neighbourhoods become places too. Bad rows are refused in words.
    """
    told = name or (Path(source).name if not isinstance(source, bytes) else "upload")
    try:
        found, refused = _read(source, told)
    except BrokenFeed as problem:
        return _written(session, LoadReport(told, refused=[(told, str(problem))]), at)
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


def _read(source: str | Path | bytes, told: str) -> tuple[list[Row], list[tuple[str, str]]]:
    reader = csv.DictReader(io.StringIO(_text(source)))
    columns = {column.strip().lower() for column in reader.fieldnames or ()}
    kind = next((kind for kind, needed in COLUMNS.items() if needed <= columns), None)
    if kind is None:
        raise BrokenFeed("The table has none of the sets of columns that we know places by.")
    rows, refused = list[Row](), list[tuple[str, str]]()
    for number, line in enumerate(reader, start=2):
        row = _row({key.strip().lower(): value for key, value in line.items() if key}, kind)
        if row is None:
            refused.append((f"line {number}", "It has no name, or no place on the map of the UK."))
        else:
            rows.append(row | {"source": told})
    if not rows:
        raise BrokenFeed("The table has no row that can be used.")
    areas = _areas(rows) if kind == "postcode" else []
    return [_only_columns(row) for row in (*rows, *areas)], refused


def _text(source: str | Path | bytes) -> str:
    try:
        data = source if isinstance(source, bytes) else Path(source).read_bytes()
        return data.decode("utf-8-sig")
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise BrokenFeed(f"The table cannot be read: {reason}.") from problem
    except UnicodeDecodeError as problem:
        raise BrokenFeed(f"The table is not UTF-8 text (byte {problem.start}).") from problem


def _row(line: dict[str, str], kind: str) -> Row | None:
    latitude = mend_number(line.get("latitude") or line.get("lat"))
    longitude = mend_number(line.get("longitude") or line.get("lon"))
    name = mend_text(line.get("place") or line.get("postcode") or line.get("outcode"))
    if not name or not is_on_the_map(latitude, longitude):
        return None
    said = line.get("kind") or {"outcode": "outward"}.get(kind, kind)
    is_code = said in ("postcode", "outward")
    aliases = [alias.strip() for alias in (line.get("also_known_as") or "").split(";")]
    return {
        "name": (mend_postcode(name) or name)[:200] if is_code else name[:200],
        "key": (postcode_key(name) if is_code else name_key(name))[:200],
        "kind": said,
        "postcode": mend_postcode(line.get("postcode") or (name if is_code else "")),
        "ward": mend_text(line.get("ward") or line.get("ward_name")),
        "latitude": latitude,
        "longitude": longitude,
        "also_known_as": [alias for alias in aliases if alias],
        "neighbourhood": mend_text(line.get("msoa_hcl_name")),
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


def _only_columns(row: Row) -> Row:
    return {key: value for key, value in row.items() if key != "neighbourhood"}
