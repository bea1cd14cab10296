"""Whatever a publisher sends, the load ends in a report and what it publishes can be served."""

import copy
import csv
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from directory.feeds.reports import LoadReport, say_report
from directory.load import load_directory
from storage.tables.directory import Service
from tests.directory.conftest import SERVICES
from tests.directory.test_feeds import FEEDS, outpost, placecube

AT = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)

Path_ = tuple[str | int, ...]


def tabular() -> dict[str, Any]:
    """The old tables as one document, as HSDS 3 gives them in tabular.json."""
    found: dict[str, Any] = {}
    for path in sorted((FEEDS / "hsds_1_1").glob("*.csv")):
        found[path.name] = list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))
    return found


def demonstration() -> dict[str, Any]:
    whole = json.loads(Path(SERVICES).read_text("utf-8"))
    return {"contents": whole["contents"][:3], "taxonomy_terms": whole["taxonomy_terms"][:6]}


VALID = [json.loads(outpost()), json.loads(placecube()), tabular(), demonstration()]
IDS = ["101", 101, "e7d4a3c2-0b1f-4a55-9d2e-6a1f0c9b7e01", "not-there", "1", 1, "food", -1, 0]

NASTY = st.one_of(
    st.sampled_from(
        [None, True, False, 0, -1, 10**30, -(10**300), 1e308, float("nan"), float("inf"), "", " "]
        + [
            "NA",
            "\x00",
            "a\x00b",
            "\ud800",
            "\U0001f9d1\u200d",
            "x" * 3000,
            "<b",
            "&#0;",
            "Ã",
            "â€",
        ]
        + ["0001-01-01", "9999-12-31T23:59:59+14:00", "31/02/2026", "24:00", "25:99", "-12:00"]
        + ["http://[", "https://a b", "www.", "javascript:x", "a@b@c", "@", "MO,XX,9TU", "1e999"]
        + ["01632 960199", "+44", "(" * 50, "M" * 90, "10:00-13:00,14:00-17:00", "Mon-Fri 9am-5pm"]
        + [[], {}, [[]], [None], [{}], {"": ""}, {"id": None}, {"\x00": 1}, {"\ud800": "\udfff"}]
    ),
    st.text(max_size=12),
    st.integers(),
    st.floats(),
    st.recursive(st.none(), lambda inner: st.lists(inner, max_size=2), max_leaves=20),
    st.integers(10, 60).map(lambda deep: _nested(deep)),
    st.sampled_from(IDS),
)


def _nested(deep: int) -> Any:
    """Boxes in boxes: of objects alone, or of lists and objects in turn."""
    found: Any = "deep"
    for level in range(deep):
        found = {"location": found} if level % 2 or deep % 3 else [found]
    return found


def _paths(value: Any, here: Path_ = ()) -> Iterator[Path_]:
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in items:
            yield (*here, key)
            yield from _paths(inner, (*here, key))


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    """A valid document in which some values were spoilt, moved, doubled or taken away."""
    document = copy.deepcopy(draw(st.sampled_from(VALID)))
    for _ in range(draw(st.integers(1, 8))):
        paths = list(_paths(document))
        if not paths:
            break
        owner, key = _owner(document, draw(st.sampled_from(paths)))
        _spoil(owner, key, document, draw)
    return document


def _owner(document: Any, path: Path_) -> tuple[Any, str | int]:
    for step in path[:-1]:
        document = document[step]
    return document, path[-1]


def _spoil(owner: Any, key: Any, document: Any, draw: st.DrawFn) -> None:
    how = draw(
        st.sampled_from(["nasty", "nasty", "nasty", "gone", "elsewhere", "doubled", "named"])
    )
    if how == "nasty":
        owner[key] = draw(NASTY)
    elif how == "gone":
        del owner[key]
    elif how == "elsewhere":  # a part where another belongs: wrong ids and types
        there, from_ = _owner(document, draw(st.sampled_from(list(_paths(document)))))
        owner[key] = copy.deepcopy(there[from_])
    elif how == "doubled" and isinstance(owner, list):
        owner.append(copy.deepcopy(owner[key]))
    elif how == "named" and isinstance(owner, dict):
        owner[draw(st.sampled_from(["id", "name", "services", "schedules", "", "\x00"]))] = owner[
            key
        ]


def loaded(session: Session, source: bytes) -> LoadReport:
    """Load, look at all that came of it, and undo it."""
    with session.begin_nested() as undo:
        report = load_directory(session, source, at=AT, name="fuzz")
        session.flush()
        assert say_report(report)
        taken = session.scalar(select(func.count()).select_from(Service))
        assert (taken, report.changed, report.unchanged) == (report.added, 0, 0)
        again = load_directory(session, source, at=AT, name="fuzz")
        assert (again.added, again.changed, again.removed) == (0, 0, 0)
        assert again.unchanged == report.added
        for document in session.scalars(select(Service.document)):
            _is_clean(document)
        undo.rollback()
    return report


def _is_clean(value: Any) -> None:
    """Nothing blank and nothing that JSON cannot say is published."""
    assert value not in (None, "", [], {})
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            _is_clean(inner)
    json.dumps(value, allow_nan=False).encode("utf-8")


QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]


@settings(max_examples=60, deadline=None, suppress_health_check=QUIET)
@given(document=mutated())
def test_a_spoilt_document_ends_in_a_report(session: Session, document: Any) -> None:
    data = json.dumps(document).encode("utf-8")
    assert isinstance(loaded(session, data), LoadReport)


@settings(max_examples=25, deadline=None, suppress_health_check=QUIET)
@given(document=mutated())
def test_spoilt_tables_end_in_a_report(session: Session, document: Any) -> None:
    file = io.BytesIO()
    tables = document if isinstance(document, dict) else {}
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("datapackage.json", json.dumps({"resources": [document]}))
        for name, rows in {"services.csv": tables.get("content"), **tables}.items():
            if isinstance(rows, list) and isinstance(name, str) and name.isprintable():
                packed.writestr(name if name.endswith(".csv") else f"{name}.csv", _sheet(rows))
    assert isinstance(loaded(session, file.getvalue()), LoadReport)


def _sheet(rows: list[Any]) -> bytes:
    good = [row for row in rows if isinstance(row, dict)]
    columns = list(dict.fromkeys(str(key) for row in good for key in row)) or ["id"]
    told = io.StringIO()
    writer = csv.writer(told)
    writer.writerow(columns)
    writer.writerows([str(row.get(column, "")) for column in columns] for row in good)
    return told.getvalue().encode("utf-8", "surrogatepass")


@settings(max_examples=30, deadline=None, suppress_health_check=QUIET)
@given(where=st.floats(0, 1), what=st.binary(max_size=6), cut=st.booleans(), data=st.data())
def test_spoilt_bytes_end_in_a_report(
    session: Session, where: float, what: bytes, cut: bool, data: st.DataObject
) -> None:
    import gzip

    whole = data.draw(st.sampled_from([outpost(), placecube(), gzip.compress(placecube())]))
    at = int(where * len(whole))
    spoilt = whole[:at] + what + (b"" if cut else whole[at + len(what) :])
    assert isinstance(loaded(session, spoilt), LoadReport)


@pytest.mark.parametrize(
    "data",
    [
        b'[{"id": 1, "name": "x", "minimum_age": ' + b"9" * 5000 + b"}]",
        b'[{"id": "\\ud800", "name": "a lone half of a letter"}]',
        b'[{"id": 1, "name": "NUL \\u0000", "\\u0000": "\\u0000"}]',
        b'[{"id": "ABCDEF00-0000-4000-8000-000000000001", "name": "one"},'
        b' {"id": "abcdef00-0000-4000-8000-000000000001", "name": "two"}]',
        b'[{"id": 1, "name": "x", "schedules": [{"id": 1, "interval": 1e11, "byday": 7}]}]',
        b'[{"id": 1, "name": "x", "email": "' + b"a" * 300 + b'@example.org"}]',
        b'[{"id": 1, "name": "x", "last_modified": "0001-01-01T00:00:00+14:00"}]',
        b'[{"id": 1, "name": "x", "languages": [{"id": 1, "name": "' + b"y" * 200 + b'"}]}]',
        b'{"services": {"services": []}}',
        b'[{"id": 1, "name": 7, "cost_options": [{"id": 1, "option": 5, "amount": 0}], "fees": 3}]',
        b'{"contents": [], "taxonomy_terms": [' + b'{"location":' * 40 + b"1" + b"}" * 40 + b"]}",
        b'{"contents": [' + b"[" * 500 + b"]" * 500 + b"]}",
        b'{"contents": [' + b"[" * 5000 + b"]" * 5000 + b"]}",
        b'[{"id": 1, "name": "x", "url": ' + b'{"url":' * 3000 + b"1" + b"}" * 3001 + b"]",
        b'[{"id": 1, "name": "x", "schedules": ' + b'[{"a":' * 400 + b"1" + b"}]" * 400 + b"}]",
    ],
    ids=lambda data: data[:40].decode(),
)
def test_what_once_could_have_broken_a_load(session: Session, data: bytes) -> None:
    assert isinstance(loaded(session, data), LoadReport)
