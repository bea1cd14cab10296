"""Decides who is told of an alert next: steps with minutes, from data/safety/alert_steps.yml."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

import yaml

from referrals.rota import OnRota, Rota
from settings import ROOT

FILE = ROOT / "data" / "safety" / "alert_steps.yml"


@dataclass(frozen=True)
class Step:
    """A step: after how many minutes, whom it tells, and what is done if there is nobody."""

    id: str
    title: str
    minutes: int
    whom: str
    if_nobody: str
    reason: str

    def due_at(self, raised_at: datetime) -> datetime:
        """Return when it is taken unless somebody has taken the alert up."""
        return raised_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class Whom:
    """Whom a step tells. With nobody, ``why`` is a key of the staff's words that says why."""

    people: Sequence[OnRota]
    why: str = ""


@cache
def alert_steps() -> tuple[Step, ...]:
    """Return the steps in their order; a mistake in the file stops the program that reads it."""
    entries = yaml.safe_load(FILE.read_text(encoding="utf-8"))["alert_steps"]
    steps = tuple(Step(**entry) for entry in entries)
    known = {step.id for step in steps} | {""}
    wrong = [step.id for step in steps if step.if_nobody not in known or step.whom not in WHOM]
    if wrong:
        raise ValueError(f"data/safety/alert_steps.yml: {wrong[0]} names what is not there")
    return steps


def next_step(
    steps: Sequence[Step], taken: Mapping[str, bool], *, raised_at: datetime, at: datetime
) -> Step | None:
    """Return the step to take now; None when nothing is due.

    ``taken`` says of each step that was taken whether it may still reach somebody. One that cannot
    any more is followed at once by the step that it names.
    """
    by_id = {step.id: step for step in steps}
    instead = [by_id[s.if_nobody] for s in steps if taken.get(s.id) is False and s.if_nobody]
    due = [step for step in steps if step.due_at(raised_at) <= at]
    waiting = [step for step in (*instead, *due) if step.id not in taken]
    return min(waiting, key=lambda step: step.minutes, default=None)


def next_due_at(
    steps: Sequence[Step], taken: Collection[str], *, raised_at: datetime
) -> datetime | None:
    """Return when the next step that was not taken falls due."""
    left = [step.due_at(raised_at) for step in steps if step.id not in taken]
    return min(left, default=None)


def whom_to_tell(step: Step, rota: Rota, *, told: Collection[int], at: datetime) -> Whom:
    """Return whom a step tells at ``at``; ``told`` are ids of who was told before."""
    people, why = WHOM[step.whom](rota, told, at)
    reachable = [one for one in people if one.is_reachable]
    return Whom(reachable, "" if reachable else "no_address" if people else why)


def _first(rota: Rota, told: Collection[int], at: datetime) -> tuple[list[OnRota], str]:
    return [one for one in rota.on_duty(at) if one.id not in told][:1], "nobody_on_duty"


def _next(rota: Rota, told: Collection[int], at: datetime) -> tuple[list[OnRota], str]:
    return [one for one in rota.on_duty(at) if one.id not in told][:1], "nobody_else"


def _leads(rota: Rota, told: Collection[int], at: datetime) -> tuple[list[OnRota], str]:
    return [one for one in rota.leads(at) if one.id not in told], "no_lead"


def _out_of_hours(rota: Rota, told: Collection[int], _: datetime) -> tuple[list[OnRota], str]:
    return [one for one in rota.out_of_hours() if one.id not in told], "no_out_of_hours"


WHOM = {
    "first_on_duty": _first,
    "next_on_duty": _next,
    "leads": _leads,
    "out_of_hours": _out_of_hours,
}
