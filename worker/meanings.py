"""Reads what new and changed services mean, so that they are found in whatever words."""

from datetime import datetime

from directory.learn_meanings import learn_all
from directory.meaning_encoder import forget_encoder
from worker.workplace import Workplace


def learn_new(place: Workplace, *, at: datetime) -> int:  # noqa: ARG001  every job is told the time
    """Read them and return how many; the encoder's 70 MB are given back."""
    learnt = learn_all(place.desk.sessions)
    if learnt:
        forget_encoder()
    return learnt
