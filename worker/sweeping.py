"""Does not trust the queue: looks for texts that wait although nobody is about to send them."""

from datetime import datetime

from sqlalchemy import select

from storage.tables.outbox import OutgoingText
from telephony.outgoing import give_up_stuck
from worker.workplace import Workplace

AT_ONCE = 500
"""Texts that one sweep queues; the next minute takes the rest."""


def sweep_texts(place: Workplace, *, at: datetime) -> int:
    """Queue every waiting text whose time has come; return how many had no job."""
    with place.desk.sessions.begin() as session:
        stuck = give_up_stuck(session, at=at)
        due = session.scalars(
            select(OutgoingText.id)
            .where(OutgoingText.state == "waiting", OutgoingText.try_after <= at)
            .order_by(OutgoingText.id)
            .limit(AT_ONCE)
        ).all()
    return stuck + sum(place.queue.send_text(row_id) for row_id in due)
