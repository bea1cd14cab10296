"""Checks, questions to groups, and what a night does with entries that nobody checked."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.entry import read_entry
from directory.errors import NoSuchEntry, NoSuchLink
from directory.freshness import CheckedHow, Stage, mark_checked, stage_of
from directory.freshness_by_group import group_says_changed, group_says_closed, group_says_right
from directory.freshness_contacts import add_group_contact, entries_of_number, way_to_ask
from directory.freshness_figures import freshness_rows
from directory.freshness_links import end_links, entry_of_link, make_link, token_of
from directory.freshness_night import keep_fresh
from directory.freshness_questions import Letter, claim_letters, note_letter
from directory.freshness_rules import freshness_rules
from directory.freshness_tasks import open_task_of, open_tasks
from directory.search_rules import search_rules
from storage.tables.freshness import StillRightQuestion
from tests.directory.upkeep import MOBILE, acts, entry, entry_id, load_entries
from tests.referrals import scene

SECRET = "only for these tests"  # noqa: S105
CHECKED = datetime.fromisoformat("2026-01-05T12:00:00+00:00")
MAIL = "hello@lunch.example.org"


def after(months: int) -> datetime:
    """A night so many months after the check, and two days."""
    return CHECKED + timedelta(days=int(months * 30.4) + 2)


@pytest.fixture
def club(session: Session, tmp_path: Path) -> Session:
    """A lunch club whose feed says that it was checked in January."""
    load_entries(
        session,
        tmp_path,
        CHECKED,
        {"number": 1, "assured_date": "2026-01-05", "email": MAIL, "phone": "07700 900456"},
    )
    return session


def letters(session: Session, at: datetime) -> list[Letter]:
    claimed = claim_letters(session, at=at)
    for letter in claimed:
        note_letter(session, letter, at=at)
    return claimed


def question(session: Session) -> StillRightQuestion:
    session.expire_all()
    return session.scalars(select(StillRightQuestion).order_by(StillRightQuestion.id)).all()[-1]


def test_a_feeds_assurance_is_a_check_with_its_way(club: Session) -> None:
    assert (entry(club).checked_at, entry(club).checked_how) == (CHECKED, "feed")


@pytest.mark.parametrize(
    ("months", "stage"),
    [(5, Stage.FRESH), (7, Stage.ASK), (13, Stage.DEMOTED), (16, Stage.HIDDEN)],
)
def test_an_entry_ages_in_steps(club: Session, months: int, stage: Stage) -> None:
    assert stage_of(entry(club), at=after(months)) is stage


def test_search_demotes_when_the_rules_say_so() -> None:
    assert search_rules().at("stale_months") == freshness_rules().at("months", "demote")


def test_at_six_months_the_group_is_asked_once(club: Session) -> None:
    keep_fresh(club, at=after(5))
    assert letters(club, after(5)) == []
    keep_fresh(club, at=after(6))
    keep_fresh(club, at=after(6))
    [letter] = letters(club, after(6))
    assert (letter.way, letter.address, len(letter.asks)) == ("email", MAIL, 1)
    assert letters(club, after(6)) == []


def test_who_does_not_answer_is_reminded_once(club: Session) -> None:
    keep_fresh(club, at=after(6))
    letters(club, after(6))
    for weeks, expected in ((1, 0), (2, 1), (3, 0), (5, 0)):
        at = after(6) + timedelta(weeks=weeks)
        keep_fresh(club, at=at)
        sent = letters(club, at)
        assert [len(sent), *(ask.is_reminder for one in sent for ask in one.asks)] == [
            expected, *[True] * expected,
        ]  # fmt: skip


def test_a_letter_that_fails_is_tried_again_and_then_seen_to_have_failed(club: Session) -> None:
    keep_fresh(club, at=after(6))
    at = after(6)
    for _ in range(freshness_rules().at("most", "tries")):
        [letter] = claim_letters(club, at=at)
        note_letter(club, letter, at=at, problem="The mail server answered 451")
        assert claim_letters(club, at=at) == []
        at += timedelta(days=1)
    assert (question(club).state, question(club).error) == (
        "failed",
        "The mail server answered 451",
    )
    assert claim_letters(club, at=at) == []


def test_without_a_mail_server_a_mobile_is_asked_by_text(club: Session) -> None:
    keep_fresh(club, can_email=False, at=after(6))
    [letter] = letters(club, after(6))
    assert (letter.way, letter.address) == ("text", MOBILE)


def test_a_landline_alone_is_no_way_to_ask(session: Session, tmp_path: Path) -> None:
    load_entries(session, tmp_path, CHECKED, {"number": 1, "phone": "01632 960123"})
    assert way_to_ask(session, entry(session)) is None
    keep_fresh(session, at=after(7))
    assert letters(session, after(7)) == []


def test_several_entries_of_one_address_come_in_one_letter(
    session: Session, tmp_path: Path
) -> None:
    given = [{"number": n, "assured_date": "2026-01-05", "email": MAIL} for n in range(1, 13)]
    load_entries(session, tmp_path, CHECKED, *given)
    keep_fresh(session, at=after(6))
    assert [len(letter.asks) for letter in letters(session, after(6))] == [10]
    assert [len(letter.asks) for letter in letters(session, after(6))] == [2]


def test_one_text_a_number_is_open_at_a_time(session: Session, tmp_path: Path) -> None:
    given = [
        {"number": n, "assured_date": "2026-01-05", "phone": "07700 900456"} for n in range(1, 4)
    ]
    load_entries(session, tmp_path, CHECKED, *given)
    keep_fresh(session, at=after(6))
    assert len(letters(session, after(6))) == 1
    assert letters(session, after(6) + timedelta(days=1)) == []
    group_says_right(
        session, entry(session), how=CheckedHow.GROUP_TEXT, at=after(6) + timedelta(days=1)
    )
    assert len(letters(session, after(6) + timedelta(days=1))) == 1


def test_still_right_makes_it_fresh_and_is_audited(club: Session) -> None:
    modified = entry(club).modified_at
    keep_fresh(club, at=after(6))
    letters(club, after(6))
    group_says_right(club, entry(club), how=CheckedHow.GROUP_LINK, at=after(6))
    now = entry(club)
    assert (now.checked_at, now.checked_how, now.checked_by) == (
        after(6), "group_link", "the group",
    )  # fmt: skip
    assert now.modified_at == modified
    assert (question(club).answer, question(club).ended_at) == ("still_right", after(6))
    assert "entry_checked" in acts(club)


def test_at_twelve_months_a_coordinator_is_asked_and_at_fifteen_it_is_hidden(
    club: Session,
) -> None:
    keep_fresh(club, at=after(11))
    assert open_tasks(club) == []
    keep_fresh(club, at=after(12))
    assert [row.kind for row in open_tasks(club)] == ["unchecked"]
    assert read_entry(club, entry_id(1), at=after(12)).is_stale
    keep_fresh(club, at=after(15))
    with pytest.raises(NoSuchEntry):
        read_entry(club, entry_id(1), at=after(15))
    assert len(open_tasks(club)) == 1
    assert "entry_hidden" in acts(club)


def test_a_check_brings_back_what_was_hidden_for_its_age_and_ends_the_task(club: Session) -> None:
    keep_fresh(club, at=after(15))
    group_says_right(club, entry(club), how=CheckedHow.GROUP_LINK, at=after(16))
    assert read_entry(club, entry_id(1), at=after(16)).checked_by == "the group"
    assert open_task_of(club, entry(club).id) is None


def test_what_nobody_ever_checked_moves_down_but_no_feed_vanishes_in_a_night(
    session: Session, tmp_path: Path
) -> None:
    load_entries(session, tmp_path, CHECKED, *({"number": n} for n in range(1, 40)))
    keep_fresh(session, at=after(20))
    assert stage_of(entry(session), at=after(20)) is Stage.DEMOTED
    assert entry(session).hidden_at is None
    assert len(open_tasks(session)) == freshness_rules().at("most", "tasks_a_day")
    keep_fresh(session, at=after(20))
    assert len(open_tasks(session)) == freshness_rules().at("most", "tasks_a_day")


def test_a_group_that_says_changed_or_closed_is_seen_to_by_a_person(club: Session) -> None:
    group_says_changed(club, entry(club), "Wednesdays at 2 now", at=after(1))
    [row] = open_tasks(club)
    task = open_task_of(club, entry(club).id)
    assert task is not None
    assert (row.kind, task.notes[0]["words"]) == ("group_changed", "Wednesdays at 2 now")
    assert entry(club).hidden_at is None
    group_says_closed(club, entry(club), at=after(1))
    [row] = open_tasks(club)
    assert row.kind == "group_closed"
    assert entry(club).hidden_at is not None
    keep_fresh(club, at=after(2))
    assert entry(club).hidden_at is not None


def test_a_link_opens_its_entry_until_it_is_ended(club: Session) -> None:
    staff = scene.colleague(club, CHECKED)
    token = token_of(make_link(club, entry(club).id, at=CHECKED).id, secret=SECRET)
    assert entry_of_link(club, token, secret=SECRET, at=after(6)).name == "Lunch club 1"
    for bad, at in ((token + "x", after(6)), (token, after(15)), ("", after(6))):
        with pytest.raises(NoSuchLink):
            entry_of_link(club, bad, secret=SECRET, at=at)
    with pytest.raises(NoSuchLink):
        entry_of_link(club, token, secret="another", at=after(6))  # noqa: S106
    end_links(club, entry(club).id, by=staff.id, at=after(6))
    club.expire_all()
    with pytest.raises(NoSuchLink):
        entry_of_link(club, token, secret=SECRET, at=after(6))


def test_a_group_is_known_by_its_published_and_its_private_mobile(club: Session) -> None:
    staff = scene.colleague(club, CHECKED)
    private = "+447700900789"
    assert entries_of_number(club, private) == []
    add_group_contact(club, entry(club).id, kind="mobile", value=private, by=staff.id, at=CHECKED)
    for number in (MOBILE, private):
        assert [one.name for one in entries_of_number(club, number)] == ["Lunch club 1"]
    assert private not in str(entry(club).document)


def test_a_check_of_ours_survives_a_reload_with_its_way(club: Session, tmp_path: Path) -> None:
    mark_checked(
        club, entry(club), how=CheckedHow.COORDINATOR_PHONE, called="our team", by="x", at=after(6)
    )
    club.flush()
    changed = {"number": 1, "assured_date": "2026-02-05", "description": "New words entirely"}
    load_entries(club, tmp_path, after(7), changed)
    kept = entry(club)
    assert kept.description == "New words entirely"
    assert (kept.checked_at, kept.checked_how, kept.checked_by) == (
        after(6), "coordinator_phone", "our team",
    )  # fmt: skip
    assert kept.added_at == CHECKED
    load_entries(club, tmp_path, after(8), changed | {"assured_date": "2026-08-05"})
    assert entry(club).checked_how == "feed"


def test_the_report_counts_what_is_checked_overdue_and_open(club: Session, tmp_path: Path) -> None:
    at = datetime.fromisoformat("2026-07-20T12:00:00+00:00")
    load_entries(
        club,
        tmp_path,
        at - timedelta(days=1),
        {"number": 1, "assured_date": "2026-01-05", "email": MAIL},
        {"number": 2, "assured_date": "2026-06-30"},
        {"number": 3},
        {"number": 4, "assured_date": "2026-06-20"},
    )
    group_says_changed(club, entry(club, 2), "x", at=at)
    told = {kind: count for _, _, kind, count, *_ in freshness_rows(club, at=at)}
    assert told["entries shown"] == "4"
    assert told["percent checked in the last 6 months"] == "50"
    assert told["entries overdue for a check"] == "1"
    assert told["tasks open"] == "1"
