"""Texts on our own account: whether one may go out, and who asked for none."""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from conversation.delivery import tell_of_text
from conversation.text_times import ANSWERS_FOR, BY_COORDINATOR, STAFF_ALERT, is_answer
from directory.availability_texts import TO_GROUP
from language.phone_number import is_mobile
from language.segments import plain, segments
from referrals.safe_contact import safe_way_to
from storage.live import tell
from storage.tables.conversations import Conversation
from storage.tables.outbox import OutgoingText, TextStop
from storage.tables.people import ContactPoint

OUTBOX_TOPIC = "outbox"
"""On it the worker hears of a text to send."""

HELD, LANDLINE, UNSAFE, STOPPED = "no safe way", "landline", "not safe", "STOP"
"""Why a text is not sent, in the outbox's column ``error``."""


def queue_text(
    session: Session,
    *,
    conversation_id: uuid.UUID,
    number: str,
    text: str,
    purpose: str,
    at: datetime,
    message_id: int | None = None,
) -> OutgoingText:
    """Store a text to send, or one that is visibly not sent: STOP, not safe, a landline."""
    row = _row(number, text, purpose=purpose, at=at)
    row.conversation_id, row.message_id = conversation_id, message_id
    row.error = why_not(session, row, at=at)
    row.state = "stopped" if row.error else "waiting"
    return _keep(session, row)


def queue_staff_text(session: Session, *, number: str, text: str, at: datetime) -> OutgoingText:
    """Store a text to a colleague's mobile. It belongs to no resident and nothing holds it."""
    return _keep(session, _row(number, text, purpose=STAFF_ALERT, at=at))


def queue_group_text(session: Session, *, number: str, text: str, at: datetime) -> OutgoingText:
    """Store a text to a group about its own entry. It belongs to no resident's conversation."""
    row = _row(number, text, purpose=TO_GROUP, at=at)
    row.error = why_not(session, row, at=at)
    row.state = "stopped" if row.error else "waiting"
    return _keep(session, row)


def why_not(session: Session, text: OutgoingText, *, at: datetime) -> str | None:
    """Say why a text must not go out now; None when it may. Asked again when it is sent."""
    if text.purpose == STAFF_ALERT:
        return None
    if is_stopped(session, text.number) and not _has_asked_since(session, text):
        return STOPPED
    if not is_mobile(text.number) and not _has_texted(session, text.number):
        return LANDLINE
    if _is_held(session, text, at):
        return HELD
    return UNSAFE if _is_not_safe(session, text.number) else None


def stop_texts(session: Session, number: str, *, at: datetime) -> None:
    """Stop texts on our own account; answers to what the resident texts still come."""
    row = insert(TextStop).values(number=number, stopped_at=at, started_at=None)
    session.execute(
        row.on_conflict_do_update(
            index_elements=["number"], set_={"stopped_at": at, "started_at": None}
        )
    )


def start_texts(session: Session, number: str, *, at: datetime) -> None:
    """End a stop."""
    stop = session.get(TextStop, number)
    if stop is not None:
        stop.started_at = at


def is_stopped(session: Session, number: str) -> bool:
    """Tell whether a number asked for no texts."""
    stop = session.get(TextStop, number)
    return stop is not None and stop.started_at is None


def _row(number: str, text: str, *, purpose: str, at: datetime) -> OutgoingText:
    words = plain(text)
    return OutgoingText(
        number=number,
        text=words,
        purpose=purpose,
        segments=segments(words),
        state="waiting",
        created_at=at,
        try_after=at,
        state_at=at,
    )


def _keep(session: Session, row: OutgoingText) -> OutgoingText:
    session.add(row)
    session.flush()
    if row.state == "waiting":
        tell(session, OUTBOX_TOPIC, text=row.id)
    else:
        tell_of_text(session, row)
    return row


def _is_held(session: Session, text: OutgoingText, at: datetime) -> bool:
    """Tell whether suspected abuse keeps a text back; an answer in a running exchange goes out."""
    way = safe_way_to(session, conversation_id=text.conversation_id, number=text.number)
    if way is None or way.may_text:
        return False
    thread = session.get(Conversation, text.conversation_id) if text.conversation_id else None
    is_exchange = (
        text.purpose == BY_COORDINATOR
        and thread is not None
        and thread.sender == text.number
        and thread.last_heard_at is not None
        and at - thread.last_heard_at <= ANSWERS_FOR
    )
    return not is_exchange


def _has_asked_since(session: Session, text: OutgoingText) -> bool:
    """Tell whether a text answers words that came after STOP."""
    stop = session.get_one(TextStop, text.number)
    thread = session.get(Conversation, text.conversation_id) if text.conversation_id else None
    heard_at = thread.last_heard_at if thread else None
    is_after = heard_at is not None and heard_at > stop.stopped_at
    return is_after and is_answer(session, text)


def _has_texted(session: Session, number: str) -> bool:
    """Tell whether a number has texted us: then it is no landline, wherever it is from."""
    return (
        session.scalar(select(Conversation.id).where(Conversation.sender == number).limit(1))
        is not None
    )


def _is_not_safe(session: Session, number: str) -> bool:
    query = select(ContactPoint.id).where(
        ContactPoint.value == number, ContactPoint.safe_to_text.is_(False)
    )
    return session.scalar(query.limit(1)) is not None
