"""Outcomes: how a referral ends, and that nothing promised or dangerous is closed over."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from referrals.alerts import QUEUE_TOPIC
from referrals.audit import record
from referrals.claiming import require_holder
from referrals.errors import AlertsOpen, OutcomeNeedsNote, PromisesOpen, UnknownOutcome
from referrals.promises import keep_promise, open_promises, withdraw_promise
from storage.live import tell
from storage.tables.referrals import Promise, Referral
from storage.tables.safety import Alert


@dataclass(frozen=True)
class Outcome:
    """One way for a referral to end, in the coordinators' words."""

    id: str
    words: str
    note: bool = False


class PromiseEnd(StrEnum):
    """What became of a promise when its referral closed."""

    KEPT = "kept"
    NOT_NEEDED = "not_needed"


@cache
def outcomes() -> Mapping[str, Outcome]:
    """Return the outcomes by id, in the order in which they are offered."""
    path = Path(__file__).with_name("outcomes.yml")
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))["outcomes"]
    return {entry["id"]: Outcome(**entry) for entry in entries}


def close_referral(
    session: Session,
    referral_id: uuid.UUID,
    *,
    outcome: str,
    note: str = "",
    promises: Mapping[int, PromiseEnd | str] | None = None,
    by: uuid.UUID,
    at: datetime,
) -> Referral:
    """Close a referral that ``by`` holds. ``promises`` says what became of each open promise.

    Raises UnknownOutcome, OutcomeNeedsNote, AlertsOpen, PromisesOpen, and claiming's errors.
    """
    ending = outcomes().get(outcome)
    if ending is None:
        raise UnknownOutcome(outcome)
    if ending.note and not note.strip():
        raise OutcomeNeedsNote(outcome)
    referral = require_holder(session, referral_id, by=by)
    if has_open_alerts(session, referral.conversation_id):
        raise AlertsOpen
    _end_promises(session, referral.conversation_id, promises or {}, by, at)
    referral.closed_at, referral.outcome = at, outcome
    referral.outcome_note = note.strip() or None
    record(
        session,
        by=by,
        act="referral_closed",
        subject="referral",
        subject_id=referral.id,
        at=at,
        outcome=outcome,
    )
    tell(session, QUEUE_TOPIC, kind="referral", referral=str(referral.id))
    return referral


def has_open_alerts(session: Session, conversation_id: uuid.UUID) -> bool:
    """Tell whether danger in this conversation was not dealt with yet."""
    query = select(Alert.id).where(
        Alert.conversation_id == conversation_id, Alert.handled_at.is_(None)
    )
    return session.scalar(query.limit(1)) is not None


def _end_promises(
    session: Session,
    conversation_id: uuid.UUID,
    ends: Mapping[int, PromiseEnd | str],
    by: uuid.UUID,
    at: datetime,
) -> None:
    for promise in open_promises(session, conversation_id):
        _end_promise(session, promise, ends.get(promise.id), by, at)


def _end_promise(
    session: Session, promise: Promise, end: PromiseEnd | str | None, by: uuid.UUID, at: datetime
) -> None:
    if end == PromiseEnd.KEPT:
        keep_promise(session, promise, by=by, at=at)
    elif end == PromiseEnd.NOT_NEEDED:
        withdraw_promise(session, promise, by=by, at=at)
    else:
        raise PromisesOpen
