"""Asks a resident how it went, in their own thread and, where that is safe, by text."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from conversation.message import Channel, Owner
from conversation.outbox import queue_text
from conversation.thread import say
from conversation.words import Words
from council import Council
from referrals.audit import DOORSTEP, record
from referrals.check_ins import due_check_ins
from referrals.hours import is_working_time
from storage.tables.conversations import Conversation
from storage.tables.people import ContactPoint
from storage.tables.referrals import CheckIn

FEEDBACK = "feedback"


def ask_due_check_ins(session: Session, *, words: Words, council: Council, at: datetime) -> int:
    """Ask everybody whose check-in is due, and return how many; only while somebody is at work.

    A thread that a coordinator holds waits: two people asking at once is one too many.
    """
    if not is_working_time(council, at):
        return 0
    asked = 0
    for check_in in due_check_ins(session, at=at):
        conversation = session.get(Conversation, check_in.conversation_id, with_for_update=True)
        if conversation is not None and conversation.owner != Owner.COORDINATOR:
            _ask(session, conversation, check_in, words, at)
            asked += 1
    return asked


def _ask(
    session: Session, conversation: Conversation, check_in: CheckIn, words: Words, at: datetime
) -> None:
    if conversation.owner == Owner.CLOSED:
        conversation.owner, conversation.closed_at = Owner.ASSISTANT, None
    number = _number_to_text(session, conversation)
    channel = Channel.SMS if number else Channel.WEB
    question = words.say("utter_ask_feedback", channel)
    conversation.expects = FEEDBACK
    [message] = say(session, conversation, [question], at=at, channel=channel)
    if number:
        queue_text(
            session,
            conversation_id=conversation.id,
            number=number,
            text=question.text,
            purpose="check_in",
            message_id=message.id,
            at=at,
        )
    check_in.asked_at = at
    record(session, by=DOORSTEP, act="check_in", subject="check_in", subject_id=check_in.id, at=at)


def _number_to_text(session: Session, conversation: Conversation) -> str | None:
    """Return the number a resident texts from, or one that they called safe to text."""
    if conversation.channel == Channel.SMS:
        return conversation.sender
    query = (
        select(ContactPoint.value)
        .where(
            ContactPoint.person_id == conversation.person_id,
            ContactPoint.kind == "mobile",
            ContactPoint.safe_to_text.is_(True),
            ContactPoint.withdrawn_at.is_(None),
        )
        .order_by(ContactPoint.id.desc())
    )
    return session.scalars(query.limit(1)).first()
