"""Asks residents how it went when the day for it has come."""

from datetime import datetime

from conversation.check_in import ask_due_check_ins
from worker.workplace import Workplace


def ask_due(place: Workplace, *, at: datetime) -> int:
    """Ask all whose check-in is due, and return how many."""
    desk = place.desk
    with desk.sessions.begin() as session:
        return ask_due_check_ins(session, words=desk.words, council=desk.council, at=at)
