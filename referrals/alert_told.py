"""What became of each step of an alert: who was told, how, when, and why not."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from referrals.alert_steps import alert_steps
from referrals.staff_words import why_in_words
from storage.tables.outbox import OutgoingText
from storage.tables.safety import AlertStep

WAITS, SENT, FAILED, NOBODY = "waiting", "sent", "failed", "nobody"
"""Outcomes as they are shown."""

TEXT, EMAIL, NO_WAY = "text", "email", "none"
"""How somebody was told."""

BY_STATE: Mapping[str, str] = {
    "waiting": WAITS,
    "sending": WAITS,
    "sent": SENT,
    "delivered": SENT,
    "unknown": FAILED,
    "undelivered": FAILED,
    "failed": FAILED,
    "stopped": FAILED,
}
"""A text's state in the outbox -> the outcome. One that nobody knows of counts as failed: the next
person is told rather than nobody."""


@dataclass(frozen=True)
class Told:
    """One person told in one way, or a step that reached nobody."""

    step: str
    title: str
    minutes: int
    name: str
    how: str
    at: datetime
    outcome: str
    outcome_at: datetime
    why: str
    duty_person_id: int | None

    @property
    def may_reach(self) -> bool:
        """Tell whether it has reached, or may still reach, somebody."""
        return self.outcome in (WAITS, SENT)


def told_of(session: Session, alert_id: uuid.UUID) -> list[Told]:
    """Return the steps of one alert in the order in which they were taken."""
    return told_of_all(session, [alert_id]).get(alert_id, [])


def told_of_all(session: Session, alert_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Told]]:
    """Return the steps of several alerts, by alert."""
    query = (
        select(AlertStep, OutgoingText)
        .outerjoin(OutgoingText, OutgoingText.id == AlertStep.text_id)
        .where(AlertStep.alert_id.in_(list(alert_ids)))
        .order_by(AlertStep.id)
    )
    told: dict[uuid.UUID, list[Told]] = {}
    for row, text in session.execute(query):
        told.setdefault(row.alert_id, []).append(_told(row, text))
    return told


def steps_taken(told: Sequence[Told]) -> dict[str, bool]:
    """Return for each step that was taken whether it may still reach somebody."""
    return {
        step: any(one.may_reach for one in told if one.step == step)
        for step in dict.fromkeys(one.step for one in told)
    }


def _told(row: AlertStep, text: OutgoingText | None) -> Told:
    step = next((step for step in alert_steps() if step.id == row.step), None)
    outcome = BY_STATE[text.state] if text else WAITS if row.outcome == "sending" else row.outcome
    return Told(
        step=row.step,
        title=step.title if step else row.step,
        minutes=step.minutes if step else 0,
        name=row.name,
        how=row.how,
        at=row.at,
        outcome=outcome,
        outcome_at=max(row.outcome_at, text.state_at) if text else row.outcome_at,
        why=_why_of_text(text) if text else row.why or "",
        duty_person_id=row.duty_person_id,
    )


def _why_of_text(text: OutgoingText) -> str:
    """Say why a text has not gone out, with the provider's own reason where there is one."""
    if BY_STATE[text.state] == SENT:
        return ""
    if BY_STATE[text.state] == WAITS and not text.error:
        return ""
    because = f" ({text.error})" if text.error else ""
    return why_in_words("waiting" if BY_STATE[text.state] == WAITS else text.state) + because
