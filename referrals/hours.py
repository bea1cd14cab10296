"""When a person works: working moments, due dates, and dates in words."""

from datetime import datetime, time, timedelta

from council import Council

FURTHEST = 30
"""Days to look ahead. No council closes its front door for a month."""


def is_working_time(council: Council, at: datetime) -> bool:
    """Tell whether a coordinator is on duty at ``at``."""
    local = at.astimezone(council.zone)
    hours = council.hours_on(local.date())
    return hours is not None and hours.opens <= local.time() < hours.closes


def end_of_working_day(council: Council, at: datetime) -> datetime:
    """Return when today's work ends, or the next working day's if today's has ended."""
    local = at.astimezone(council.zone)
    hours = council.hours_on(local.date())
    if hours is not None and local.time() < hours.closes:
        return _at(council, local, hours.closes)
    return end_of_next_working_day(council, at)


def end_of_next_working_day(council: Council, at: datetime) -> datetime:
    """Return the end of the first working day after today."""
    local = at.astimezone(council.zone)
    for days in range(1, FURTHEST):
        day = local + timedelta(days=days)
        hours = council.hours_on(day.date())
        if hours is not None:
            return _at(council, day, hours.closes)
    raise ValueError("the council's file names no working day in the next month")


def next_working_moment(council: Council, at: datetime) -> datetime:
    """Return ``at`` if somebody works then, else when the next working day begins."""
    if is_working_time(council, at):
        return at
    local = at.astimezone(council.zone)
    for days in range(FURTHEST):
        day = local + timedelta(days=days)
        hours = council.hours_on(day.date())
        if hours is not None and (days or local.time() < hours.opens):
            return _at(council, day, hours.opens)
    raise ValueError("the council's file names no working day in the next month")


def in_words(council: Council, at: datetime) -> str:
    """Say a moment as a resident would: 'Tuesday 24 November, 5pm'."""
    local = at.astimezone(council.zone)
    hour = f"{local.hour % 12 or 12}"
    minutes = f":{local.minute:02d}" if local.minute else ""
    half = "am" if local.hour < 12 else "pm"
    return f"{local:%A} {local.day} {local:%B}, {hour}{minutes}{half}"


def _at(council: Council, day: datetime, clock: time) -> datetime:
    return datetime.combine(day.date(), clock, council.zone)
