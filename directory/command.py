"""What the command line does with the directory: load and report, search line by line."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from directory.load import LoadReport, load_directory
from directory.load_places import load_places
from directory.place_tables import is_table_of_places
from directory.places import find_place
from directory.search import find_services
from storage.engine import Sessions

SHOWN = 20
"""Refusals that are told one by one; the rest are counted, and all are in the database."""


def load_and_report(
    sessions: Sessions, source: str, *, at: datetime, only: Iterable[str] = ()
) -> str:
    """Load a feed of services or a table of places, known by what is in it; say what it did.

    ``only``: of a table of places, the outward codes that are wanted.
    """
    with sessions.begin() as session:
        if _gives_places(source):
            return say_report(load_places(session, source, at=at, only=only))
        return say_report(load_directory(session, source, at=at))


def _gives_places(source: str) -> bool:
    return Path(source).suffix.lower() == ".csv" or (
        Path(source).is_dir() and is_table_of_places(source)
    )


def say_report(report: LoadReport) -> str:
    """Return a load's report in plain words, a line for each thing refused."""
    counts = ", ".join(
        f"{getattr(report, name)} {name}" for name in ("added", "changed", "unchanged", "removed")
    )
    lines = [f"{report.source}: {counts}, {len(report.refused)} refused"]
    lines += [f"  refused {called}: {reason}" for called, reason in report.refused[:SHOWN]]
    if len(report.refused) > SHOWN:
        lines.append(f"  and {len(report.refused) - SHOWN} more")
    return "\n".join(lines)


def search_lines(sessions: Sessions, lines: Iterable[str], *, at: datetime) -> Iterator[str]:
    """Answer JSON lines {"id", "q", "postcode"?, "limit"?} by {"id", "results": [ids]}.

    A line that cannot be read is answered by {"id", "error"}; empty lines are passed over.
    """
    with sessions() as session:
        for line in lines:
            if line.strip():
                yield json.dumps(_answer(session, line, at))


def _answer(session: Any, line: str, at: datetime) -> dict[str, Any]:
    try:
        asked = json.loads(line)
        words, limit = str(asked["q"]), int(asked.get("limit", 3))
    except (ValueError, KeyError, TypeError, AttributeError):
        return {"id": None, "error": 'A line is {"id", "q", "postcode"?, "limit"?} in JSON.'}
    place = find_place(session, str(asked.get("postcode") or ""))
    found = find_services(session, words=words, place=place, at=at, limit=max(1, min(limit, 100)))
    return {"id": asked.get("id"), "results": [service.id for service in found]}
