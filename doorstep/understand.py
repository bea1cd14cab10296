"""`doorstep understand`: what the trained model and the danger screen make of each line."""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from typing import Any

import click

from doorstep.problems import CannotGoOn

BOT = ("bot", ".venv", "bin", "python")


@click.command()
def understand() -> None:
    """Understand messages from stdin (text, or JSON with text and id), a JSON line each."""
    from doorstep.lines import lines_in, write_line

    lines = [line for line in lines_in() if line.strip()]
    for answer in with_safety(understood(lines), lines):
        write_line(answer)


def understood(lines: list[str]) -> Iterator[dict[str, Any]]:
    """Let the bot's own environment read the lines, and return its answers."""
    from settings import ROOT

    python = ROOT.joinpath(*BOT)
    if not python.exists():
        raise CannotGoOn("The bot is not installed: run `make setup` first.")
    done = subprocess.run(  # noqa: S603  our own command
        [str(python), "-m", "bot.understand"],
        cwd=ROOT,
        input="\n".join(lines) + "\n",
        capture_output=True,
        text=True,
    )
    if done.returncode:
        sys.stderr.write(done.stderr)
        raise CannotGoOn("The bot could not read the lines: is the model trained (`make setup`)?")
    return (json.loads(line) for line in done.stdout.splitlines() if line.startswith("{"))


def with_safety(
    answers: Iterable[dict[str, Any]], lines: Iterable[str]
) -> Iterator[dict[str, Any]]:
    """Add to each answer what the danger screen says of the same line."""
    from triage.command import screen_lines

    for answer, screened in zip(answers, screen_lines(lines), strict=True):
        found = json.loads(screened) if isinstance(screened, str) else dict(screened)
        found.pop("id", None)
        yield {**answer, "safety": found}
