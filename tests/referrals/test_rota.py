"""Who is on duty: weekly hours, nights, days off, holidays, and gaps that a lead must see."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from council import council
from referrals.rota import DaysOff, OnRota, Part, Rota, Shift

LONDON = ZoneInfo("Europe/London")
NIGHT = Shift(1, 4, time(22), time(7))
"""Friday night."""


def days(begins: time = time(9), ends: time = time(17)) -> tuple[Shift, ...]:
    return tuple(Shift(number, number, begins, ends) for number in range(5))


def rota(*people: OnRota, closed: set[date] | None = None) -> Rota:
    holidays = {holiday.date for holiday in council().bank_holidays}
    return Rota(people, holidays | (closed or set()), council())


def names(people: list[OnRota]) -> list[str]:
    return [one.name for one in people]


SAM = OnRota(1, "Sam", Part.DUTY, mobile="+447700900301", shifts=days())
PRIYA = OnRota(2, "Priya", Part.DUTY, email="priya@example.org", shifts=days(time(12), time(20)))


@pytest.mark.parametrize(
    ("at", "who"),
    [
        (datetime(2026, 11, 24, 8, 59, tzinfo=LONDON), []),
        (datetime(2026, 11, 24, 9, 0, tzinfo=LONDON), ["Sam"]),
        (datetime(2026, 11, 24, 13, 0, tzinfo=LONDON), ["Sam", "Priya"]),
        (datetime(2026, 11, 24, 17, 0, tzinfo=LONDON), ["Priya"]),
        (datetime(2026, 11, 28, 13, 0, tzinfo=LONDON), []),
        (datetime(2026, 12, 25, 13, 0, tzinfo=LONDON), []),
        (datetime(2026, 7, 14, 8, 30, tzinfo=UTC), ["Sam"]),
    ],
    ids=["before", "begins", "both", "ends", "Saturday", "Christmas", "summer time"],
)
def test_who_is_on_duty_follows_the_weekly_hours(at: datetime, who: list[str]) -> None:
    assert names(rota(SAM, PRIYA).on_duty(at)) == who


@pytest.mark.parametrize(
    ("at", "is_on"),
    [
        (datetime(2026, 11, 27, 23, 0, tzinfo=LONDON), True),
        (datetime(2026, 11, 28, 6, 59, tzinfo=LONDON), True),
        (datetime(2026, 11, 28, 7, 0, tzinfo=LONDON), False),
        (datetime(2026, 11, 27, 6, 0, tzinfo=LONDON), False),
    ],
)
def test_a_night_goes_on_after_midnight(at: datetime, is_on: bool) -> None:
    night = OnRota(3, "Nora", Part.DUTY, mobile="+447700900303", shifts=(NIGHT,))
    assert bool(rota(night).on_duty(at)) is is_on


def test_a_day_off_takes_the_night_that_begins_on_it_and_not_the_one_before() -> None:
    off = (DaysOff(1, date(2026, 11, 28), date(2026, 11, 28)),)
    night = OnRota(3, "Nora", Part.DUTY, mobile="+447700900303", shifts=(NIGHT,), days_off=off)
    assert rota(night).on_duty(datetime(2026, 11, 28, 6, 0, tzinfo=LONDON))
    friday_off = (DaysOff(1, date(2026, 11, 27), date(2026, 11, 27)),)
    away = OnRota(3, "Nora", Part.DUTY, shifts=(NIGHT,), days_off=friday_off)
    assert not rota(away).on_duty(datetime(2026, 11, 28, 6, 0, tzinfo=LONDON))


def test_a_shift_may_count_on_holidays() -> None:
    every_friday = Shift(1, 4, time(9), time(17), on_holidays=True)
    one = OnRota(4, "Holly", Part.DUTY, mobile="+447700900304", shifts=(every_friday,))
    assert rota(one).on_duty(datetime(2026, 12, 25, 13, 0, tzinfo=LONDON))


def test_a_closed_day_closes() -> None:
    at = datetime(2026, 11, 24, 10, 0, tzinfo=LONDON)
    assert rota(SAM, closed={at.date()}).on_duty(at) == []


def test_an_account_that_is_off_is_not_told() -> None:
    gone = OnRota(5, "Gone", Part.DUTY, mobile="+447700900305", shifts=days(), is_active=False)
    assert rota(gone).on_duty(datetime(2026, 11, 24, 10, 0, tzinfo=LONDON)) == []


def test_gaps_are_the_working_hours_in_which_nobody_is_on_duty() -> None:
    found = rota(PRIYA).gaps(datetime(2026, 11, 24, 8, 0, tzinfo=LONDON), days=1)
    [gap] = found
    assert (gap.begins.hour, gap.ends.hour) == (9, 12)
    assert rota(SAM).gaps(datetime(2026, 11, 24, 8, 0, tzinfo=LONDON)) == []
