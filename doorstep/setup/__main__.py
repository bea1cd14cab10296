"""Sets up what is missing or stale, wave by wave: python3 -m doorstep.setup [STEP …]."""

from __future__ import annotations

import fcntl
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from doorstep.setup.doing import Workshop
from doorstep.setup.machine import check_python, check_space
from doorstep.setup.problems import SetupProblem
from doorstep.setup.steps import WAVES

ROOT = Path(__file__).resolve().parents[2]


def tell(line: str) -> None:
    """Print a line of progress at once."""
    print(f"  {line}", flush=True)  # noqa: T201  a command's output


def main() -> int:
    """Do what is to do; on a problem print its one sentence and return 1."""
    try:
        check_python()
        with _alone():
            set_up(Workshop(ROOT, tell), only=frozenset(sys.argv[1:]))
    except SetupProblem as problem:
        print(f"doorstep: {problem}", file=sys.stderr)  # noqa: T201
        return 1
    except KeyboardInterrupt:
        print("doorstep: stopped; the next set-up goes on from here.", file=sys.stderr)  # noqa: T201
        return 130
    return 0


def set_up(workshop: Workshop, *, only: frozenset[str] = frozenset()) -> None:
    """Run the steps that are not done; ``only`` names some of them, for a container's stage."""
    has_room = False
    for wave in WAVES:
        wanted = [step for step in wave if not only or step.name in only]
        stale = [step for step in wanted if not workshop.is_done(step)]
        if stale and not has_room:
            check_space(ROOT)
            has_room = True
        with ThreadPoolExecutor(max(1, len(stale))) as side_by_side:
            list(side_by_side.map(workshop.do, stale))


@contextmanager
def _alone() -> Iterator[None]:
    """Let one set-up of a checkout run at a time; a second one waits for it."""
    lock = ROOT / "var" / "setup.lock"
    lock.parent.mkdir(exist_ok=True)
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            tell("Waiting for another set-up of this checkout to end …")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    sys.exit(main())
