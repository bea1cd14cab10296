"""`doorstep drill`: a test alert through every step, and what happened at each."""

import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from uuid import UUID

    from referrals.alert_told import Told
    from storage.engine import Sessions

PAUSE = 0.5
"""Seconds between two looks at what has happened."""


@click.command()
@click.option("--seconds", default=90, show_default=True, help="How long to wait for every step.")
def drill(seconds: int) -> None:
    """Send a DRILL through every step of an alert; the running worker sends, as with a real one.

    Ends with 0 when every step that has somebody reached them, else with 1.
    """
    from doorstep.database import open_database
    from settings import settings

    with open_database(settings()) as sessions:
        is_good = run_drill(sessions, seconds=seconds, tell=click.echo, clock=_now)
    sys.exit(0 if is_good else 1)


def run_drill(
    sessions: "Sessions",
    *,
    seconds: float,
    tell: Callable[[str], None],
    clock: Callable[[], datetime],
    wait: Callable[[float], None] = time.sleep,
) -> bool:
    """Raise a drill, tell of each step as it happens, and return whether all went well."""
    from referrals.alerts import raise_drill
    from referrals.staff import COMMAND_LINE

    began = clock()
    with sessions.begin() as session:
        alert_id = raise_drill(session, by=COMMAND_LINE, at=began).id
    tell(f"DRILL {alert_id}: raised at {began:%H:%M:%S} UTC. Nobody is in danger.")
    told = _follow(sessions, alert_id, began, seconds=seconds, tell=tell, clock=clock, wait=wait)
    return _sum_up(told, tell)


def _follow(
    sessions: "Sessions",
    alert_id: "UUID",
    began: datetime,
    *,
    seconds: float,
    tell: Callable[[str], None],
    clock: Callable[[], datetime],
    wait: Callable[[float], None],
) -> "Sequence[Told]":
    """Tell of every step once its outcome is known, until all are or the time is over."""
    from referrals.alert_steps import alert_steps
    from referrals.alert_told import WAITS, told_of

    shown: set[int] = set()
    while True:
        with sessions() as session:
            told = told_of(session, alert_id)
        for number, one in enumerate(told):
            if number not in shown and one.outcome != WAITS:
                shown.add(number)
                tell(_line(one, began))
        is_whole = {one.step for one in told} == {step.id for step in alert_steps()}
        if is_whole and len(shown) == len(told):
            return told
        if (clock() - began).total_seconds() >= seconds:
            for number, one in enumerate(told):
                if number not in shown:
                    tell(_line(one, began))
            return told
        wait(PAUSE)


def _line(one: "Told", began: datetime) -> str:
    took = max((one.outcome_at - began).total_seconds(), 0.0)
    whom = f"{one.name}, by {one.how}" if one.name else "nobody"
    why = f" ({one.why})" if one.why else ""
    return f"DRILL {one.title} [{one.minutes} min]: {whom}: {one.outcome}{why}, after {took:.1f} s"


def _sum_up(told: "Sequence[Told]", tell: Callable[[str], None]) -> bool:
    """Say what is missing; a step without anybody is a gap of the rota and no success."""
    from referrals.alert_told import SENT

    if not told:
        tell("DRILL failed: no step was taken. Is the worker running? It goes on when it is back.")
        return False
    missed = [one for one in told if one.outcome != SENT]
    if missed:
        tell(f"DRILL: {len(told) - len(missed)} of {len(told)} messages went out. See above.")
        return False
    tell("DRILL: every step reached somebody. Take it up in the console to finish it.")
    return True


def _now() -> datetime:
    return datetime.now(UTC)
