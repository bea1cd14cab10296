"""Runs a command that ends when its parent does: python tied.py COMMAND …  Standard library only.

Linux sends the signal; elsewhere the command simply runs.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
"""prctl(2): the signal to get when the parent dies. It is kept across execve."""


def main() -> None:
    """Tie this process to its parent and become the command."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() == 1:
            sys.exit(1)  # the parent died before the tie
    os.execvp(sys.argv[1], sys.argv[1:])  # noqa: S606  our own commands


if __name__ == "__main__":
    main()
