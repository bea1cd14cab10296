"""Forgets residents who have not been here for a year, as the privacy page promises."""

from datetime import datetime

from conversation.retention import forget_unused
from worker.workplace import Workplace


def forget_old(place: Workplace, *, at: datetime) -> int:
    """Erase what is due, and return how many conversations that was."""
    with place.desk.sessions.begin() as session:
        return forget_unused(session, at=at)
