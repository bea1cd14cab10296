"""Hours that publishers write as words are read when they can mean one thing only."""

import pytest

from directory.feeds.hours import read_day, read_hours, read_ranges, split_schedule


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("Mon-Fri 10am-4pm", ["MO,TU,WE,TH,FR 10:00 16:00"]),
        ("Weekdays 9.30am to 12 noon", ["MO,TU,WE,TH,FR 09:30 12:00"]),
        ("Mon & Wed: 10:00-13:00, 14:00-17:00", ["MO,WE 10:00 13:00", "MO,WE 14:00 17:00"]),
        ("Tues/Weds 10am – 12pm. Thurs 10am - 2pm", ["TU,WE 10:00 12:00", "TH 10:00 14:00"]),
        ("Tuesday 3 - 5pm", ["TU 15:00 17:00"]),
        ("Friday 10 - 11.30am", ["FR 10:00 11:30"]),
        ("Saturday 11-2pm", ["SA 11:00 14:00"]),
        ("Monday - Friday 8.30 - 4.30", ["MO,TU,WE,TH,FR 08:30 16:30"]),
        ("Wednesday 1.30 - 3.30", ["WE 13:30 15:30"]),
        ("Sunday to Tuesday 2-4pm", ["SU,MO,TU 14:00 16:00"]),
        ("Every Thursday from 6 p.m. until 8 p.m.", ["TH 18:00 20:00"]),
    ],
)
def test_days_and_hours_and_nothing_else_are_read(words: str, lines: list[str]) -> None:
    read = [f"{','.join(line.days)} {line.opens} {line.closes}" for line in read_hours(words)]
    assert read == lines


@pytest.mark.parametrize(
    "words",
    [
        "Saturday 7-9",  # in the morning or in the evening?
        "Mon-Fri 10am-4pm, except in August",
        "First Tuesday of the month 2pm-4pm",
        "Tuesdays & Fridays 12pm - 3pm; 1st Saturday of month 10am - 12noon",
        "Monday 4pm-2pm",
        "Monday 25:00-26:00",
        "Tuesday from 11am",
        "month 10am-2pm",
        "By appointment",
        "10am-4pm",
        "Monday",
        "",
        "Monday 10am-12pm " * 40,
    ],
)
def test_what_could_mean_something_else_stays_words(words: str) -> None:
    assert read_hours(words) == []


def test_hours_alone_need_days_from_elsewhere() -> None:
    assert read_ranges("10:00-13:00,14:00-17:00") == [("10:00", "13:00"), ("14:00", "17:00")]
    assert read_ranges("10:00-13:00 or so") == []


def test_two_openings_a_day_become_two_lines_with_ids_of_their_own() -> None:
    schedule = {"id": 5, "byday": "MO", "opens_at": "10:00-13:00,14:00-17:00"}
    first, second = split_schedule(schedule)
    assert (first["id"], first["opens_at"], first["closes_at"]) == (5, "10:00", "13:00")
    assert (second["id"], second["byday"], second["closes_at"]) == ("5#1", "MO", "17:00")


def test_a_schedule_that_says_its_times_is_left_alone() -> None:
    schedule = {"id": 5, "opens_at": "10:00", "closes_at": "12:00", "description": "Mon 9am-5pm"}
    assert split_schedule(schedule) == [schedule]


@pytest.mark.parametrize(
    ("said", "day"),
    [("Monday", "MO"), ("weds", "WE"), (7, "SU"), ("1", "MO"), ("month", None), (9, None)],
)
def test_a_day_by_name_or_number(said: object, day: str | None) -> None:
    assert read_day(said) == day
