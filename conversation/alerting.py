"""Tells colleagues of an alert, step by step, until somebody takes it up."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from conversation.outbox import queue_staff_text
from council import Council
from language.phone_number import is_mobile
from referrals.alert_steps import Step, alert_steps, next_due_at, next_step, whom_to_tell
from referrals.alert_told import (
    EMAIL,
    FAILED,
    NO_WAY,
    NOBODY,
    SENT,
    TEXT,
    WAITS,
    Told,
    steps_taken,
    told_of,
)
from referrals.alerts import QUEUE_TOPIC
from referrals.rota import OnRota, Rota
from referrals.rota_rows import read_rota
from referrals.staff_words import StaffWords, alert_words, why_in_words
from storage.live import tell
from storage.tables.conversations import Conversation
from storage.tables.safety import Alert, AlertStep

SENDING = "sending"

MOST_TRIES = 3
"""Of one e-mail, a minute apart. A colleague may get it twice: that is better than not at all."""
STUCK_AFTER = timedelta(minutes=1)
"""In state sending for so long, the process that sent the e-mail is gone."""


@dataclass(frozen=True)
class Letter:
    """An e-mail that is about to go out; ``step_id`` is its row."""

    step_id: int
    address: str
    subject: str
    body: str


def take_due_steps(
    session: Session, alert_id: uuid.UUID, *, council: Council, console: str, at: datetime
) -> bool:
    """Take every step that is due, and tell whether there was any. A drill takes all at once.

    ``console`` is its address. Nothing is done once somebody has taken the alert up.
    """
    alert = session.get(Alert, alert_id, with_for_update=True)
    if alert is None or alert.acknowledged_at is not None or alert.handled_at is not None:
        return False
    rota, words = read_rota(session, council), words_of(session, alert, console=console)
    told = told_of(session, alert_id)
    has_taken = False
    while step := _next(alert, told, at):
        _take(session, alert, step, rota, told, words, at)
        told, has_taken = told_of(session, alert_id), True
    if has_taken:
        tell(session, QUEUE_TOPIC, kind="alert", alert=str(alert_id))
    return has_taken


def next_look_at(session: Session, alert_id: uuid.UUID) -> datetime | None:
    """Return when the next step of an alert falls due, if nobody takes it up before."""
    alert = session.get(Alert, alert_id)
    if alert is None or alert.acknowledged_at is not None or alert.is_drill:
        return None
    taken = steps_taken(told_of(session, alert_id))
    return next_due_at(alert_steps(), taken, raised_at=alert.raised_at)


def words_of(session: Session, alert: Alert, *, console: str) -> StaffWords:
    """Return what colleagues are sent: a reference and a link."""
    thread = session.get(Conversation, alert.conversation_id) if alert.conversation_id else None
    return alert_words(
        reference=thread.reference if thread else "",
        link=f"{console}/alerts/{alert.id}",
        is_drill=alert.is_drill,
    )


def claim_letters(
    session: Session, alert_id: uuid.UUID, *, console: str, at: datetime
) -> list[Letter]:
    """Take the e-mails of an alert that wait, or whose sender died, to be sent after the commit."""
    alert = session.get_one(Alert, alert_id)
    words = words_of(session, alert, console=console)
    is_stuck = (AlertStep.outcome == SENDING) & (AlertStep.outcome_at < at - STUCK_AFTER)
    rows = session.scalars(
        select(AlertStep)
        .where(
            AlertStep.alert_id == alert_id,
            AlertStep.how == EMAIL,
            (AlertStep.outcome == WAITS) | is_stuck,
        )
        .order_by(AlertStep.id)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        row.outcome, row.outcome_at, row.tries = SENDING, at, row.tries + 1
    return [Letter(row.id, row.address or "", words.subject, words.body) for row in rows]


def note_letter(
    session: Session, step_id: int, *, problem: str, at: datetime, may_try_again: bool = True
) -> None:
    """Keep what became of an e-mail; no ``problem`` means that the server took it."""
    row = session.get_one(AlertStep, step_id, with_for_update=True)
    row.outcome_at, row.why = at, problem or None
    if not problem:
        row.outcome = SENT
    else:
        row.outcome = WAITS if may_try_again and row.tries < MOST_TRIES else FAILED
    tell(session, QUEUE_TOPIC, kind="alert", alert=str(row.alert_id))


def unheard_alerts(session: Session) -> list[uuid.UUID]:
    """Return the alerts that nobody has taken up, the oldest first."""
    query = (
        select(Alert.id)
        .where(Alert.acknowledged_at.is_(None), Alert.handled_at.is_(None))
        .order_by(Alert.raised_at, Alert.id)
    )
    return list(session.scalars(query))


def _next(alert: Alert, told: Sequence[Told], at: datetime) -> Step | None:
    steps, taken = alert_steps(), steps_taken(told)
    moment = max((step.due_at(alert.raised_at) for step in steps), default=at)
    return next_step(
        steps, taken, raised_at=alert.raised_at, at=max(at, moment) if alert.is_drill else at
    )


def _take(
    session: Session,
    alert: Alert,
    step: Step,
    rota: Rota,
    told: Sequence[Told],
    words: StaffWords,
    at: datetime,
) -> None:
    """Tell everybody whom the step names, in every way they have; or keep that there was nobody."""
    ids = {one.duty_person_id for one in told if one.duty_person_id is not None}
    whom = whom_to_tell(step, rota, told=ids, at=at)
    if not whom.people:
        why = why_in_words(whom.why)
        session.add(_row(alert, step, None, NO_WAY, at, outcome=NOBODY, why=why))
    for person in whom.people:
        if person.mobile:
            session.add(_by_text(session, alert, step, person, words, at))
        if person.email:
            session.add(_row(alert, step, person, EMAIL, at, address=person.email))
    session.flush()


def _by_text(
    session: Session, alert: Alert, step: Step, person: OnRota, words: StaffWords, at: datetime
) -> AlertStep:
    if not is_mobile(person.mobile):
        why = why_in_words("landline")
        return _row(alert, step, person, TEXT, at, address=person.mobile, outcome=FAILED, why=why)
    text = queue_staff_text(session, number=person.mobile, text=words.text, at=at)
    row = _row(alert, step, person, TEXT, at, address=person.mobile)
    row.text_id = text.id
    return row


def _row(
    alert: Alert,
    step: Step,
    person: OnRota | None,
    how: str,
    at: datetime,
    *,
    address: str | None = None,
    outcome: str = WAITS,
    why: str | None = None,
) -> AlertStep:
    return AlertStep(
        alert_id=alert.id,
        step=step.id,
        duty_person_id=person.id if person else None,
        name=person.name if person else "",
        how=how,
        address=address,
        at=at,
        outcome=outcome,
        outcome_at=at,
        why=why,
    )
