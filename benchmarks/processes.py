"""Starts what is measured on free ports, waits until it answers, and ends it."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil

PATIENCE = 180.0
"""Seconds for a program to answer."""


def free_ports(count: int) -> list[int]:
    """Return ports on which nobody listens now."""
    doors = [socket.socket() for _ in range(count)]
    try:
        for door in doors:
            door.bind(("127.0.0.1", 0))
        return [door.getsockname()[1] for door in doors]
    finally:
        for door in doors:
            door.close()


@contextmanager
def running(
    command: list[str],
    *,
    folder: Path,
    environment: Mapping[str, str],
    is_ready: Callable[[], bool],
    log: Path,
) -> Iterator[tuple[psutil.Process, float]]:
    """Run a program while the block does; give it and the seconds until it was ready."""
    with log.open("wb") as output:
        began = time.monotonic()
        process = subprocess.Popen(  # noqa: S603  our own commands
            command,
            cwd=folder,
            env={**os.environ, **environment},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            while not is_ready():
                if process.poll() is not None or time.monotonic() - began > PATIENCE:
                    raise SystemExit(f"{command[0]} did not start: see {log}")
                time.sleep(0.05)
            yield psutil.Process(process.pid), time.monotonic() - began
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=30)


def answers(address: str) -> Callable[[], bool]:
    """Return a question that is answered yes when the address answers 200."""

    def ask() -> bool:
        try:
            return httpx.get(address, timeout=2, trust_env=False).status_code == 200
        except httpx.HTTPError:
            return False

    return ask


def memory_mb(process: psutil.Process) -> dict[str, float]:
    """Return each process's own share of memory (PSS) below ``process``, by its command."""
    return {
        f"{one.pid} {_named(one)}": one.memory_full_info().pss / 1e6
        for one in [process, *process.children(recursive=True)]
    }


def _named(process: psutil.Process) -> str:
    words = process.cmdline()
    known = ("make_public", "make_console", "bot.serve", "actions.server", "worker", "rasa", "up")
    return next((name for name in known if any(name in word for word in words[1:])), process.name())
