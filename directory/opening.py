"""When a service is open: RFC 5545 days and times into plain words, and whether it is open now."""

from calendar import monthrange
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY_NAMES = dict(
    zip(
        DAYS,
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        strict=True,
    )
)
ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}


class OpenTime(Protocol):
    """One line of a schedule: a row of ``service_times``, or anything like it."""

    @property
    def freq(self) -> Any: ...  # noqa: D102

    @property
    def interval(self) -> Any: ...  # noqa: D102

    @property
    def byday(self) -> Any: ...  # noqa: D102

    @property
    def bymonthday(self) -> Any: ...  # noqa: D102

    @property
    def bysetpos(self) -> Any: ...  # noqa: D102

    @property
    def opens_at(self) -> Any: ...  # noqa: D102

    @property
    def closes_at(self) -> Any: ...  # noqa: D102

    @property
    def starts_on(self) -> Any: ...  # noqa: D102

    @property
    def valid_from(self) -> Any: ...  # noqa: D102

    @property
    def valid_to(self) -> Any: ...  # noqa: D102

    @property
    def note(self) -> Any: ...  # noqa: D102


@dataclass(frozen=True)
class OpenLine:
    """A line of a schedule as plain data, for rules and tests."""

    freq: str | None = None
    interval: int = 1
    byday: str | None = None
    bymonthday: str | None = None
    bysetpos: str | None = None
    opens_at: time | None = None
    closes_at: time | None = None
    starts_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    note: str | None = None


def say_when(lines: Sequence[OpenTime], *, on: date | None = None, most: int = 4) -> str:
    """Return a schedule in plain words, as in "Tuesday 10am to 12pm; first Friday of the month".

    Lines that are over by ``on`` are left out. At most ``most`` lines are said.
    """
    current = [line for line in lines if not (on and line.valid_to and line.valid_to < on)]
    said = [_say_line(line) for line in sorted(current, key=_order)]
    told = list(dict.fromkeys(part for part in said if part))
    return "; ".join(told[:most])


def _order(line: OpenTime) -> tuple[int, int, time]:
    days = [DAYS.index(day) for _, day in read_byday(line.byday)] or [9]
    return (0 if line.opens_at else 1, min(days), line.opens_at or time())


def _say_line(line: OpenTime) -> str:
    days, hours = say_days(line), say_hours(line.opens_at, line.closes_at)
    said = " ".join(part for part in (days, hours) if part)
    if not said:
        return str(line.note or "")
    return said[0].upper() + said[1:] if line.opens_at or days else said


def say_days(line: OpenTime) -> str:
    """Return "Monday to Friday", "every other Saturday", "first and third Tuesday of the month"."""
    pairs = read_byday(line.byday)
    if not pairs:
        return _say_month_days(line.bymonthday)
    if line.bysetpos and not any(nth for nth, _ in pairs):
        pairs = [(int(nth), day) for nth in line.bysetpos.split(",") for _, day in pairs]
    if line.freq == "MONTHLY" or any(nth for nth, _ in pairs):
        return _say_monthly(pairs, int(line.interval or 1))
    days = _say_run(sorted({DAYS.index(day) for _, day in pairs}))
    every = int(line.interval or 1)
    if every == 2:
        return f"every other {days}"
    return f"{days} every {every} weeks" if every > 2 else days


def _say_month_days(bymonthday: str | None) -> str:
    numbers = [part for part in str(bymonthday or "").split(",") if part.strip().isdigit()]
    return f"on day {' and '.join(numbers)} of the month" if numbers else ""


def _say_monthly(pairs: list[tuple[int, str]], every: int) -> str:
    by_day: dict[str, list[str]] = {}
    for nth, day in pairs:
        by_day.setdefault(day, []).append(ORDINALS.get(nth, ""))
    parts = [
        f"{' and '.join(word for word in words if word)} {DAY_NAMES[day]}".strip()
        for day, words in by_day.items()
    ]
    span = "of the month" if every == 1 else f"of every {every} months"
    return f"{' and '.join(parts)} {span}"


def _say_run(days: list[int]) -> str:
    names = [DAY_NAMES[DAYS[day]] for day in days]
    if len(days) == 7:
        return "every day"
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{names[0]} to {names[-1]}"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def say_hours(opens: time | None, closes: time | None) -> str:
    """Return "10am to 12.30pm", "day and night", "from 6pm"."""
    if opens is None:
        return f"until {say_time(closes)}" if closes else ""
    if closes is None:
        return f"from {say_time(opens)}"
    if opens == time(0, 0) and closes >= time(23, 59):
        return "day and night"
    return f"{say_time(opens)} to {say_time(closes)}"


def say_time(at: time) -> str:
    """Return "9am", "12.30pm", "midday", "midnight"."""
    if at >= time(23, 59) or at == time(0, 0):
        return "midnight"
    if at == time(12, 0):
        return "midday"
    hour = at.hour % 12 or 12
    minutes = f".{at.minute:02}" if at.minute else ""
    return f"{hour}{minutes}{'am' if at.hour < 12 else 'pm'}"


def read_byday(byday: str | None) -> list[tuple[int, str]]:
    """Return (1, "TU") for "1TU" and (0, "MO") for "MO"; what is no day is left out."""
    pairs = []
    for part in (byday or "").upper().replace(" ", "").split(","):
        number, day = part[:-2], part[-2:]
        if day in DAYS and (not number or number.lstrip("+-").isdigit()):
            pairs.append((int(number or 0), day))
    return pairs


def is_open_on(line: OpenTime, day: date, *, holidays: Collection[date] = ()) -> bool:
    """Tell whether a line holds on a day. On bank holidays nothing with weekdays is taken as open.

    A line for all seven days ("every day of the year") keeps its holidays.
    """
    if line.valid_from and day < line.valid_from or line.valid_to and day > line.valid_to:
        return False
    pairs = read_byday(line.byday)
    if day in holidays and len({weekday for _, weekday in pairs}) < 7:
        return False
    if not pairs:
        return _is_month_day(line.bymonthday, day)
    return any(_falls_on(line, nth, weekday, day) for nth, weekday in _positioned(line, pairs))


def _positioned(line: OpenTime, pairs: list[tuple[int, str]]) -> list[tuple[int, str]]:
    if not line.bysetpos:
        return pairs
    return [(int(nth), day) for nth in line.bysetpos.split(",") for _, day in pairs]


def _is_month_day(bymonthday: str | None, day: date) -> bool:
    return str(day.day) in [part.strip() for part in str(bymonthday or "").split(",")]


def _falls_on(line: OpenTime, nth: int, weekday: str, day: date) -> bool:
    if DAYS[day.weekday()] != weekday:
        return False
    if nth:
        return _nth_in_month(day) == nth if nth > 0 else _nth_from_end(day) == nth
    every = int(line.interval or 1)
    if every > 1 and line.freq == "WEEKLY" and line.starts_on:
        return _weeks_between(line.starts_on, day) % every == 0
    return True


def _nth_in_month(day: date) -> int:
    return (day.day - 1) // 7 + 1


def _nth_from_end(day: date) -> int:
    return -((monthrange(day.year, day.month)[1] - day.day) // 7 + 1)


def _weeks_between(start: date, day: date) -> int:
    first = start - timedelta(days=start.weekday())
    return (day - timedelta(days=day.weekday()) - first).days // 7


def is_open_now(
    lines: Iterable[OpenTime], *, at: datetime, holidays: Collection[date] = ()
) -> bool:
    """Tell whether any line holds at this moment, in the council's time."""
    local = at.astimezone(LONDON)
    return any(
        line.opens_at is not None
        and is_open_on(line, local.date(), holidays=holidays)
        and line.opens_at <= local.time() <= (line.closes_at or time(23, 59, 59))
        for line in lines
    )


def next_opening(
    lines: Iterable[OpenTime], *, at: datetime, holidays: Collection[date] = (), within: int = 31
) -> tuple[date, OpenTime] | None:
    """Return the first day from ``at`` on with a line that is not over yet, and that line."""
    local = at.astimezone(LONDON)
    timed = [line for line in lines if line.opens_at is not None]
    for ahead in range(within):
        day = local.date() + timedelta(days=ahead)
        held = [line for line in timed if is_open_on(line, day, holidays=holidays)]
        if ahead == 0:
            held = [line for line in held if (line.closes_at or line.opens_at) > local.time()]
        if held:
            return day, min(held, key=lambda line: line.opens_at)
    return None
