"""What residents told is erased 12 months after they were last here, and not before."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from conversation.retention import forget_unused
from people.contact import add_contact, person_of
from people.erase import ERASED
from storage.tables.conversations import Conversation, Message
from storage.tables.people import ContactPoint, NetworkMember, Person, StoryNote
from storage.tables.referrals import AuditLine
from tests.referrals import scene

A_YEAR = timedelta(days=365)
A_DAY = timedelta(days=1)


def joan(session: Session, at: datetime, *, last_heard_at: datetime | None = None) -> Conversation:
    """Joan wrote once, and gave her number."""
    thread = scene.conversation(session, at, channel="sms", sender="+447700900123")
    thread.last_heard_at = last_heard_at or at
    scene.says(session, thread, "I miss singing", at)
    add_contact(
        session,
        person_of(session, thread, at=at),
        kind="mobile",
        value="+447700900123",
        at=at,
    )
    session.flush()
    return thread


def words(session: Session, thread: Conversation) -> list[str]:
    return list(session.scalars(select(Message.text).where(Message.conversation_id == thread.id)))


def test_a_year_after_the_last_word_all_is_erased_and_that_is_written_down(
    session: Session, now: datetime
) -> None:
    thread = joan(session, now)
    assert forget_unused(session, at=now + A_YEAR + A_DAY) == 1
    session.flush()
    session.expire_all()
    assert words(session, thread) == [ERASED]
    assert (thread.sender, thread.person_id) == (None, None)
    for table in (ContactPoint, StoryNote, NetworkMember):
        assert session.scalars(select(table)).all() == []
    assert session.scalars(select(Person.name)).one() is None
    line = session.scalars(select(AuditLine).where(AuditLine.act == "erased")).one()
    assert (line.by, line.subject_id) == ("doorstep", str(thread.id))


def test_nothing_is_erased_before_a_year_is_over(session: Session, now: datetime) -> None:
    thread = joan(session, now)
    assert forget_unused(session, at=now + A_YEAR - A_DAY) == 0
    assert words(session, thread) == ["I miss singing"]


def test_the_year_begins_with_the_last_word_and_not_with_the_first(
    session: Session, now: datetime
) -> None:
    joan(session, now, last_heard_at=now + A_DAY * 30)
    assert forget_unused(session, at=now + A_YEAR + A_DAY) == 0
    assert forget_unused(session, at=now + A_YEAR + A_DAY * 31) == 1


def test_a_chat_that_was_opened_and_never_used_goes_too(session: Session, now: datetime) -> None:
    thread = scene.conversation(session, now)
    thread.last_heard_at = None
    scene.says(session, thread, "What matters to you?", now, sent_by="assistant")
    assert forget_unused(session, at=now + A_YEAR + A_DAY) == 1


def test_what_is_erased_is_not_erased_again(session: Session, now: datetime) -> None:
    joan(session, now)
    later = now + A_YEAR + A_DAY
    assert [forget_unused(session, at=later), forget_unused(session, at=later)] == [1, 0]


def test_nobody_is_forgotten_while_a_person_works_for_them(session: Session, now: datetime) -> None:
    referral = scene.referral(session, now, thread=joan(session, now), route="offer")
    later = now + A_YEAR + A_DAY
    assert forget_unused(session, at=later) == 0
    referral.closed_at = later
    session.flush()
    assert forget_unused(session, at=later) == 1


def test_nobody_is_forgotten_while_an_alert_is_open(session: Session, now: datetime) -> None:
    thread = joan(session, now)
    alert = scene.alert(session, thread, scene.says(session, thread, "my chest hurts", now), now)
    later = now + A_YEAR + A_DAY
    assert forget_unused(session, at=later) == 0
    alert.handled_at = later
    session.flush()
    assert forget_unused(session, at=later) == 1


def test_an_old_thread_stays_while_its_person_uses_another(session: Session, now: datetime) -> None:
    old, new = joan(session, now), scene.conversation(session, now + A_YEAR)
    new.person_id = old.person_id
    session.flush()
    assert forget_unused(session, at=now + A_YEAR + A_DAY) == 0
    assert forget_unused(session, at=now + 2 * A_YEAR + A_DAY) == 2
