"""Reads tables of places as they are published: ours, ONS's, Ordnance Survey's; a row at a time."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from directory.errors import BrokenFeed
from directory.grid import Grid

Line = dict[str, str]

CODE_POINT_COLUMNS = [
    "postcode",
    "positional_quality_indicator",
    "eastings",
    "northings",
    "country_code",
    "nhs_regional_ha_code",
    "nhs_ha_code",
    "admin_county_code",
    "admin_district_code",
    "admin_ward_code",
]
"""Code-Point Open's files come without a first line of names; these are its Doc folder's."""


@dataclass(frozen=True)
class Table:
    """One kind of table, known by its columns; a name may be a pattern, as years change it.

    ``kind`` is what a row is where the row does not say. ``ended`` names the column that is
    filled when a postcode is no more in use.
    """

    columns: tuple[str, ...]
    kind: str
    name: str
    latitude: str = "lat"
    longitude: str = "lon"
    ward: str = "ward"
    ward_code: str | None = None
    ended: str | None = None
    on_the_grid: bool = False


TABLES = (
    Table(
        columns=("place", "kind", "latitude", "longitude"),
        kind="place",
        name="place",
        latitude="latitude",
        longitude="longitude",
    ),
    Table(columns=("outcode", "lat", "lon"), kind="outward", name="outcode"),
    Table(
        columns=("postcode", "ward_name", "lat", "lon"),
        kind="postcode",
        name="postcode",
        ward="ward_name",
    ),
    # ONS Postcode Directory and National Statistics Postcode Lookup: "osward" until 2024,
    # since then "wd25cd" with the year in the name.
    Table(
        columns=("pcds", "doterm", "lat", "long"),
        kind="postcode",
        name="pcds",
        longitude="long",
        ward_code=r"osward|ward|wd\d\dcd",
        ended="doterm",
    ),
    Table(
        columns=("postcode", "eastings", "northings", "admin_ward_code"),
        kind="postcode",
        name="postcode",
        ward_code="admin_ward_code",
        on_the_grid=True,
    ),
)


@dataclass(frozen=True)
class PlaceLine:
    """A row in one form, its words as they stood; ``label`` says where it stood."""

    label: str
    kind: str
    name: str
    latitude: str | float
    longitude: str | float
    postcode: str
    ward: str
    neighbourhood: str
    also_known_as: str


def is_table_of_places(source: str | Path) -> bool:
    """Say whether a file, or a folder's files, are tables of places and not a feed of services."""
    try:
        return any(_recognised(_open(path)) for path in table_files(source))
    except BrokenFeed:
        return False


def table_files(source: str | Path) -> list[Path]:
    """Return the CSV files of a file or a folder, in order. Raises BrokenFeed."""
    path = Path(source)
    files = sorted(path.glob("*.csv")) if path.is_dir() else [path]
    if not files:
        raise BrokenFeed("The folder has no CSV file.")
    return files


def read_place_lines(
    source: str | Path | bytes, *, only: Iterable[str] = ()
) -> Iterator[PlaceLine]:
    """Read every row that is in use, of ``only`` those outward codes where some are given.

    A folder is read file by file; a table of ward names among them gives the wards their names.
    Raises BrokenFeed when no table is one that we know.
    """
    wanted = tuple(re.sub(r"\s", "", code.upper()) for code in only)
    if isinstance(source, bytes):
        yield from _lines(_text(source), "", {}, wanted)
        return
    files = table_files(source)
    wards = _ward_names(files)
    known = [path for path in files if len(files) == 1 or _recognised(_open(path))]
    if not known:
        raise BrokenFeed("No file of the folder is a table of places that we know.")
    for path in known:
        label = f"{path.name} " if len(known) > 1 else ""
        yield from _lines(_open(path), label, wards, wanted)


def _lines(
    text: io.TextIOBase, label: str, wards: Mapping[str, str], wanted: tuple[str, ...]
) -> Iterator[PlaceLine]:
    found = _recognised(text)
    if found is None:
        raise BrokenFeed("The table has none of the sets of columns that we know places by.")
    table, columns, first = found
    grid = Grid() if table.on_the_grid else None
    for number, cells in enumerate(csv.reader(text), start=first):
        row = dict(zip(columns, cells, strict=False))
        if any(cells) and _is_wanted(row, table, wanted):
            yield _line(row, table, f"{label}line {number}", wards, grid)


def _is_wanted(row: Line, table: Table, wanted: tuple[str, ...]) -> bool:
    if table.ended and row.get(table.ended, "").strip():
        return False
    if not wanted:
        return True
    code = re.sub(r"\s", "", row.get(table.name, "").upper())
    return any(code[: -3 if table.kind == "postcode" else None] == start for start in wanted)


def _line(
    row: Line, table: Table, label: str, wards: Mapping[str, str], grid: Grid | None
) -> PlaceLine:
    latitude: str | float = row.get(table.latitude, "")
    longitude: str | float = row.get(table.longitude, "")
    if grid is not None:
        latitude, longitude = grid.place(row["eastings"], row["northings"])
    return PlaceLine(
        label=label,
        kind=row.get("kind", "").strip() or table.kind,
        name=row.get(table.name, ""),
        latitude=latitude,
        longitude=longitude,
        postcode=row.get("postcode", "")
        or (row.get(table.name, "") if table.kind != "place" else ""),
        ward=row.get(table.ward, "") or wards.get(_ward_code(row, table), ""),
        neighbourhood=row.get("msoa_hcl_name", ""),
        also_known_as=row.get("also_known_as", ""),
    )


def _ward_code(row: Line, table: Table) -> str:
    if table.ward_code is None:
        return ""
    return next((row[name] for name in row if re.fullmatch(table.ward_code, name)), "")


def _ward_names(files: Iterable[Path]) -> dict[str, str]:
    """Read wards' names by their codes from whichever file lists them (WD25CD, WD25NM)."""
    names: dict[str, str] = {}
    for path in files:
        reader = csv.reader(_open(path))
        columns = [name.strip().lower() for name in next(reader, [])]
        code, name = (_column(columns, rf"wd\d\d{end}") for end in ("cd", "nm"))
        if code is not None and name is not None:
            names |= {cells[code]: cells[name] for cells in reader if len(cells) > max(code, name)}
    return names


def _column(columns: list[str], pattern: str) -> int | None:
    return next((at for at, name in enumerate(columns) if re.fullmatch(pattern, name)), None)


def _recognised(text: io.TextIOBase) -> tuple[Table, list[str], int] | None:
    """Return the kind of table, its columns and the number of its first row; reads the names."""
    start = text.tell()
    cells = next(csv.reader([text.readline()]), [])
    columns = [name.strip().lower() for name in cells]
    table = next((table for table in TABLES if set(table.columns) <= set(columns)), None)
    if table is not None:
        return table, columns, 2
    if len(cells) == len(CODE_POINT_COLUMNS) and all(cell.isdecimal() for cell in cells[1:4]):
        text.seek(start)
        return TABLES[-1], CODE_POINT_COLUMNS, 1
    return None


def _text(data: bytes) -> io.TextIOBase:
    try:
        return io.StringIO(data.decode("utf-8-sig"), newline="")
    except UnicodeDecodeError as problem:
        raise BrokenFeed(f"The table is not UTF-8 text (byte {problem.start}).") from problem


def _open(path: Path) -> io.TextIOBase:
    """Open a file as text; a table of a council is some megabytes, so it is read whole."""
    try:
        return _text(path.read_bytes())
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise BrokenFeed(f"The table cannot be read: {reason}.") from problem
