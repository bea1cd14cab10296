"""How long we keep what residents told us: 12 months after they last used Doorstep."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased

from people.erase import ERASED, erase_conversation
from referrals.audit import DOORSTEP, record
from storage.tables.conversations import Conversation, Message
from storage.tables.referrals import Referral
from storage.tables.safety import Alert

KEPT_FOR = timedelta(days=365)
"""The 12 months of the privacy page and of the question for consent."""

AT_ONCE = 1000
"""Conversations that one night erases; a transaction must not run for hours."""


def forget_unused(session: Session, *, at: datetime) -> int:
    """Erase conversations unused for 12 months, and return how many.

    Not while somebody works for the resident (an open referral or alert), and not while the same
    person still uses another thread: the time runs from their last use of Doorstep.
    """
    last = at - KEPT_FOR
    due = session.scalars(
        select(Conversation)
        .where(
            _last_used(Conversation) < last,
            _holds_something(),
            ~_is_worked_on(),
            ~_is_here_elsewhere(last),
        )
        .order_by(Conversation.opened_at, Conversation.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    for conversation in due:
        erase_conversation(session, conversation, at=at)
        record(
            session,
            by=DOORSTEP,
            act="erased",
            subject="conversation",
            subject_id=conversation.id,
            at=at,
            after_days=KEPT_FOR.days,
        )
    return len(due)


def _last_used(thread: type[Conversation]) -> ColumnElement[datetime]:
    return func.coalesce(thread.last_heard_at, thread.opened_at)


def _holds_something() -> ColumnElement[bool]:
    """Tell whether a thread is not erased yet."""
    words = select(Message.id).where(
        Message.conversation_id == Conversation.id, Message.text != ERASED
    )
    return or_(
        words.exists(), Conversation.person_id.is_not(None), Conversation.sender.is_not(None)
    )


def _is_worked_on() -> ColumnElement[bool]:
    referral = select(Referral.id).where(
        Referral.conversation_id == Conversation.id, Referral.closed_at.is_(None)
    )
    alert = select(Alert.id).where(
        Alert.conversation_id == Conversation.id, Alert.handled_at.is_(None)
    )
    return or_(referral.exists(), alert.exists())


def _is_here_elsewhere(last: datetime) -> ColumnElement[bool]:
    """Tell whether the thread's person has used another thread since, or is worked for there."""
    other = aliased(Conversation)
    referral = select(Referral.id).where(
        Referral.conversation_id == other.id, Referral.closed_at.is_(None)
    )
    return (
        select(other.id)
        .where(
            other.person_id == Conversation.person_id,
            other.id != Conversation.id,
            or_(_last_used(other) >= last, referral.exists()),
        )
        .exists()
    )
