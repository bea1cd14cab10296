"""Runs one step, tells how it goes, and remembers what it was made from."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

from doorstep.setup.fingerprint import fingerprint
from doorstep.setup.problems import SetupProblem, explain
from doorstep.setup.steps import Command, Step

TELL_EVERY = 20.0
"""Seconds between two lines of a long step: silence looks like a crash."""

Tell = Callable[[str], None]


class Workshop:
    """A checkout being set up."""

    def __init__(self, root: Path, tell: Tell) -> None:
        """Work in ``root`` and tell each line of progress."""
        self._root = root
        self._tell = tell
        self._stamps = root / ".tools" / "stamps"
        self._logs = root / "var" / "log"

    def is_done(self, step: Step) -> bool:
        """Tell whether what a step makes is there and was made from what is there now."""
        stamp = self._stamps / step.name
        is_made = all((self._root / made).exists() for made in step.makes)
        return is_made and stamp.is_file() and stamp.read_text() == self._print_of(step)

    def do(self, step: Step) -> None:
        """Run a step's commands; a failed one raises SetupProblem and leaves no stamp."""
        began = time.monotonic()
        self._tell(f"{step.doing} …")
        (self._stamps / step.name).unlink(missing_ok=True)
        for command in step.commands(self._root):
            self._run(command, step)
        self._stamps.mkdir(parents=True, exist_ok=True)
        (self._stamps / step.name).write_text(self._print_of(step))
        self._tell(f"{step.doing}: done in {time.monotonic() - began:.0f} s")

    def _print_of(self, step: Step) -> str:
        earlier = [self._stamps / name for name in step.after]
        before = [stamp.read_text() for stamp in earlier if stamp.is_file()]
        return fingerprint(self._root, step.reads, repr(step.commands(self._root)), *before)

    def _run(self, command: Command, step: Step) -> None:
        self._logs.mkdir(parents=True, exist_ok=True)
        log = self._logs / f"setup-{step.name}.log"
        with log.open("w", encoding="utf-8") as output:
            code = self._wait(self._start(command, output), step)
        if code:
            said = log.read_text(encoding="utf-8", errors="replace")
            raise SetupProblem(explain(said, doing=step.doing, log=log.relative_to(self._root)))

    def _start(self, command: Command, output: IO[str]) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "VIRTUAL_ENV": "", "PYTHONDONTWRITEBYTECODE": ""}
        try:
            return subprocess.Popen(  # noqa: S603  our own commands
                command,
                cwd=self._root,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        except OSError as problem:
            raise SetupProblem(f"{command[0]} cannot be started: {problem.strerror}.") from problem

    def _wait(self, process: subprocess.Popen[bytes], step: Step) -> int:
        began = time.monotonic()
        while True:
            try:
                return process.wait(timeout=TELL_EVERY)
            except subprocess.TimeoutExpired:
                self._tell(f"{step.doing} … {time.monotonic() - began:.0f} s so far")
            except BaseException:
                process.kill()
                raise
