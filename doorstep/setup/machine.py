"""What the machine must have before anything is installed."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path

from doorstep.setup.problems import SetupProblem

NEEDED_GB = 5.0
"""Measured: both environments, the encoder and uv's cache take 4.1 GB while they are installed."""

OLDEST = (3, 9)
"""Of the Python that runs the set-up; Doorstep's own are 3.13 and 3.10."""


def check_python() -> None:
    """Refuse a Python too old, or one without venv, as Debian ships it."""
    if sys.version_info < OLDEST:
        raise SetupProblem(
            f"Python {sys.version_info[0]}.{sys.version_info[1]} is too old to set up Doorstep: "
            "install Python 3.9 or newer as python3."
        )
    if importlib.util.find_spec("ensurepip") is None:
        raise SetupProblem(
            "This Python cannot make environments: install the package python3-venv and try again."
        )


def check_space(folder: Path, *, needed_gb: float = NEEDED_GB) -> None:
    """Refuse to begin on a disk that will be full before the end."""
    free_gb = shutil.disk_usage(folder).free / 1e9
    if free_gb < needed_gb:
        raise SetupProblem(
            f"The disk of {folder} has {free_gb:.1f} GB free and the set-up needs "
            f"{needed_gb:.0f} GB: free some space and try again."
        )
