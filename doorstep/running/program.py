"""A program that runs as a process of its own, and the process it runs in."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

TIED = Path(__file__).with_name("tied.py")

LARGEST_LOG = 10_000_000
"""Bytes. A larger log is put aside as NAME.log.1 at the next start."""


@dataclass(frozen=True)
class Program:
    """What to run. ``called`` is how people know it; ``is_ready`` asks whether it works."""

    name: str
    called: str
    command: tuple[str, ...]
    is_ready: Callable[[], bool]
    environment: Mapping[str, str] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    """Names that are taken out of its environment."""

    def surroundings(self) -> dict[str, str]:
        """Return the whole environment of the process."""
        inherited = {k: v for k, v in os.environ.items() if k not in self.without}
        return {**inherited, **self.environment}


class Running:
    """A program in a process group of its own, so that Ctrl-C reaches only its supervisor."""

    def __init__(self, program: Program, *, root: Path, logs: Path) -> None:
        """Start it; what it writes goes to ``logs``/NAME.log."""
        self.program = program
        self.log = logs / f"{program.name}.log"
        _put_aside(self.log)
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(  # noqa: S603  our own commands
                [sys.executable, "-I", "-S", str(TIED), *program.command],
                cwd=root,
                env=program.surroundings(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """The process's id, which is its group's too."""
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """None while it runs; negative when a signal ended it."""
        return self._process.poll()

    def ask_to_stop(self) -> None:
        """Ask the whole group to end."""
        self._signal(signal.SIGTERM)

    def wait_or_kill(self, seconds: float) -> None:
        """Wait for the end; after ``seconds`` end it and whatever it started."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=max(0.0, seconds))
        self._signal(signal.SIGKILL)
        self._process.wait()

    def _signal(self, number: signal.Signals) -> None:
        try:
            os.killpg(self._process.pid, number)
        except (ProcessLookupError, PermissionError):
            return  # nobody is left in the group


def _put_aside(log: Path) -> None:
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_suffix(".log.1"))
