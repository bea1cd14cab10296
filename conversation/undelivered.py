"""The worklist of texts that did not arrive: send again, ring instead, or leave it with a note."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from conversation.delivery import NOT_ARRIVED
from conversation.outbox import queue_text, why_not
from conversation.text_times import STAFF_ALERT
from referrals.alerts import QUEUE_TOPIC
from referrals.audit import record
from referrals.errors import NoSuchReferral
from referrals.safe_contact import hold_on
from storage.live import tell
from storage.tables.conversations import Conversation
from storage.tables.outbox import OutgoingText
from storage.tables.people import Person
from storage.tables.safety import ContactHold

AGAIN, RANG, NOTED = "again", "rang", "noted"
"""How a text that did not arrive was settled."""

AT_ONCE = 200
"""Rows that a page shows: the oldest are settled first."""


@dataclass(frozen=True)
class LostText:
    """A text that did not arrive, whose it is, and whether it may be sent again."""

    text: OutgoingText
    conversation: Conversation | None
    name: str
    hold: ContactHold | None
    may_go_again: bool


def lost_texts(session: Session, *, at: datetime) -> list[LostText]:
    """Return the texts that did not arrive and that nobody has settled, the oldest first."""
    rows = session.execute(
        select(OutgoingText, Conversation, Person.name)
        .outerjoin(Conversation, Conversation.id == OutgoingText.conversation_id)
        .outerjoin(Person, Person.id == Conversation.person_id)
        .where(_is_lost())
        .order_by(OutgoingText.state_at, OutgoingText.id)
        .limit(AT_ONCE)
    ).all()
    return [
        LostText(
            text=text,
            conversation=thread,
            name=name or "",
            hold=hold_on(session, thread) if thread else None,
            may_go_again=_may_go_again(session, text, at),
        )
        for text, thread, name in rows
    ]


def count_lost(session: Session) -> int:
    """Count the texts that nobody has settled."""
    return session.scalar(select(func.count()).select_from(OutgoingText).where(_is_lost())) or 0


def waiting_texts(session: Session) -> Sequence[tuple[OutgoingText, Conversation | None]]:
    """Return texts that wait for the morning, their turn or Twilio, by when they go out."""
    rows = session.execute(
        select(OutgoingText, Conversation)
        .outerjoin(Conversation, Conversation.id == OutgoingText.conversation_id)
        .where(OutgoingText.state == "waiting", OutgoingText.error.is_not(None))
        .order_by(OutgoingText.try_after, OutgoingText.id)
        .limit(AT_ONCE)
    )
    return [(text, thread) for text, thread in rows]


def send_again(session: Session, text_id: int, *, by: uuid.UUID, at: datetime) -> bool:
    """Queue the same words again; False when that is not safe, or somebody has settled it."""
    row = _get(session, text_id)
    if row.settled_at is not None or not _may_go_again(session, row, at):
        return False
    if row.conversation_id is None:
        raise NoSuchReferral  # a group's question is asked anew by its own job
    queue_text(
        session,
        conversation_id=row.conversation_id,
        number=row.number,
        text=row.text,
        purpose=row.purpose,
        at=at,
    )
    _settle(session, row, AGAIN, None, by, at)
    return True


def settle_text(
    session: Session, text_id: int, *, how: str, note: str, by: uuid.UUID, at: datetime
) -> bool:
    """Write down that somebody rang, or why nothing is done; False when it was settled before."""
    row = _get(session, text_id)
    if row.settled_at is not None:
        return False
    _settle(session, row, how, note or None, by, at)
    return True


def _is_lost() -> ColumnElement[bool]:
    return (
        OutgoingText.state.in_(NOT_ARRIVED)
        & OutgoingText.settled_at.is_(None)
        & (OutgoingText.purpose != STAFF_ALERT)
        & (OutgoingText.number != "")
    )


def _may_go_again(session: Session, text: OutgoingText, at: datetime) -> bool:
    """Tell whether a text may go again: not while Twilio is asked whether it went out."""
    if text.state == "unknown" or text.conversation_id is None:
        return False
    return why_not(session, text, at=at) is None


def _get(session: Session, text_id: int) -> OutgoingText:
    row = session.get(OutgoingText, text_id, with_for_update=True)
    if row is None or row.purpose == STAFF_ALERT:
        raise NoSuchReferral
    return row


def _settle(
    session: Session, row: OutgoingText, how: str, note: str | None, by: uuid.UUID, at: datetime
) -> None:
    row.settled_how, row.settled_note, row.settled_by, row.settled_at = how, note, by, at
    subject = row.conversation_id or row.id
    kind = "conversation" if row.conversation_id else "text"
    record(session, by=by, act=f"text_{how}", subject=kind, subject_id=subject, at=at, text=row.id)
    tell(session, QUEUE_TOPIC, kind="text", text=row.id)
