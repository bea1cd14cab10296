"""What a resident was told would happen, by whom and by when."""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from referrals.audit import DOORSTEP, record
from referrals.errors import NoSuchReferral
from storage.tables.referrals import Promise


def make_promise(
    session: Session,
    *,
    conversation_id: uuid.UUID,
    what: str,
    who: str,
    due_at: datetime,
    at: datetime,
    by: uuid.UUID | str = DOORSTEP,
    referral_id: uuid.UUID | None = None,
) -> Promise:
    """Store a promise; one that it replaces stays in the record and no longer counts."""
    for old in open_promises(session, conversation_id):
        if old.what == what or (referral_id is not None and old.referral_id == referral_id):
            old.replaced_at = at
    promise = Promise(
        conversation_id=conversation_id,
        referral_id=referral_id,
        what=what,
        who=who,
        due_at=due_at,
        made_at=at,
    )
    session.add(promise)
    session.flush()
    record(session, by=by, act="promise_made", subject="promise", subject_id=promise.id, at=at)
    return promise


def keep_promise(session: Session, promise: Promise, *, by: uuid.UUID, at: datetime) -> None:
    """Mark a promise as kept."""
    promise.kept_at = at
    record(session, by=by, act="promise_kept", subject="promise", subject_id=promise.id, at=at)


def withdraw_promise(session: Session, promise: Promise, *, by: uuid.UUID, at: datetime) -> None:
    """Take back a promise that is no longer needed; it stays in the record as not kept."""
    promise.replaced_at = at
    record(session, by=by, act="promise_withdrawn", subject="promise", subject_id=promise.id, at=at)


def change_due_date(
    session: Session, promise: Promise, *, due_at: datetime, by: uuid.UUID, at: datetime
) -> Promise:
    """Promise the same by another date: the old one stays in the record and no longer counts."""
    promise.replaced_at = at
    session.flush()
    return make_promise(
        session,
        conversation_id=promise.conversation_id,
        referral_id=promise.referral_id,
        what=promise.what,
        who=promise.who,
        due_at=due_at,
        at=at,
        by=by,
    )


def read_promise(session: Session, promise_id: int) -> Promise:
    """Return a promise that still stands, locked. Raises NoSuchReferral for any other."""
    promise = session.get(Promise, promise_id, with_for_update=True)
    if promise is None or promise.kept_at is not None or promise.replaced_at is not None:
        raise NoSuchReferral
    return promise


def promises_of(session: Session, conversation_id: uuid.UUID) -> list[Promise]:
    """Return every promise of a conversation, the oldest first."""
    query = select(Promise).where(Promise.conversation_id == conversation_id).order_by(Promise.id)
    return list(session.scalars(query))


def open_promises(session: Session, conversation_id: uuid.UUID) -> list[Promise]:
    """Return the promises that still stand, the next due first."""
    query = (
        select(Promise)
        .where(
            Promise.conversation_id == conversation_id,
            Promise.kept_at.is_(None),
            Promise.replaced_at.is_(None),
        )
        .order_by(Promise.due_at, Promise.id)
    )
    return list(session.scalars(query))
