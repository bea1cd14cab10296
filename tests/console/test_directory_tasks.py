"""The worklist of the directory: claim, look, act, and nobody steps on a colleague's toes."""

import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from directory.freshness_tasks import open_task_of
from directory.wrong_reports import report_wrong
from storage.engine import Sessions
from storage.tables.directory import DirectoryReport
from storage.tables.freshness import DirectoryTask, GroupContact, StillRightQuestion
from tests.console.conftest import Browser, Clock
from tests.console.test_browser import is_accessible, logs_in
from tests.directory.upkeep import acts, caller, entry, entry_id, load_entries

WORKLIST = "/directory-tasks/"


@pytest.fixture
def task(staffed: Sessions, now: datetime, tmp_path: Path) -> str:
    """Two people said a week ago that the lunch club has closed; its task's address."""
    at = now - timedelta(days=7)
    with staffed.begin() as session:
        load_entries(
            session, tmp_path, at,
            {"number": 1, "assured_date": "2026-01-05", "phone": "01632 960123"},
            {"number": 2, "assured_date": "2026-01-05"},
        )  # fmt: skip
        for number in ("+447700900111", "+447700900222"):
            report_wrong(
                session, entry_id(1), what="closed", words="The hall is boarded up",
                conversation_id=caller(session, at, number).id, channel="sms", at=at,
            )  # fmt: skip
        report_wrong(session, entry_id(2), what="wrong_time", reporter="somebody", at=at)
        found = open_task_of(session, entry(session).id)
        assert found is not None
        return f"{WORKLIST}{found.id}"


def stands(sessions: Sessions) -> tuple[str | None, bool, str | None, str | None]:
    """Return the outcome, whether the entry is hidden, and how and by whom it was checked."""
    with sessions() as session:
        club = entry(session)
        done = session.scalars(
            select(DirectoryTask).where(DirectoryTask.service_id == club.id)
        ).one()
        return done.outcome, club.hidden_at is not None, club.checked_how, club.checked_by


def finishes(browser: Browser, task: str, outcome: str, words: str, *, status: int = 303) -> str:
    form: dict[str, Any] = {"task-outcome": outcome, "task-words": words}
    return browser.sends(f"{task}/done", status, on=task, **form).text


def test_the_worklist_shows_the_weightiest_first(browser: Browser, task: str) -> None:
    page = browser.logs_in().opens(WORKLIST)
    assert page.index("Lunch club 1") < page.index("Lunch club 2")
    assert "2 reports" in page


def test_a_task_tells_what_was_said_and_why_it_is_hidden(browser: Browser, task: str) -> None:
    page = browser.logs_in().opens(task)
    assert "The hall is boarded up" in page
    assert "Two people said that it has closed." in page
    assert "5 January 2026, as its feed says" in page


def test_who_comes_second_is_told_who_has_it(
    browser: Browser, task: str, console: object, staffed: Sessions
) -> None:
    browser.logs_in()
    browser.sends(f"{task}/claim", on=task)
    other = Browser(console.test_client()).logs_in("priya")  # type: ignore[attr-defined]
    acts_of_hers: tuple[tuple[str, dict[str, Any]], ...] = (
        ("claim", {}), ("done", {"task-outcome": "put_back"}), ("release", {}),
    )  # fmt: skip
    for act, form in acts_of_hers:
        other.sends(f"{task}/{act}", on=task, **form)
        assert "Sam Okafor has this entry. Nothing was changed." in other.opens(WORKLIST)
    assert stands(staffed)[:2] == (None, True)


def test_a_lead_can_put_back_what_a_colleague_holds(
    browser: Browser, task: str, console: object, staffed: Sessions
) -> None:
    browser.logs_in()
    browser.sends(f"{task}/claim", on=task)
    lead = Browser(console.test_client()).logs_in("lee")  # type: ignore[attr-defined]
    lead.sends(f"{task}/release", on=task)
    with staffed() as session:
        kept = session.scalars(select(DirectoryTask.claimed_by)).all()
    assert set(kept) == {None}


def test_putting_back_checks_the_entry_and_handles_the_reports(
    browser: Browser, task: str, staffed: Sessions
) -> None:
    finishes(browser.logs_in(), task, "put_back", "Bev says Thursdays")
    assert stands(staffed) == (
        "put_back", False, "coordinator_phone", "Harbourside community team",
    )  # fmt: skip
    with staffed() as session:
        club = entry(session).id
        reports = session.scalars(
            select(DirectoryReport).where(DirectoryReport.service_id == club)
        ).all()
        assert all(report.handled_by and report.reporter is None for report in reports)
        assert {"entry_task_done", "entry_checked", "entry_put_back"} <= set(acts(session))
    assert "Nothing was changed" in _again(browser, task)


def _again(browser: Browser, task: str) -> str:
    browser.sends(f"{task}/claim")
    return browser.opens(WORKLIST)


def test_hiding_needs_a_sentence_and_a_groups_click_does_not_undo_it(
    browser: Browser, task: str, staffed: Sessions
) -> None:
    browser.logs_in()
    refused = finishes(browser, task, "hidden", "", status=422)
    assert "Write a sentence for whoever looks at this in a year" in refused
    finishes(browser, task, "hidden", "Bev has moved away")
    outcome, is_hidden, _, _ = stands(staffed)
    assert (outcome, is_hidden) == ("hidden", True)
    with staffed() as session:
        assert entry(session).hidden_reason == "Bev has moved away"


def test_an_outcome_must_be_chosen(browser: Browser, task: str, staffed: Sessions) -> None:
    browser.logs_in().sends(f"{task}/done", 422, on=task)
    assert stands(staffed)[0] is None


def test_a_coordinator_says_that_a_group_is_full(
    browser: Browser, task: str, staffed: Sessions
) -> None:
    browser.logs_in()
    browser.sends(f"{task}/room", 422, on=task)
    browser.sends(f"{task}/room", on=task, room="full", weeks="8")
    assert "It says it is full until 19 January 2027" in browser.opens(task)


def test_a_groups_mobile_is_kept_and_it_can_be_asked(
    browser: Browser, task: str, staffed: Sessions
) -> None:
    browser.logs_in()
    assert "There is no e-mail address or mobile to ask" in browser.opens(task)
    browser.sends(f"{task}/contacts", 422, on=task, mobile="01632 960123")
    browser.sends(f"{task}/contacts", on=task, mobile="07700 900789")
    assert "07700 900789" in browser.opens(task)
    browser.sends(f"{task}/ask", on=task)
    with staffed() as session:
        asked = session.scalars(select(StillRightQuestion)).one()
        contact = session.scalars(select(GroupContact)).one()
    assert (asked.way, asked.address) == ("text", "+447700900789")
    browser.sends(f"{task}/contacts/{contact.id}/remove", on=task)
    assert "There is no e-mail address or mobile to ask" in browser.opens(task)


def test_a_link_for_the_group_can_be_made(browser: Browser, task: str) -> None:
    answer = browser.logs_in().sends(f"{task}/link", on=task)
    assert "https://doorstep.example.org/g/" in browser.opens(answer.headers["Location"])


def test_a_task_for_any_entry_can_be_opened_by_hand(
    browser: Browser, task: str, staffed: Sessions
) -> None:
    answer = browser.logs_in().sends(f"{WORKLIST}for/{entry_id(2)}")
    assert "You have this." in browser.opens(answer.headers["Location"])
    browser.sends(f"{WORKLIST}for/{uuid.uuid4()}", 404)


def test_an_unknown_task_is_no_page(browser: Browser, task: str) -> None:
    browser.logs_in().opens(f"{WORKLIST}{uuid.uuid4()}", 404)


@pytest.mark.browser
def test_the_worklist_is_accessible_and_worked_by_keyboard(
    tab: Page, address: str, task: str, staffed: Sessions, clock: Clock
) -> None:
    logs_in(tab, address)
    tab.get_by_role("link", name="Directory").click()
    is_accessible(tab, "directory-worklist")
    tab.get_by_role("button", name="Take on Lunch club 1").focus()
    tab.keyboard.press("Enter")
    expect(tab.get_by_text("You have taken this entry on.")).to_be_visible()
    is_accessible(tab, "directory-task")
    tab.get_by_role("button", name="Done").click()
    is_accessible(tab, "directory-task-refused")
    tab.get_by_label("It is right: show it again").focus()
    tab.keyboard.press("Space")
    tab.get_by_label("What you found out").focus()
    tab.keyboard.type("Bev answered")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    expect(tab.get_by_text("Residents see the entry again.")).to_be_visible()
    tab.get_by_role("link", name="Mine").click()
    is_accessible(tab, "directory-worklist-empty")
    assert stands(staffed)[:2] == ("put_back", False)
