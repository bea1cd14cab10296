"""Writes what was done to an entry into the audit, in the same transaction as the act.

The same line as referrals.audit.record writes: that desk stands above this one.
"""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from storage.tables.referrals import AuditLine

DOORSTEP, GROUP = "doorstep", "group"
"""Who did it, besides a member of staff's id."""


def record_entry_act(
    session: Session,
    act: str,
    service_id: uuid.UUID,
    *,
    by: uuid.UUID | str,
    at: datetime,
    **details: str | int | bool | None,
) -> None:
    """Add an audit line about an entry. ``details`` hold ids and states, never words or numbers."""
    line = AuditLine(
        by=str(by), act=act, subject="service", subject_id=str(service_id), at=at, details=details
    )
    session.add(line)
