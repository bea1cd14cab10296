"""Promises whose time is over: written down once, and shown in the console."""

from datetime import datetime

from sqlalchemy import String, cast, select
from sqlalchemy.orm import Session

from referrals.alerts import QUEUE_TOPIC
from referrals.audit import DOORSTEP, record
from storage.live import tell
from storage.tables.referrals import AuditLine, Promise

OVERDUE = "promise_overdue"


def note_overdue_promises(session: Session, *, at: datetime) -> int:
    """Write each promise that was not kept in time into the audit once; return how many are new."""
    late = _newly_overdue(session, at=at)
    for promise in late:
        record(session, by=DOORSTEP, act=OVERDUE, subject="promise", subject_id=promise.id, at=at)
    if late:
        tell(session, QUEUE_TOPIC, kind="promise")
    return len(late)


def _newly_overdue(session: Session, *, at: datetime) -> list[Promise]:
    is_noted = (
        select(AuditLine.id)
        .where(
            AuditLine.subject == "promise",
            AuditLine.subject_id == cast(Promise.id, String),
            AuditLine.act == OVERDUE,
        )
        .exists()
    )
    query = (
        select(Promise)
        .where(
            Promise.due_at < at,
            Promise.kept_at.is_(None),
            Promise.replaced_at.is_(None),
            ~is_noted,
        )
        .order_by(Promise.due_at, Promise.id)
        .with_for_update(skip_locked=True)
    )
    return list(session.scalars(query))
