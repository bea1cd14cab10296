"""Texts on our own account: whether one may go out, and what became of it."""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from language.segments import plain, segments
from storage.live import tell
from storage.tables.outbox import OutgoingText, TextStop
from storage.tables.people import ContactPoint

RANK = {
    "waiting": 0, "sending": 1, "unknown": 2, "sent": 3, "undelivered": 4, "delivered": 5,
    "failed": 5, "stopped": 5,
}  # fmt: skip
"""A status that comes late never undoes one of a higher rank."""


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
    """Store a text to send, or, after STOP or a 'not safe', one that is visibly not sent."""
    may_send = not is_stopped(session, number) and not _is_not_safe(session, number)
    words = plain(text)
    row = OutgoingText(
        conversation_id=conversation_id,
        message_id=message_id,
        number=number,
        text=words,
        purpose=purpose,
        segments=segments(words),
        state="waiting" if may_send else "stopped",
        created_at=at,
        try_after=at,
        state_at=at,
    )
    session.add(row)
    session.flush()
    tell(session, "outbox", text=row.id)
    return row


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


def _is_not_safe(session: Session, number: str) -> bool:
    query = select(ContactPoint.id).where(
        ContactPoint.value == number, ContactPoint.safe_to_text.is_(False)
    )
    return session.scalar(query.limit(1)) is not None
