"""Programs are started, watched, started again and stopped, with real processes."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from doorstep.problems import CannotGoOn
from doorstep.running.program import Program
from doorstep.running.supervisor import Supervisor

PATIENCE = 15.0

SLEEPS = (sys.executable, "-S", "-c", "import time; time.sleep(600)")
HAS_A_CHILD = (
    sys.executable, "-S", "-c",
    "import subprocess, sys, time; subprocess.Popen([sys.executable, '-S', '-c', "
    "'import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)']); "
    "time.sleep(600)",
)  # fmt: skip
DIES = (sys.executable, "-S", "-c", "import sys; print('it is over'); sys.exit(7)")


def until(is_so: Callable[[], bool]) -> None:
    latest = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < latest, "it did not come to that"
        time.sleep(0.05)


def program(command: tuple[str, ...], *, is_ready: Callable[[], bool] = lambda: True) -> Program:
    return Program("part", "the part", command, is_ready)


class Stage:
    """A supervisor whose watch runs in a thread."""

    def __init__(self, folder: Path) -> None:
        self.told: list[str] = []
        self.over = threading.Event()
        self.supervisor = Supervisor(
            root=folder, logs=folder / "log", tell=self.told.append, over=self.over
        )
        self.watching = threading.Thread(target=self.supervisor.watch)

    def end(self) -> None:
        self.over.set()
        if self.watching.ident:
            self.watching.join()
        self.supervisor.stop()


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    made = Stage(tmp_path)
    yield made
    made.end()


def test_it_waits_until_a_program_works(stage: Stage) -> None:
    answers = iter([False, False, True])
    stage.supervisor.start([program(SLEEPS, is_ready=lambda: next(answers))])
    stage.supervisor.wait_until_ready()
    assert list(answers) == []
    assert stage.told == ["the part is ready"]


def test_a_program_that_ends_before_it_works_stops_the_start_with_a_sentence(stage: Stage) -> None:
    stage.supervisor.start([program(DIES, is_ready=lambda: False)])
    with pytest.raises(CannotGoOn, match="the part ended with code 7. Its log is .*part.log"):
        stage.supervisor.wait_until_ready()


def test_a_program_that_never_works_stops_the_start_with_a_sentence(stage: Stage) -> None:
    stage.supervisor.start([program(SLEEPS, is_ready=lambda: False)])
    with pytest.raises(CannotGoOn, match="Not ready after 0 seconds: the part"):
        stage.supervisor.wait_until_ready(seconds=0.3)


def test_a_program_that_was_killed_is_started_again(stage: Stage) -> None:
    stage.supervisor.start([program(SLEEPS)])
    first = stage.supervisor.pids()["part"]
    stage.watching.start()
    os.kill(first, signal.SIGKILL)
    until(lambda: stage.supervisor.pids()["part"] != first)
    assert stage.told == ["the part ended by signal 9. It is started again."]


def test_a_program_that_keeps_dying_is_left_alone_with_one_sentence(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("doorstep.running.supervisor.FIRST_PAUSE", 0.01)
    stage.supervisor.start([program(DIES)])
    stage.watching.start()
    until(lambda: any("left stopped" in line for line in stage.told))
    time.sleep(0.5)
    assert len(stage.told) == 5
    assert "ended 5 times in a minute" in stage.told[-1]


def test_nothing_that_a_program_started_is_left(stage: Stage) -> None:
    stage.supervisor.start([program(HAS_A_CHILD)])
    parent = psutil.Process(stage.supervisor.pids()["part"])
    until(lambda: bool(parent.children()))
    [child] = parent.children()
    began = time.monotonic()
    stage.supervisor.stop()
    assert time.monotonic() - began < 7
    until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)


def test_a_program_ends_when_its_supervisor_is_killed(tmp_path: Path) -> None:
    script = f"""
import pathlib, threading, time
from doorstep.running.program import Program
from doorstep.running.supervisor import Supervisor
folder = pathlib.Path({str(tmp_path)!r})
watcher = Supervisor(root=folder, logs=folder, tell=print, over=threading.Event())
watcher.start([Program("part", "the part", {SLEEPS!r}, lambda: True)])
print(watcher.pids()["part"], flush=True)
time.sleep(600)
"""
    with psutil.Popen([sys.executable, "-c", script], stdout=-1) as supervisor:
        pid = int(supervisor.stdout.readline())
        part = psutil.Process(pid)
        until(lambda: "time.sleep(600)" in " ".join(part.cmdline()))
        supervisor.kill()
        supervisor.wait()
        until(lambda: not part.is_running() or part.status() == psutil.STATUS_ZOMBIE)


def test_what_a_program_writes_is_in_its_log(stage: Stage, tmp_path: Path) -> None:
    stage.supervisor.start([program(DIES)])
    until(lambda: "it is over" in (tmp_path / "log" / "part.log").read_text())


def test_a_program_does_not_get_what_is_taken_out(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "only for the web apps")
    shows = (
        sys.executable,
        "-c",
        "import os; print(os.environ.get('SECRET_KEY'), os.environ['A'])",
    )
    stage.supervisor.start(
        [Program("part", "the part", shows, lambda: True, {"A": "b"}, without=("SECRET_KEY",))]
    )
    until(lambda: "None b" in (tmp_path / "log" / "part.log").read_text())
