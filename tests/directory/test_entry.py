"""An entry's page, a report that it is wrong, and the command line."""

import json
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.command import load_and_report, search_lines
from directory.entry import read_entry
from directory.errors import DirectoryError, NoSuchEntry
from directory.wrong_reports import report_wrong
from storage.engine import Sessions
from storage.tables.directory import DirectoryReport, Service
from tests.directory.conftest import PLACES, SERVICES


def entry_id(session: Session, name: str) -> str:
    return str(session.scalars(select(Service.id).where(Service.name == name)).one())


def test_an_entry_tells_all_that_a_visitor_needs(harbourside: Session, now: datetime) -> None:
    cafe = entry_id(harbourside, "Forget-Me-Not Café, Chapel Street")
    entry = read_entry(harbourside, cafe, at=now)
    assert entry.themes[0] == "memory and dementia"
    assert entry.when == "First and third Tuesday of the month 2pm to 4pm"
    assert not entry.is_open_now
    assert entry.places[0].address is not None
    assert entry.places[0].address.endswith("HB1 2AB") or "Harbourside" in entry.places[0].address
    assert entry.places[0].accessibility
    assert entry.first_step
    assert not entry.is_stale


def test_an_unknown_or_hidden_entry_is_none(harbourside: Session, now: datetime) -> None:
    cafe = entry_id(harbourside, "Forget-Me-Not Café, Chapel Street")
    harbourside.get_one(Service, cafe).hidden_at = now
    for unknown in (cafe, "not-an-id", "00000000-0000-4000-8000-000000000000"):
        with pytest.raises(NoSuchEntry):
            read_entry(harbourside, unknown, at=now)


def test_what_is_wrong_is_kept_for_a_coordinator(harbourside: Session, now: datetime) -> None:
    cafe = entry_id(harbourside, "Forget-Me-Not Café, Chapel Street")
    report_wrong(harbourside, cafe, what="wrong_time", words="  It is Wednesdays now ", at=now)
    kept = harbourside.scalars(select(DirectoryReport)).one()
    assert (kept.what, kept.words, kept.handled_at) == ("wrong_time", "It is Wednesdays now", None)
    with pytest.raises(DirectoryError):
        report_wrong(harbourside, cafe, what="ugly", at=now)


def test_the_command_line_loads_and_searches(sessions: Sessions, now: datetime) -> None:
    told = load_and_report(sessions, str(SERVICES), at=now)
    assert told.startswith("services: ")
    assert " added, 0 changed, 0 unchanged, 0 removed, 0 refused" in told
    assert "places.csv: " in load_and_report(sessions, str(PLACES), at=now)
    assert "There is no file" in load_and_report(sessions, "nowhere.json", at=now)
    asked = [
        json.dumps({"id": 1, "q": "chess", "postcode": "HB1 2AB", "limit": 2}),
        "",
        "not json",
        json.dumps({"id": 2}),
    ]
    answers = [json.loads(line) for line in search_lines(sessions, asked, at=now)]
    assert answers[0]["id"] == 1
    assert len(answers[0]["results"]) == 2
    assert ["error" in answer for answer in answers] == [False, True, True]
    with sessions() as session:
        assert answers[0]["results"][0] == entry_id(session, "Chess in the Market Place")
