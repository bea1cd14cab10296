"""Sends the texts of the outbox, and finds out about those whose request got no answer."""

from datetime import datetime, timedelta

from sqlalchemy import select

from conversation.delivery import forget_reports
from storage.tables.outbox import OutgoingText
from telephony.outgoing import give_up_stuck, send_text
from telephony.reconciling import is_due, reconcile
from worker.workplace import Workplace

AT_ONCE = 500
"""Texts that one sweep queues; the next minute takes the rest."""
LOOKED_UP_AT_ONCE = 20
"""Texts that one sweep looks up at Twilio."""
SOON = timedelta(minutes=1)
"""A text whose turn comes before the next sweep is queued for that second."""


def send_one(place: Workplace, row_id: int, *, at: datetime) -> None:
    """Send one text; one that only waits for its turn on the line is queued for it."""
    state = send_text(place.desk.sessions, row_id, client=place.line, at=at)
    if state != "waiting":
        return
    with place.desk.sessions() as session:
        wait = session.get_one(OutgoingText, row_id).try_after - at
    if wait < SOON:
        place.queue.send_text(row_id, seconds=max(0.0, wait.total_seconds()))


def sweep_texts(place: Workplace, *, at: datetime) -> int:
    """Queue every waiting text whose time has come; return how many had no job.

    It does not trust the queue, and runs at the worker's start and every minute. Reports that
    nobody needs are forgotten.
    """
    with place.desk.sessions.begin() as session:
        stuck = give_up_stuck(session, at=at)
        forget_reports(session, at=at)
        due = session.scalars(
            select(OutgoingText.id)
            .where(OutgoingText.state == "waiting", OutgoingText.try_after <= at)
            .order_by(OutgoingText.id)
            .limit(AT_ONCE)
        ).all()
    return stuck + sum(place.queue.send_text(row_id) for row_id in due)


def look_up_unknown(place: Workplace, *, at: datetime) -> int:
    """Look for texts at Twilio of which nobody knows whether they left; return how many."""
    with place.desk.sessions() as session:
        unknown = session.scalars(
            select(OutgoingText)
            .where(OutgoingText.state == "unknown")
            .order_by(OutgoingText.sent_at, OutgoingText.id)
        ).all()
    due = [text.id for text in unknown if is_due(text, at)][:LOOKED_UP_AT_ONCE]
    for row_id in due:
        reconcile(place.desk.sessions, row_id, client=place.line, at=at)
    return len(due)
