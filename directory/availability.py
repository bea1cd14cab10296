"""Whether new people can come: open, ask first, a waiting list or full, each with an end.

What search, cards and pages show is decided by the clock when they are read: an end that has passed
needs no job. The job only tidies the table afterwards.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.errors import NoSuchAvailability
from directory.freshness_audit import DOORSTEP, record_entry_act
from directory.opening import LONDON
from directory.record import availability_told
from directory.words import say
from storage.tables.directory import Service

AT_ONCE = 500
"""Entries that one run of the job tidies."""


class Room(StrEnum):
    """What a group or a coordinator can say of room for new people."""

    OPEN = "open"
    ASK_FIRST = "ask_first"
    WAITING_LIST = "waiting_list"
    FULL = "full"


@dataclass(frozen=True)
class AvailabilityRules:
    """availability.yml: how long each state is believed, in weeks."""

    weeks: dict[str, int]
    longest_weeks: int
    choices_weeks: tuple[int, ...]


@cache
def availability_rules() -> AvailabilityRules:
    """Read the file once a process."""
    data: dict[str, Any] = yaml.safe_load(
        (Path(__file__).parent / "availability.yml").read_text("utf-8")
    )
    return AvailabilityRules(
        weeks={name: int(state["weeks"]) for name, state in data["states"].items()},
        longest_weeks=int(data["longest_weeks"]["is"]),
        choices_weeks=tuple(data["choices_weeks"]),
    )


def availability_now(state: str, until: date | None, *, at: datetime) -> str:
    """Return the state that holds now. ``until`` is its last day; then it is open again."""
    has_ended = until is not None and until < today(at)
    return Room.OPEN if has_ended else state


def in_words(state: str, until: date | None, *, at: datetime) -> str:
    """Return what a resident reads of it; empty when there is nothing to say."""
    now = availability_now(state, until, at=at)
    if now == Room.OPEN:
        return ""
    if until is None:
        return say("availability", now)
    return say("availability", f"{now}_until", until=day_in_words(until, at=at))


def day_in_words(day: date, *, at: datetime) -> str:
    """Return a day as people say it, with the year only if it is another one."""
    year = "" if day.year == today(at).year else f" {day.year}"
    return f"{day.day} {day:%B}{year}"


def set_availability(
    session: Session,
    service: Service,
    room: Room,
    *,
    until: date | None = None,
    how: str,
    by: uuid.UUID | str,
    at: datetime,
) -> date:
    """Set an entry's state at once, and return its last day: ``until``, else the usual time.

    ``how`` is the way (group_link, group_text, coordinator). Raises NoSuchAvailability for an end
    that is past or too far away.
    """
    last = until or usual_end(room, at=at)
    latest = today(at) + timedelta(weeks=availability_rules().longest_weeks)
    if not today(at) <= last <= latest:
        raise NoSuchAvailability(f"The end must be between today and {latest}.")
    service.availability, service.availability_until = room, last
    service.availability_by, service.availability_note = how, None
    record_entry_act(
        session, "availability_set", service.id,
        by=by, at=at, how=how, state=str(room), until=last.isoformat(),
    )  # fmt: skip
    return last


def usual_end(room: Room, *, at: datetime) -> date:
    """Return the last day of a state for which nobody named one."""
    return today(at) + timedelta(weeks=availability_rules().weeks[room])


def tidy_availability(session: Session, *, at: datetime) -> int:
    """Let entries whose set state has ended say again what their feed says; return how many."""
    ended = session.scalars(
        select(Service)
        .where(Service.availability_by.is_not(None), Service.availability_until < today(at))
        .order_by(Service.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    for service in ended:
        for column, value in availability_told(service.document, service.traits).items():
            setattr(service, column, value)
        service.availability_by = None
        record_entry_act(session, "availability_ended", service.id, by=DOORSTEP, at=at)
    return len(ended)


def today(at: datetime) -> date:
    """Return the day it is where the directory's people live."""
    return at.astimezone(LONDON).date()
