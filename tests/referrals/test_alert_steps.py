"""Which step of an alert is next, and whom it tells."""

from datetime import UTC, datetime, time, timedelta

import pytest

from council import council
from referrals.alert_steps import alert_steps, next_due_at, next_step, whom_to_tell
from referrals.rota import OnRota, Part, Rota, Shift

RAISED = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
ALL_DAY = tuple(Shift(day, day, time(0), time(23, 59)) for day in range(7))


def step_at(minutes: float, **taken: bool) -> str | None:
    at = RAISED + timedelta(minutes=minutes)
    step = next_step(alert_steps(), taken, raised_at=RAISED, at=at)
    return step.id if step else None


def test_the_steps_are_taken_at_once_and_after_two_five_and_ten_minutes() -> None:
    assert {step.id: step.minutes for step in alert_steps()} == {
        "on_duty": 0,
        "next_on_duty": 2,
        "lead": 5,
        "out_of_hours": 10,
    }


def test_every_step_says_why_it_is_there() -> None:
    assert all(len(step.reason.split()) > 8 for step in alert_steps())


@pytest.mark.parametrize(
    ("minutes", "taken", "expected"),
    [
        (0, {}, "on_duty"),
        (1.9, {"on_duty": True}, None),
        (2, {"on_duty": True}, "next_on_duty"),
        (5, {"on_duty": True, "next_on_duty": True}, "lead"),
        (10, {"on_duty": True, "next_on_duty": True, "lead": True}, "out_of_hours"),
        (99, {"on_duty": True, "next_on_duty": True, "lead": True, "out_of_hours": True}, None),
    ],
)
def test_a_step_is_taken_when_its_time_has_come(
    minutes: float, taken: dict[str, bool], expected: str | None
) -> None:
    assert step_at(minutes, **taken) == expected


def test_with_nobody_on_duty_the_out_of_hours_team_is_told_at_once() -> None:
    assert step_at(0, on_duty=False) == "out_of_hours"


def test_with_no_next_person_the_lead_is_told_at_once() -> None:
    assert step_at(2, on_duty=True, next_on_duty=False) == "lead"


def test_steps_that_were_missed_are_taken_in_their_order() -> None:
    assert step_at(60) == "on_duty"
    assert step_at(60, on_duty=True) == "next_on_duty"


def test_the_next_look_is_when_the_next_step_falls_due() -> None:
    assert next_due_at(alert_steps(), {"on_duty"}, raised_at=RAISED) == RAISED + timedelta(
        minutes=2
    )


def person(number: int, part: Part = Part.DUTY, mobile: str = "+447700900301") -> OnRota:
    return OnRota(number, f"Person {number}", part, mobile=mobile, shifts=ALL_DAY)


def told(step: str, *people: OnRota, before: tuple[int, ...] = ()) -> tuple[list[int], str]:
    one = next(each for each in alert_steps() if each.id == step)
    whom = whom_to_tell(one, Rota(people, set(), council()), told=before, at=RAISED)
    return [each.id for each in whom.people], whom.why


def test_one_person_on_duty_is_told_first_and_then_the_next() -> None:
    assert told("on_duty", person(1), person(2)) == ([1], "")
    assert told("next_on_duty", person(1), person(2), before=(1,)) == ([2], "")
    assert told("next_on_duty", person(1), before=(1,)) == ([], "nobody_else")


def test_a_person_without_number_and_address_counts_as_nobody() -> None:
    assert told("on_duty", person(1, mobile="")) == ([], "no_address")


def test_the_whole_out_of_hours_list_is_told() -> None:
    team = (person(7, Part.OUT_OF_HOURS), person(8, Part.OUT_OF_HOURS))
    assert told("out_of_hours", *team) == ([7, 8], "")
