"""A resident's timeline: everything the audit knows of one conversation, in order."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, String, cast, or_, select
from sqlalchemy.orm import Session

from referrals.seen import SEEN
from storage.tables.referrals import AuditLine, CheckIn, Introduction, Promise, Referral
from storage.tables.safety import Alert
from storage.tables.staff import StaffMember


@dataclass(frozen=True)
class Event:
    """Something that was done. ``by`` is a colleague's name, "resident", "group" or "doorstep"."""

    at: datetime
    by: str
    act: str
    details: Mapping[str, Any]


def timeline_of(session: Session, conversation_id: uuid.UUID) -> list[Event]:
    """Return what happened, the newest first, without looks."""
    return _events(session, _about(conversation_id).where(AuditLine.act != SEEN))


def looks_at(session: Session, conversation_id: uuid.UUID) -> list[Event]:
    """Return who looked at the page, the newest first."""
    return _events(session, _about(conversation_id).where(AuditLine.act == SEEN))


def _about(conversation_id: uuid.UUID) -> Select[AuditLine]:
    of_it = or_(
        (AuditLine.subject == "conversation") & (AuditLine.subject_id == str(conversation_id)),
        *(
            (AuditLine.subject == subject)
            & AuditLine.subject_id.in_(
                select(cast(table.id, String)).where(table.conversation_id == conversation_id)
            )
            for subject, table in SUBJECTS.items()
        ),
    )
    return select(AuditLine).where(of_it).order_by(AuditLine.at.desc(), AuditLine.id.desc())


SUBJECTS: Mapping[str, Any] = {
    "referral": Referral,
    "promise": Promise,
    "alert": Alert,
    "introduction": Introduction,
    "check_in": CheckIn,
}
"""Audit subjects that belong to a conversation, with the table that says to which."""


def _events(session: Session, query: Select[AuditLine]) -> list[Event]:
    lines = list(session.scalars(query))
    names = _names(session, {line.by for line in lines})
    return [Event(line.at, names.get(line.by, line.by), line.act, line.details) for line in lines]


def _names(session: Session, actors: Sequence[str] | set[str]) -> dict[str, str]:
    query = select(cast(StaffMember.id, String), StaffMember.name).where(
        cast(StaffMember.id, String).in_(actors)
    )
    return dict(session.execute(query).all())
