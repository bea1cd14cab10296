"""Keeps messages on disk while the database is down, and takes them in when it is back."""

import json
import os
import uuid
from collections.abc import Iterator
from pathlib import Path

from settings import Settings

FOLDER = "spool"


def keep(settings: Settings, record: dict[str, str]) -> Path:
    """Write one message durably, readable by this service only; the name tells nothing."""
    folder = settings.doorstep_var / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{uuid.uuid4()}.json"
    unfinished = path.with_suffix(".part")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(record, file)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)
    return path


def kept(settings: Settings) -> Iterator[tuple[Path, dict[str, str]]]:
    """Return what waits, the oldest first; who takes one in deletes its file afterwards."""
    paths = sorted(
        (settings.doorstep_var / FOLDER).glob("*.json"), key=lambda path: path.stat().st_mtime
    )
    for path in paths:
        yield path, json.loads(path.read_text(encoding="utf-8"))
