"""Writes down who looked at a resident's page or at the queue."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from referrals.audit import record
from storage.tables.referrals import AuditLine

STILL_LOOKING = timedelta(minutes=15)
"""Within this time a page that brings itself up to date is the same look, not another."""

SEEN = "seen"


def record_seen(
    session: Session,
    *,
    subject: str,
    subject_id: uuid.UUID | str,
    by: uuid.UUID,
    at: datetime,
    by_itself: bool = False,
) -> None:
    """Record a look. ``by_itself`` is a page's own update: only new when the look is long ago."""
    if by_itself and _is_looking(session, subject, str(subject_id), by, at):
        return
    record(session, by=by, act=SEEN, subject=subject, subject_id=subject_id, at=at)


def _is_looking(
    session: Session, subject: str, subject_id: str, by: uuid.UUID, at: datetime
) -> bool:
    query = select(AuditLine.id).where(
        AuditLine.subject == subject,
        AuditLine.subject_id == subject_id,
        AuditLine.by == str(by),
        AuditLine.act == SEEN,
        AuditLine.at > at - STILL_LOOKING,
    )
    return session.scalar(query.limit(1)) is not None
