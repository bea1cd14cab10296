"""Notices promises that were not kept in time."""

from datetime import datetime

from referrals.overdue import note_overdue_promises
from worker.workplace import Workplace


def notice_overdue(place: Workplace, *, at: datetime) -> int:
    """Write down what is newly overdue, and return how many."""
    with place.desk.sessions.begin() as session:
        return note_overdue_promises(session, at=at)
