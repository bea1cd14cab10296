"""Texts on our own account: whether one may go out, and what became of it."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from language.phone_number import is_mobile
from language.segments import plain, segments
from referrals.safe_contact import safe_way_to
from storage.live import tell
from storage.tables.conversations import Conversation
from storage.tables.outbox import OutgoingText, TextStop
from storage.tables.people import ContactPoint

RANK = {
    "waiting": 0, "sending": 1, "unknown": 2, "sent": 3, "undelivered": 4, "delivered": 5,
    "failed": 5, "stopped": 5,
}  # fmt: skip
"""A status that comes late never undoes one of a higher rank."""

STAFF_ALERT = "staff_alert"
"""Purpose of a text to a colleague. Neither STOP nor quiet hours nor a resident's hold keep it."""

ANSWERS_FOR = timedelta(minutes=10)
"""So long after a resident's text a coordinator's words are an answer and no text of our own."""

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


def why_not(session: Session, text: OutgoingText, *, at: datetime) -> str | None:
    """Say why a text must not go out now; None when it may. Asked again when it is sent."""
    if text.purpose == STAFF_ALERT:
        return None
    if is_stopped(session, text.number):
        return STOPPED
    if not is_mobile(text.number) and not _has_texted(session, text.number):
        return LANDLINE
    if _is_held(session, text, at):
        return HELD
    return UNSAFE if _is_not_safe(session, text.number) else None


def record_status(
    session: Session, *, provider_id: str, status: str, at: datetime, error: str | None = None
) -> OutgoingText | None:
    """Apply a delivery report by rank; one for a text that is not ours changes nothing.

    ``status`` is Twilio's word; those that say less than we know (queued) are passed over.
    """
    row = session.scalars(
        select(OutgoingText).where(OutgoingText.provider_id == provider_id).with_for_update()
    ).one_or_none()
    if row is not None and RANK.get(status, -1) > RANK[row.state]:
        row.state, row.state_at, row.error = status, at, error
        tell(session, "queue", kind="text", text=row.id)
    return row


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
    tell(session, "outbox", text=row.id)
    return row


def _is_held(session: Session, text: OutgoingText, at: datetime) -> bool:
    """Tell whether suspected abuse keeps a text back; an answer in a running exchange goes out."""
    way = safe_way_to(session, conversation_id=text.conversation_id, number=text.number)
    if way is None or way.may_text:
        return False
    thread = session.get(Conversation, text.conversation_id) if text.conversation_id else None
    is_exchange = (
        text.purpose == "coordinator"
        and thread is not None
        and thread.sender == text.number
        and thread.last_heard_at is not None
        and at - thread.last_heard_at <= ANSWERS_FOR
    )
    return not is_exchange


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
