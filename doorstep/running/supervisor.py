"""Starts programs, waits until they work, starts again what dies, and stops them all."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from doorstep.problems import CannotGoOn
from doorstep.running.program import Program, Running

READY_WITHIN = 120.0
"""Seconds for all to be ready. Measured: about 15 on two cores."""
MOST_DEATHS, WITHIN = 5, 60.0
"""A program that dies so often within so many seconds is left stopped: it would die for ever."""
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 8.0
"""Seconds before it is started again; doubled at each death."""
STOPS_WITHIN = 5.0
"""Seconds for a program to end by itself."""
LOOKS_EVERY = 0.2


@dataclass
class _Place:
    """Where one program runs, now or soon again."""

    program: Program
    running: Running
    deaths: list[float] = field(default_factory=list)
    start_again_at: float | None = None
    is_given_up: bool = False


class Supervisor:
    """Keeps programs running until ``over`` is set."""

    def __init__(self, *, root: Path, logs: Path, tell: Callable[[str], None], over: Event) -> None:
        """Run programs in ``root``; ``tell`` gets one sentence for each thing that happens."""
        logs.mkdir(parents=True, exist_ok=True)
        self._root, self._logs = root, logs
        self._tell, self._over = tell, over
        self._places: list[_Place] = []

    def start(self, programs: Sequence[Program]) -> None:
        """Start programs side by side."""
        for program in programs:
            self._places.append(_Place(program, self._run(program)))

    def wait_until_ready(self, *, seconds: float = READY_WITHIN) -> None:
        """Return when every program works. One that ends or takes too long raises CannotGoOn."""
        began = time.monotonic()
        waiting = list(self._places)
        while waiting and not self._over.is_set():
            for place in list(waiting):
                if place.running.exit_code is not None:
                    raise CannotGoOn(self._ended(place) + f" Its log is {place.running.log}")
                if place.program.is_ready():
                    waiting.remove(place)
                    self._tell(f"{place.program.called} is ready")
            if waiting and time.monotonic() - began > seconds:
                names = ", ".join(place.program.called for place in waiting)
                raise CannotGoOn(
                    f"Not ready after {seconds:.0f} seconds: {names}; see {self._logs}"
                )
            self._over.wait(LOOKS_EVERY)

    def watch(self) -> None:
        """Start again what dies, until ``over`` is set."""
        while not self._over.wait(LOOKS_EVERY):
            for place in self._places:
                self._look_at(place, time.monotonic())

    def stop(self) -> None:
        """Stop every program; after some seconds by force."""
        for place in self._places:
            place.running.ask_to_stop()
        latest = time.monotonic() + STOPS_WITHIN
        for place in self._places:
            place.running.wait_or_kill(latest - time.monotonic())

    def pids(self) -> dict[str, int]:
        """Return the process of each program by name."""
        return {place.program.name: place.running.pid for place in self._places}

    def _run(self, program: Program) -> Running:
        return Running(program, root=self._root, logs=self._logs)

    def _look_at(self, place: _Place, now: float) -> None:
        if place.is_given_up or place.running.exit_code is None:
            return
        if place.start_again_at is None:
            self._has_died(place, now)
        elif now >= place.start_again_at:
            place.start_again_at = None
            place.running = self._run(place.program)

    def _has_died(self, place: _Place, now: float) -> None:
        place.running.wait_or_kill(0)  # what it started must not hold its port
        place.deaths = [*(death for death in place.deaths if now - death < WITHIN), now]
        if len(place.deaths) >= MOST_DEATHS:
            place.is_given_up = True
            self._tell(
                f"{place.program.called} ended {MOST_DEATHS} times in a minute and is left "
                f"stopped; everything else goes on. Its log is {place.running.log}"
            )
            return
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (len(place.deaths) - 1))
        place.start_again_at = now + pause
        self._tell(f"{self._ended(place)} It is started again.")

    def _ended(self, place: _Place) -> str:
        code = place.running.exit_code or 0
        how = f"by signal {-code}" if code < 0 else f"with code {code}"
        return f"{place.program.called} ended {how}."
