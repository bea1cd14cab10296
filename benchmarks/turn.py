"""A turn over web chat beside one of a plain Rasa bot, in the same run; start-up and memory."""

import shutil
import signal
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

import httpx
import psutil

from benchmarks import plain_bot
from benchmarks.processes import answers, free_ports, memory_mb, running
from doorstep.chat import Chat
from settings import ROOT, settings

CONVERSATIONS = 20
"""Of each bot, in turns: what else the machine does slows both alike."""

SAYS = (
    "I can't get to the shops any more since my fall",
    "yes",
    "a hot meal every day",
    "I used to sing in a choir",
    "my daughter rings on Sundays",
    "HB1 2AB",
    "no",
    "1",
    "I'll do it myself",
    "yes",
    "07700 900123",
    "yes",
)
"""A whole journey, from what matters to a promise, with every search and every write in it."""


def main() -> None:
    """Print both medians, their ratio, start-up times and memory."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # end what was started, then oneself
    folder = settings().doorstep_var / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    with _doorstep(folder) as (address, process, seconds), plain_bot.plain_bot() as plain:
        plain_address, plain_process, plain_seconds = plain
        ours, theirs = _measure(address, plain_address)
        _tell("Doorstep, web chat API", ours, seconds, process)
        _tell("rasa init, REST channel", theirs, plain_seconds, plain_process)
        _say(f"a turn takes {median(ours) / median(theirs):.2f} times the plain bot's")


def _measure(address: str, plain_address: str) -> tuple[list[float], list[float]]:
    """Return the seconds of each turn of both, a conversation of one after one of the other."""
    ours: list[float] = []
    theirs: list[float] = []
    with (
        httpx.Client(base_url=address, timeout=20, trust_env=False) as client,
        httpx.Client(timeout=20, trust_env=False) as plain_client,
    ):
        for _ in range(CONVERSATIONS):
            ours += _turns(client)
            theirs += _plain_turns(plain_client, plain_address)
    return ours, theirs


def _turns(client: httpx.Client) -> Iterator[float]:
    talk = Chat(client)
    for text in SAYS:
        began = perf_counter()
        answer = talk.say(text)
        yield perf_counter() - began
        if "owner" not in answer:  # a refusal is quick, and no turn
            raise SystemExit(f"Doorstep refused {text!r}")


def _plain_turns(client: httpx.Client, address: str) -> Iterator[float]:
    sender = str(uuid.uuid4())
    for text in plain_bot.SAYS:
        yield plain_bot.turn(client, address, sender, text)


@contextmanager
def _doorstep(folder: Path) -> Iterator[tuple[str, psutil.Process, float]]:
    """Run all of Doorstep on free ports with a database of its own."""
    var = folder / "doorstep"
    shutil.rmtree(var, ignore_errors=True)
    names = ("PUBLIC_PORT", "CONSOLE_PORT", "BOT_PORT", "ACTIONS_PORT", "STAND_IN_PORT")
    ports = {name: str(port) for name, port in zip(names, free_ports(len(names)), strict=True)}
    address = f"http://127.0.0.1:{ports['PUBLIC_PORT']}"
    with running(
        [sys.executable, "-m", "doorstep", "up"],
        folder=ROOT,
        environment={**ports, "DOORSTEP_VAR": str(var), "DATABASE_URL": ""},
        is_ready=answers(f"{address}/health/ready"),
        log=folder / "doorstep.log",
    ) as (process, seconds):
        yield address, process, seconds


def _tell(name: str, took: list[float], seconds: float, process: psutil.Process) -> None:
    slowest = quantiles(took, n=20)[-1]
    memory = memory_mb(process)
    _say(
        f"{name}: median {median(took) * 1000:.0f} ms, "
        f"95th {slowest * 1000:.0f} ms, {len(took)} turns"
    )
    _say(f"  first answer {seconds:.1f} s after the start; {sum(memory.values()):.0f} MB in all")
    for called, megabytes in memory.items():
        _say(f"    {megabytes:5.0f} MB  {called}")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
