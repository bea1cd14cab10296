"""Reads the sheets of a package of tables: CSV as spreadsheets write it, and its description."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from directory.errors import BrokenFeed
from directory.feeds.mends import Mends
from directory.feeds.packed import Files

MOST_ROWS = 5_000_000


def read_sheets(files: Files, mends: Mends) -> Iterator[tuple[str, list[Any]]]:
    """Give each table's name and rows. Names are those of datapackage.json, or the files'."""
    named = _described(files, mends)
    for name, data in files.items():
        if name.lower().endswith(".csv"):
            yield named.get(name.lower(), name), _rows(name, data, mends)


def _described(files: Files, mends: Mends) -> dict[str, str]:
    """Return the tables' names by file, as the package's description has them."""
    data = next((files[name] for name in files if name.lower() == "datapackage.json"), None)
    if data is None:
        return {}
    try:
        resources = json.loads(data.decode("utf-8-sig"))["resources"]
        pairs = [(str(one["path"]).split("/")[-1].lower(), str(one["name"])) for one in resources]
    except (ValueError, KeyError, TypeError, RecursionError):
        mends["no_package"] += 1
        return {}
    return dict(pairs)


def _rows(name: str, data: bytes, mends: Mends) -> list[Any]:
    text = _text(data, mends)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
        columns = [_column(one) for one in next(reader, [])]
        rows = [
            {column: cell for column, cell in zip(columns, line, strict=False) if column and cell}
            for line in reader
            if any(line)
        ]
    except csv.Error as problem:
        raise BrokenFeed(f"{name} is not a table: {problem}.") from problem
    if len(rows) > MOST_ROWS:
        raise BrokenFeed(f"{name} has more than {MOST_ROWS:,} rows.")
    return rows


def _text(data: bytes, mends: Mends) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        mends["other_letters"] += 1
        return data.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max(",;\t", key=first.count)


def _column(name: str) -> str:
    return name.strip().strip('"').lower().replace(" ", "_")
