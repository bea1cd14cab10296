"""Texts on our own account: STOP, what is not safe, and reports that come late."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from conversation.delivery import RING_THEM, came_to, forget_reports, record_status
from conversation.desk import Desk
from conversation.outbox import is_stopped, queue_text, start_texts, stop_texts
from people.contact import MOBILE, add_contact, person_of
from referrals.queue import Reasons, open_referral
from storage.tables.conversations import Conversation
from storage.tables.outbox import DeliveryReport
from tests.conversation.conftest import Chat
from tests.people import SUE


@pytest.fixture
def session(chat: Chat, desk: Desk) -> Iterator[Session]:  # the chat is the text's thread
    with desk.sessions() as opened:
        yield opened


def text_to_sue(session: Session, chat: Chat, at: datetime) -> str:
    row = queue_text(
        session,
        conversation_id=chat.conversation_id,
        number=SUE.mobile,
        text="We\u2019ll ring you tomorrow \u2013 Ruth",
        purpose="coordinator",
        at=at,
    )
    row.provider_id = "SM1"
    return row.state


def test_a_text_waits_and_is_made_plain(session: Session, chat: Chat, now: datetime) -> None:
    assert text_to_sue(session, chat, now) == "waiting"
    row = record_status(session, provider_id="SM1", status="sent", at=now)
    assert row is not None
    assert (row.text, row.segments) == ("We'll ring you tomorrow - Ruth", 1)


def test_a_number_that_said_stop_gets_none_until_start(
    session: Session, chat: Chat, now: datetime
) -> None:
    stop_texts(session, SUE.mobile, at=now)
    assert is_stopped(session, SUE.mobile)
    assert text_to_sue(session, chat, now) == "stopped"
    start_texts(session, SUE.mobile, at=now)
    assert not is_stopped(session, SUE.mobile)


def test_a_number_that_is_not_safe_gets_none(session: Session, chat: Chat, now: datetime) -> None:
    conversation = session.get_one(Conversation, chat.conversation_id)
    person = person_of(session, conversation, at=now)
    add_contact(session, person, kind=MOBILE, value=SUE.mobile, at=now).safe_to_text = False
    session.flush()
    assert text_to_sue(session, chat, now) == "stopped"


def test_a_late_report_does_not_undo_a_later_state(
    session: Session, chat: Chat, now: datetime
) -> None:
    text_to_sue(session, chat, now)
    record_status(session, provider_id="SM1", status="delivered", at=now)
    row = record_status(session, provider_id="SM1", status="sent", at=now)
    assert row is not None
    assert row.state == "delivered"


def test_a_report_that_overtakes_the_senders_commit_is_kept_and_applied(
    session: Session, chat: Chat, now: datetime
) -> None:
    record_status(session, provider_id="SM2", status="undelivered", error="30003", at=now)
    record_status(session, provider_id="SM2", status="sent", at=now)
    row = queue_text(
        session,
        conversation_id=chat.conversation_id,
        number=SUE.mobile,
        text="Are you in?",
        purpose="coordinator",
        at=now,
    )
    came_to(session, row, provider_id="SM2", status="sent")
    assert (row.state, row.error) == ("undelivered", "30003")
    session.flush()
    assert session.scalars(select(DeliveryReport)).all() == []


def test_a_report_for_which_no_text_came_is_forgotten_after_a_day(
    session: Session, now: datetime
) -> None:
    record_status(session, provider_id="SM9", status="delivered", at=now)
    forget_reports(session, at=now + timedelta(hours=23))
    assert len(session.scalars(select(DeliveryReport)).all()) == 1
    forget_reports(session, at=now + timedelta(hours=25))
    assert session.scalars(select(DeliveryReport)).all() == []


def test_a_text_that_did_not_arrive_asks_whoever_has_the_referral_to_ring(
    session: Session, chat: Chat, now: datetime
) -> None:
    conversation = session.get_one(Conversation, chat.conversation_id)
    why = Reasons("coordinator", "They asked for a person.")
    referral = open_referral(session, conversation=conversation, why=why, at=now)
    text_to_sue(session, chat, now)
    record_status(session, provider_id="SM1", status="undelivered", error="30003", at=now)
    assert RING_THEM in referral.reasons


def test_a_report_for_a_text_of_somebody_else_changes_nothing(
    session: Session, now: datetime
) -> None:
    assert record_status(session, provider_id="SM9", status="sent", at=now) is None
