"""Writes down who saw or changed what, in the same transaction as the act."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from storage.tables.referrals import AuditLine

RESIDENT = "resident"
DOORSTEP = "doorstep"


def record(
    session: Session,
    *,
    by: uuid.UUID | str,
    act: str,
    subject: str,
    subject_id: uuid.UUID | int | str,
    at: datetime,
    **details: str | int | bool | None,
) -> None:
    """Add an audit line. ``details`` hold ids and states, never a name, number or words."""
    session.add(
        AuditLine(
            by=str(by), act=act, subject=subject, subject_id=str(subject_id), at=at, details=details
        )
    )
