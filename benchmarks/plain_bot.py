"""The bot that `rasa init` makes, trained once, as a yardstick for the time of a turn."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil

from benchmarks.processes import answers, free_ports, running
from settings import ROOT, settings

RASA = ROOT / "bot" / ".venv" / "bin" / "rasa"

QUIET = {"RASA_TELEMETRY_ENABLED": "false", "PYTHONWARNINGS": "ignore", "TF_CPP_MIN_LOG_LEVEL": "3"}

SAYS = ("hello", "I am very sad", "no", "yes", "are you a bot?", "bye")


@contextmanager
def plain_bot() -> Iterator[tuple[str, psutil.Process, float]]:
    """Run it; give the address of its REST channel, its process and the seconds to its start."""
    folder = settings().doorstep_var / "bench" / "rasa-init"
    if not (folder / "models").is_dir():
        _make(folder)
    [port] = free_ports(1)
    command = [str(RASA), "run", "--interface", "127.0.0.1", "--port", str(port)]
    address = f"http://127.0.0.1:{port}"
    with running(
        command,
        folder=folder,
        environment=QUIET,
        is_ready=answers(f"{address}/webhooks/rest/"),
        log=folder / "run.log",
    ) as (process, seconds):
        yield f"{address}/webhooks/rest/webhook", process, seconds


def turn(client: httpx.Client, address: str, sender: str, text: str) -> float:
    """Take one turn; return its seconds. No words in the answer is a failure."""
    answer = client.post(address, json={"sender": sender, "message": text})
    if not answer.json():
        raise SystemExit(f"the plain bot said nothing to {text!r}")
    return answer.elapsed.total_seconds()


def _make(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "init.log").open("wb") as log:
        subprocess.run(  # noqa: S603  our own command
            [str(RASA), "init", "--no-prompt", "--init-dir", str(folder)],
            cwd=folder,
            env={**os.environ, **QUIET},
            stdout=log,
            stderr=subprocess.STDOUT,
            check=True,
        )
