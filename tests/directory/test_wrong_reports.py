"""Who says that an entry has closed, and when it is enough to hide it."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.freshness import CheckedHow
from directory.freshness_by_group import group_says_right
from directory.freshness_questions import claim_letters
from directory.freshness_tasks import finish_task, open_task_of, open_tasks
from directory.wrong_reports import report_wrong, reporter_key
from people.contact import person_of
from people.erase import erase_conversation
from storage.tables.directory import DirectoryReport
from tests.directory.upkeep import acts, caller, entry, entry_id, load_entries


@pytest.fixture
def clubs(session: Session, tmp_path: Path, now: datetime) -> Session:
    given = [
        {"number": n, "assured_date": "2026-10-05", "phone": "07700 900456"} for n in range(1, 7)
    ]
    load_entries(session, tmp_path, now, *given)
    return session


def says_closed(
    session: Session, at: datetime, sender: str | None = None, *, number: int = 1
) -> None:
    thread = caller(session, at, sender)
    report_wrong(
        session, entry_id(number), what="closed", conversation_id=thread.id,
        channel=thread.channel, at=at,
    )  # fmt: skip


def is_hidden(session: Session, number: int = 1) -> bool:
    return entry(session, number).hidden_at is not None


def test_one_report_opens_a_task_and_hides_nothing(clubs: Session, now: datetime) -> None:
    says_closed(clubs, now, "+447700900111")
    assert not is_hidden(clubs)
    assert [(row.kind, row.reports) for row in open_tasks(clubs)] == [("reported", 1)]


def test_two_people_hide_it_and_the_group_is_asked_at_once(clubs: Session, now: datetime) -> None:
    says_closed(clubs, now, "+447700900111")
    says_closed(clubs, now + timedelta(days=20), "+447700900222")
    assert is_hidden(clubs)
    assert [row.kind for row in open_tasks(clubs)] == ["hidden_after_reports"]
    [letter] = claim_letters(clubs, at=now + timedelta(days=20))
    assert letter.asks[0].why == "reported_closed"
    assert acts(clubs) == [
        "entry_task_opened", "entry_hidden", "group_link_made", "still_right_asked",
    ]  # fmt: skip


def test_the_groups_word_brings_it_back_and_a_person_still_looks(
    clubs: Session, now: datetime
) -> None:
    says_closed(clubs, now, "+447700900111")
    says_closed(clubs, now, "+447700900222")
    group_says_right(clubs, entry(clubs), how=CheckedHow.GROUP_TEXT, at=now)
    assert not is_hidden(clubs)
    task = open_task_of(clubs, entry(clubs).id)
    assert task is not None
    assert task.notes[-1]["words"] == "The group says that everything is right."
    says_closed(clubs, now + timedelta(days=10), "+447700900333")
    assert not is_hidden(clubs)


def test_one_person_is_one_however_often_and_by_whichever_way(
    clubs: Session, now: datetime
) -> None:
    for _ in range(3):
        says_closed(clubs, now, "+447700900111")
    thread, again = caller(clubs, now), caller(clubs, now)
    person = person_of(clubs, thread, at=now)
    again.person_id = person.id
    clubs.flush()
    for one in (thread, again):
        report_wrong(
            clubs, entry_id(2), what="closed", conversation_id=one.id, channel="web", at=now
        )
    key = reporter_key("secret", "203.0.113.7")
    for words in (None, "it is shut", "really"):
        report_wrong(clubs, entry_id(3), what="closed", reporter=key, words=words, at=now)
    for _ in range(2):
        withheld = caller(clubs, now)
        report_wrong(
            clubs, entry_id(4), what="closed", conversation_id=withheld.id, channel="voice", at=now
        )
    assert [is_hidden(clubs, number) for number in (1, 2, 3, 4)] == [False] * 4


def test_two_links_between_three_reports_make_them_one_person(
    clubs: Session, now: datetime
) -> None:
    key = reporter_key("secret", "203.0.113.7")
    thread = caller(clubs, now)
    report_wrong(clubs, entry_id(1), what="closed", reporter=key, channel="web", at=now)
    report_wrong(
        clubs, entry_id(1), what="closed", reporter=key, conversation_id=thread.id,
        channel="web", at=now,
    )  # fmt: skip
    report_wrong(
        clubs, entry_id(1), what="closed", conversation_id=thread.id, words="shut",
        channel="web", at=now,
    )  # fmt: skip
    assert not is_hidden(clubs)


def test_the_same_report_twice_is_kept_once(clubs: Session, now: datetime) -> None:
    key = reporter_key("secret", "203.0.113.7")
    ids = {report_wrong(clubs, entry_id(1), what="full", reporter=key, at=now) for _ in range(3)}
    assert len(ids) == 1


def test_other_reports_never_hide(clubs: Session, now: datetime) -> None:
    for number, what in enumerate(("full", "wrong_time", "wrong_number", "other")):
        thread = caller(clubs, now, f"+4477009001{number:02}")
        report_wrong(
            clubs, entry_id(1), what=what, conversation_id=thread.id, channel="sms", at=now
        )
    assert not is_hidden(clubs)


def test_old_reports_and_those_before_a_check_do_not_count(clubs: Session, now: datetime) -> None:
    says_closed(clubs, now, "+447700900111")
    says_closed(clubs, now + timedelta(days=100), "+447700900222")
    assert not is_hidden(clubs)
    says_closed(clubs, now, "+447700900111", number=2)
    group_says_right(clubs, entry(clubs, 2), how=CheckedHow.GROUP_LINK, at=now + timedelta(days=1))
    says_closed(clubs, now + timedelta(days=20), "+447700900222", number=2)
    assert not is_hidden(clubs, 2)


def test_what_the_group_confirmed_this_week_is_left_to_a_person(
    clubs: Session, now: datetime
) -> None:
    group_says_right(clubs, entry(clubs), how=CheckedHow.GROUP_LINK, at=now)
    says_closed(clubs, now + timedelta(days=2), "+447700900111")
    says_closed(clubs, now + timedelta(days=2), "+447700900222")
    assert not is_hidden(clubs)
    assert [row.reports for row in open_tasks(clubs)] == [2]


def test_a_burst_of_reports_hides_three_entries_a_day_and_the_rest_wait(
    clubs: Session, now: datetime
) -> None:
    for number in range(1, 7):
        says_closed(clubs, now, "+447700900111", number=number)
        says_closed(clubs, now, "+447700900222", number=number)
    assert [is_hidden(clubs, number) for number in range(1, 7)] == [True] * 3 + [False] * 3
    assert len(open_tasks(clubs)) == 6


def test_a_finished_task_handles_the_reports_and_forgets_who_sent_them(
    clubs: Session, now: datetime
) -> None:
    key = reporter_key("secret", "203.0.113.7")
    report_wrong(clubs, entry_id(1), what="closed", reporter=key, at=now)
    task = open_task_of(clubs, entry(clubs).id)
    assert task is not None
    finish_task(clubs, task, outcome="checked", by=None, at=now)
    clubs.expire_all()
    kept = clubs.scalars(select(DirectoryReport)).one()
    assert (kept.handled_at, kept.reporter) == (now, None)


def test_an_erased_residents_words_leave_the_report(clubs: Session, now: datetime) -> None:
    thread = caller(clubs, now, "+447700900111")
    report_wrong(
        clubs, entry_id(1), what="other", words="My sister Ann ran it", conversation_id=thread.id,
        channel="sms", at=now,
    )  # fmt: skip
    erase_conversation(clubs, thread, at=now)
    clubs.expire_all()
    assert clubs.scalars(select(DirectoryReport)).one().words is None


def test_an_address_cannot_be_read_from_a_reporters_key() -> None:
    assert "203.0.113.7" not in reporter_key("secret", "203.0.113.7")
    assert reporter_key("secret", "203.0.113.7") != reporter_key("other", "203.0.113.7")
