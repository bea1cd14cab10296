"""Alerts: danger that a person must act on now."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from referrals.audit import DOORSTEP, record
from referrals.errors import NoSuchReferral
from storage.live import tell
from storage.tables.safety import Alert, SafetyFlag

QUEUE_TOPIC = "queue"
"""The topic on which consoles hear that referrals or alerts changed."""

ALERT_TOPIC = "alerts"
"""The topic on which the worker hears that somebody must be told."""

DRILL = "DRILL: a test alert. Nobody is in danger."
"""The reason of a drill, as the console shows it."""


@dataclass(frozen=True)
class Noticed:
    """What the screen found, as it is kept: rule ids, words and version for whoever acts on it."""

    level: str
    categories: Sequence[str]
    matches: Sequence[dict[str, str]]
    version: str
    reason: str


def store_flag(
    session: Session,
    noticed: Noticed,
    *,
    conversation_id: uuid.UUID,
    message_id: int,
    at: datetime,
) -> SafetyFlag:
    """Keep what the screen found beside its message, in the message's own transaction."""
    flag = SafetyFlag(
        conversation_id=conversation_id,
        message_id=message_id,
        level=noticed.level,
        categories=list(noticed.categories),
        matches=[dict(match) for match in noticed.matches],
        version=noticed.version,
        at=at,
    )
    session.add(flag)
    session.flush()
    return flag


def raise_alert(session: Session, flag: SafetyFlag, *, reason: str, at: datetime) -> Alert:
    """Alert a person in the flag's transaction, and tell every open console when it commits."""
    alert = Alert(
        conversation_id=flag.conversation_id,
        flag_id=flag.id,
        level=flag.level,
        reason=reason,
        raised_at=at,
    )
    session.add(alert)
    session.flush()
    record(session, by=DOORSTEP, act="alert_raised", subject="alert", subject_id=alert.id, at=at)
    _tell(session, alert)
    return alert


def raise_drill(session: Session, *, by: uuid.UUID | str, at: datetime) -> Alert:
    """Raise a test alert that goes through every step at once. It belongs to no resident."""
    alert = Alert(is_drill=True, level="immediate", reason=DRILL, raised_at=at)
    session.add(alert)
    session.flush()
    record(session, by=by, act="drill_started", subject="alert", subject_id=alert.id, at=at)
    _tell(session, alert)
    return alert


def _tell(session: Session, alert: Alert) -> None:
    tell(session, QUEUE_TOPIC, kind="alert", alert=str(alert.id))
    tell(session, ALERT_TOPIC, alert=str(alert.id))


def acknowledge_alert(session: Session, alert: Alert, *, by: uuid.UUID, at: datetime) -> None:
    """Record who took the alert up. The first one counts; a second changes nothing."""
    if alert.acknowledged_at is not None:
        return
    alert.acknowledged_at, alert.acknowledged_by = at, by
    record(session, by=by, act="alert_acknowledged", subject="alert", subject_id=alert.id, at=at)
    tell(session, QUEUE_TOPIC, kind="alert", alert=str(alert.id))


def handle_alert(session: Session, alert: Alert, *, note: str, by: uuid.UUID, at: datetime) -> None:
    """Record that the danger was dealt with and how."""
    acknowledge_alert(session, alert, by=by, at=at)
    alert.handled_at, alert.handled_by, alert.note = at, by, note
    record(session, by=by, act="alert_handled", subject="alert", subject_id=alert.id, at=at)
    tell(session, QUEUE_TOPIC, kind="alert", alert=str(alert.id))


def read_alert(session: Session, alert_id: uuid.UUID) -> Alert:
    """Return an alert, locked until the commit. Raises NoSuchReferral for an unknown id."""
    alert = session.get(Alert, alert_id, with_for_update=True)
    if alert is None:
        raise NoSuchReferral
    return alert


def has_open_alert(session: Session, conversation_id: uuid.UUID) -> bool:
    """Tell whether a person has been called because of danger and has not dealt with it yet."""
    query = select(Alert.id).where(
        Alert.conversation_id == conversation_id, Alert.handled_at.is_(None)
    )
    return session.scalar(query.limit(1)) is not None


def open_alerts(session: Session) -> list[Alert]:
    """Return the alerts that are not handled yet, the newest first."""
    query = (
        select(Alert).where(Alert.handled_at.is_(None)).order_by(Alert.raised_at.desc(), Alert.id)
    )
    return list(session.scalars(query))
