"""Opening times: RFC 5545 into plain words, and whether it is open now."""

from datetime import UTC, date, datetime, time

import pytest

from directory.opening import OpenLine, is_open_now, is_open_on, next_opening, say_when

TEN, TWELVE, TWO, FOUR = time(10), time(12), time(14), time(16)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            OpenLine(
                freq="WEEKLY", byday="MO,TU,WE,TH,FR", opens_at=time(9), closes_at=time(17, 30)
            ),
            "Monday to Friday 9am to 5.30pm",
        ),
        (
            OpenLine(freq="WEEKLY", byday="TU,TH", opens_at=TEN, closes_at=TWELVE),
            "Tuesday and Thursday 10am to midday",
        ),
        (OpenLine(freq="WEEKLY", byday="SA,SU", opens_at=TEN), "Saturday and Sunday from 10am"),
        (
            OpenLine(freq="MONTHLY", byday="1TU", opens_at=TWO, closes_at=FOUR),
            "First Tuesday of the month 2pm to 4pm",
        ),
        (
            OpenLine(freq="MONTHLY", byday="1TU,3TU", opens_at=TWO, closes_at=FOUR),
            "First and third Tuesday of the month 2pm to 4pm",
        ),
        (
            OpenLine(freq="MONTHLY", byday="-1FR", opens_at=TWO, closes_at=FOUR),
            "Last Friday of the month 2pm to 4pm",
        ),
        (
            OpenLine(freq="MONTHLY", byday="FR", bysetpos="2", opens_at=TWO),
            "Second Friday of the month from 2pm",
        ),
        (
            OpenLine(freq="WEEKLY", interval=2, byday="SA", opens_at=TEN, closes_at=TWELVE),
            "Every other Saturday 10am to midday",
        ),
        (
            OpenLine(
                freq="WEEKLY",
                byday="MO,TU,WE,TH,FR,SA,SU",
                opens_at=time(0),
                closes_at=time(23, 59),
            ),
            "Every day day and night",
        ),
        (
            OpenLine(freq="MONTHLY", bymonthday="15", opens_at=TEN),
            "On day 15 of the month from 10am",
        ),
        (OpenLine(note="By appointment"), "By appointment"),
        (OpenLine(), ""),
    ],
)
def test_a_schedule_is_said_in_plain_words(line: OpenLine, words: str) -> None:
    assert say_when([line]) == words


def test_lines_come_in_the_order_of_the_week_and_what_is_over_is_left_out() -> None:
    lines = [
        OpenLine(freq="WEEKLY", byday="FR", opens_at=TEN),
        OpenLine(freq="WEEKLY", byday="MO", opens_at=TEN),
        OpenLine(freq="WEEKLY", byday="TU", opens_at=TEN, valid_to=date(2026, 10, 31)),
    ]
    assert say_when(lines, on=date(2026, 11, 24)) == "Monday from 10am; Friday from 10am"


def at(day: int, hour: int, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def test_open_now_is_by_london_time_in_summer_too() -> None:
    morning = [OpenLine(freq="WEEKLY", byday="TU", opens_at=TEN, closes_at=TWELVE)]
    assert is_open_now(morning, at=at(24, 10))
    assert not is_open_now(morning, at=at(24, 12, month=11).replace(minute=1))
    assert is_open_now(morning, at=at(7, 9, month=7)), "9 UTC is 10 in July"
    assert not is_open_now(morning, at=at(7, 11, month=7).replace(minute=30))


def test_a_bank_holiday_shuts_weekdays_and_not_what_is_open_every_day() -> None:
    christmas = date(2026, 12, 25)
    weekdays = OpenLine(freq="WEEKLY", byday="MO,TU,WE,TH,FR", opens_at=TEN, closes_at=TWELVE)
    always = OpenLine(freq="WEEKLY", byday="MO,TU,WE,TH,FR,SA,SU", opens_at=TEN)
    assert is_open_on(weekdays, christmas)
    assert not is_open_on(weekdays, christmas, holidays={christmas})
    assert is_open_on(always, christmas, holidays={christmas})


def test_every_other_week_counts_from_its_first_day() -> None:
    line = OpenLine(freq="WEEKLY", interval=2, byday="WE", starts_on=date(2026, 11, 25))
    days = [date(2026, 11, 25), date(2026, 12, 2), date(2026, 12, 9)]
    assert [is_open_on(line, day) for day in days] == [True, False, True]


def test_the_first_and_the_last_of_the_month() -> None:
    first = OpenLine(freq="MONTHLY", byday="1TU")
    last = OpenLine(freq="MONTHLY", byday="-1TU")
    assert [day for day in range(1, 31) if is_open_on(first, date(2026, 11, day))] == [3]
    assert [day for day in range(1, 31) if is_open_on(last, date(2026, 11, day))] == [24]


def test_the_next_opening_passes_over_holidays_and_what_is_over_today() -> None:
    line = OpenLine(freq="WEEKLY", byday="FR", opens_at=TEN, closes_at=TWELVE)
    coming = next_opening([line], at=datetime(2026, 12, 18, 13, tzinfo=UTC), holidays=set())
    assert coming is not None
    assert coming[0] == date(2026, 12, 25)
    later = next_opening(
        [line], at=datetime(2026, 12, 18, 13, tzinfo=UTC), holidays={date(2026, 12, 25)}
    )
    assert later is not None
    assert later[0] == date(2027, 1, 1)
