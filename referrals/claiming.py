"""Claims: one coordinator takes a resident on, and two never do."""

import uuid
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from referrals.alerts import QUEUE_TOPIC
from referrals.audit import record
from referrals.errors import AlreadyClaimed, AlreadyClosed, NoSuchReferral, NotHolder
from referrals.queue import open_referral_of
from storage.live import tell
from storage.tables.conversations import Conversation
from storage.tables.referrals import Referral
from storage.tables.staff import StaffMember


def claim(session: Session, referral_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> Referral:
    """Take a referral on. Raises AlreadyClaimed with the name of who was faster.

    The database decides: of two updates that ask for an unclaimed row, the second finds none.
    Claiming one's own referral again changes nothing.
    """
    won = session.execute(
        update(Referral)
        .where(
            Referral.id == referral_id,
            Referral.claimed_by.is_(None),
            Referral.closed_at.is_(None),
        )
        .values(claimed_by=by, claimed_at=at)
        .returning(Referral.id)
    ).one_or_none()
    referral = read_referral(session, referral_id, fresh=True)
    if won is None:
        _explain(session, referral, by)
        return referral
    record(session, by=by, act="claimed", subject="referral", subject_id=referral_id, at=at)
    tell(session, QUEUE_TOPIC, kind="referral", referral=str(referral_id))
    return referral


def hand_back(
    session: Session,
    referral_id: uuid.UUID,
    *,
    by: uuid.UUID,
    at: datetime,
    may_release_others: bool = False,
) -> Referral:
    """Put a claimed referral back into the queue at its old place; nothing is left with nobody.

    Raises NotHolder unless ``by`` holds it, or is a lead who releases it for somebody away.
    """
    referral = read_referral(session, referral_id, fresh=True)
    if referral.closed_at is not None:
        raise AlreadyClosed
    if referral.claimed_by is None:
        return referral
    if referral.claimed_by != by and not may_release_others:
        raise NotHolder
    referral.claimed_by = referral.claimed_at = None
    record(session, by=by, act="unclaimed", subject="referral", subject_id=referral_id, at=at)
    tell(session, QUEUE_TOPIC, kind="referral", referral=str(referral_id))
    return referral


def require_holder(session: Session, referral_id: uuid.UUID, *, by: uuid.UUID) -> Referral:
    """Return a referral that ``by`` holds, locked.

    Raises AlreadyClaimed, AlreadyClosed and NotHolder.
    """
    referral = read_referral(session, referral_id, fresh=True)
    _explain(session, referral, by)
    if referral.claimed_by is None:
        raise NotHolder
    return referral


def holds_thread(session: Session, conversation_id: uuid.UUID, *, by: uuid.UUID | None) -> bool:
    """Tell whether ``by`` answers in this conversation now. Raises NoSuchReferral."""
    conversation = session.get(Conversation, conversation_id)
    if conversation is None:
        raise NoSuchReferral
    return by is not None and (conversation.owner, conversation.owner_id) == ("coordinator", by)


def current_referral(session: Session, conversation_id: uuid.UUID) -> Referral:
    """Return a conversation's open referral. Raises NoSuchReferral when there is none."""
    referral = open_referral_of(session, conversation_id)
    if referral is None:
        raise NoSuchReferral
    return referral


def read_referral(session: Session, referral_id: uuid.UUID, *, fresh: bool = False) -> Referral:
    """Return a referral; ``fresh`` reads it again and locks it until the commit."""
    query = select(Referral).where(Referral.id == referral_id)
    if fresh:
        query = query.with_for_update().execution_options(populate_existing=True)
    referral = session.scalars(query).one_or_none()
    if referral is None:
        raise NoSuchReferral
    return referral


def name_of(session: Session, staff_id: uuid.UUID | None) -> str:
    """Return a colleague's name, empty for nobody."""
    member = session.get(StaffMember, staff_id) if staff_id else None
    return member.name if member else ""


def _explain(session: Session, referral: Referral, by: uuid.UUID) -> None:
    if referral.closed_at is not None:
        raise AlreadyClosed
    if referral.claimed_by not in (None, by):
        raise AlreadyClaimed(name_of(session, referral.claimed_by))
