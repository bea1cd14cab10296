"""Who is on duty at a moment, by weekly shifts, days off and holidays."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from council import Council

A_DAY = timedelta(days=1)

LOOKS_EVERY = timedelta(minutes=15)
"""How finely gaps are looked for: shifts begin and end on quarters of an hour."""


class Part(StrEnum):
    """What somebody is on the rota for."""

    DUTY = "duty"
    LEAD = "lead"
    OUT_OF_HOURS = "out_of_hours"


@dataclass(frozen=True)
class Shift:
    """Hours of one weekday (0 is Monday), in the council's time; ``ends`` may be the next day."""

    id: int
    weekday: int
    begins: time
    ends: time
    on_holidays: bool = False

    @property
    def ends_next_day(self) -> bool:
        """Tell whether it goes on over midnight."""
        return self.ends <= self.begins


@dataclass(frozen=True)
class DaysOff:
    """Days of absence, the first and the last included."""

    id: int
    first: date
    last: date


@dataclass(frozen=True)
class OnRota:
    """Somebody on the rota, with how to tell them and when."""

    id: int
    name: str
    part: Part
    mobile: str = ""
    email: str = ""
    shifts: tuple[Shift, ...] = ()
    days_off: tuple[DaysOff, ...] = ()
    is_active: bool = True

    @property
    def is_reachable(self) -> bool:
        """Tell whether there is any way to tell them."""
        return bool(self.mobile or self.email)


@dataclass(frozen=True)
class Gap:
    """Working hours in which nobody is on duty; local moments."""

    begins: datetime
    ends: datetime


@dataclass(frozen=True)
class Rota:
    """Everybody on the rota in the order in which they are told, and the days that are closed."""

    people: Sequence[OnRota]
    closed: Collection[date]
    council: Council

    def on_duty(self, at: datetime) -> list[OnRota]:
        """Return who is on duty at ``at``, the first to be told first."""
        return [one for one in self._of(Part.DUTY) if self._works(one, at)]

    def leads(self, at: datetime) -> list[OnRota]:
        """Return the team leads on duty at ``at``."""
        return [one for one in self._of(Part.LEAD) if self._works(one, at)]

    def out_of_hours(self) -> list[OnRota]:
        """Return the out-of-hours team's list; it has no shifts."""
        return list(self._of(Part.OUT_OF_HOURS))

    def gaps(self, start: datetime, *, days: int = 7) -> list[Gap]:
        """Return the council's working hours of the next ``days`` with nobody on duty."""
        return list(_join(moment for moment in self._working(start, days) if self._is_bare(moment)))

    def _of(self, part: Part) -> Iterator[OnRota]:
        return (one for one in self.people if one.part is part and one.is_active)

    def _works(self, one: OnRota, at: datetime) -> bool:
        local = at.astimezone(self.council.zone)
        return any(self._is_on(one, shift, local) for shift in one.shifts)

    def _is_on(self, one: OnRota, shift: Shift, local: datetime) -> bool:
        """Tell whether a shift that began today, or yesterday over midnight, is running."""
        clock = local.time()
        if shift.ends_next_day:
            begins_today, goes_on = clock >= shift.begins, clock < shift.ends
        else:
            begins_today, goes_on = shift.begins <= clock < shift.ends, False
        today = local.date()
        return (begins_today and self._counts(one, shift, today)) or (
            goes_on and self._counts(one, shift, today - A_DAY)
        )

    def _counts(self, one: OnRota, shift: Shift, day: date) -> bool:
        """Tell whether the shift takes place on the day on which it would begin."""
        is_away = any(off.first <= day <= off.last for off in one.days_off)
        is_closed = day in self.closed and not shift.on_holidays
        return shift.weekday == day.weekday() and not is_away and not is_closed

    def _is_bare(self, moment: datetime) -> bool:
        return not self.on_duty(moment)

    def _working(self, start: datetime, days: int) -> Iterator[datetime]:
        local = start.astimezone(self.council.zone)
        for day in (local.date() + number * A_DAY for number in range(days)):
            hours = self.council.hours_on(day)
            if hours is None or day in self.closed:
                continue
            moment = datetime.combine(day, hours.opens, self.council.zone)
            while moment.time() < hours.closes:
                if moment + LOOKS_EVERY > local:
                    yield moment
                moment += LOOKS_EVERY


def _join(moments: Iterable[datetime]) -> Iterator[Gap]:
    """Join quarters of an hour that follow each other."""
    gap: Gap | None = None
    for moment in moments:
        if gap is not None and moment == gap.ends:
            gap = Gap(gap.begins, moment + LOOKS_EVERY)
            continue
        if gap is not None:
            yield gap
        gap = Gap(moment, moment + LOOKS_EVERY)
    if gap is not None:
        yield gap
