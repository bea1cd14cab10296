"""Plays what is said through espeak-ng, where that is installed."""

import shutil
import subprocess
from collections.abc import Callable

PROGRAM = "espeak-ng"
VOICE, WORDS_A_MINUTE = "en-gb", "150"
MISSING = f"[{PROGRAM} is not installed on this machine: nothing is played]"


def loudspeaker(*, tell: Callable[[str], None]) -> Callable[[str], None]:
    """Return what plays a line; where the program is missing, it says so once and stays quiet."""
    program = shutil.which(PROGRAM)
    if program is None:
        tell(MISSING)
        return _stay_quiet

    def play(line: str) -> None:
        if line.strip() and not line.startswith("["):
            # Words go in by standard input, so that none can be taken for an option.
            command = [program, "-v", VOICE, "-s", WORDS_A_MINUTE, "--stdin"]
            subprocess.run(command, input=line.encode(), check=False)  # noqa: S603 our own words

    return play


def _stay_quiet(_: str) -> None:
    """Play nothing."""
