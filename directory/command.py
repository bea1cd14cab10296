"""What the command line does with the directory: load and report, search line by line."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from council import CouncilFeed
from directory.errors import BrokenFeed
from directory.feeds.asking import Asker, Manners
from directory.feeds.reports import asked_since, say_report
from directory.feeds.web import fetch_feed, is_address, name_of_address
from directory.learn_meanings import learn_all
from directory.load import RULES_VERSION, LoadReport, load_broken, load_directory, load_feed
from directory.load_places import load_places
from directory.place_tables import is_table_of_places
from directory.places import find_place
from directory.search import find_services
from storage.engine import Sessions


def load_and_report(
    sessions: Sessions, source: str, *, at: datetime, only: Iterable[str] = ()
) -> str:
    """Load whatever a source holds (load_source), and return the report in words."""
    report = load_source(sessions, source, at=at, only=only)
    learn_all(sessions)
    return say_report(report)


def load_source(
    sessions: Sessions,
    source: str,
    *,
    at: datetime,
    only: Iterable[str] = (),
    name: str | None = None,
    accept: bool = False,
) -> LoadReport:
    """Load a feed of services or a table of places, known by what is in it; tell what it did.

    ``only``: of a table of places, the outward codes that are wanted. ``name``: what to call the
    feed. ``accept``: take it even if it has lost many services.
    """
    if is_address(source):
        return load_address(sessions, source, at=at, name=name, accept=accept)
    with sessions.begin() as session:
        if _gives_places(source):
            return load_places(session, source, at=at, only=only)
        return load_directory(session, source, at=at, name=name, accept=accept)


def load_address(
    sessions: Sessions,
    address: str,
    *,
    at: datetime,
    name: str | None = None,
    accept: bool = False,
    manners: Manners | None = None,
) -> LoadReport:
    """Fetch a feed from its address, whole or what changed, and load it; say what it did.

    No transaction is open while the publisher's server is asked. ``accept`` reads it whole.
    """
    named = name or name_of_address(address)
    with sessions() as session:
        since = asked_since(session, named, at=at, rules=RULES_VERSION) if not accept else None
    try:
        with Asker(address, manners=manners) as ask:
            feed = fetch_feed(address, name=named, since=since, ask=ask)
    except BrokenFeed as problem:
        with sessions.begin() as session:
            return load_broken(session, named, problem, at=at)
    with sessions.begin() as session:
        return load_feed(session, feed, at=at, accept=accept)


def load_feeds(
    sessions: Sessions, feeds: Iterable[CouncilFeed], *, at: datetime
) -> list[LoadReport]:
    """Load the council's own feeds, one after the other; one that breaks stops no other."""
    return [load_address(sessions, one.address, at=at, name=one.name) for one in feeds]


def _gives_places(source: str) -> bool:
    return Path(source).suffix.lower() == ".csv" or (
        Path(source).is_dir() and is_table_of_places(source)
    )


def search_lines(sessions: Sessions, lines: Iterable[str], *, at: datetime) -> Iterator[str]:
    """Answer JSON lines {"id", "q", "postcode"?, "limit"?} by {"id", "results": [ids]}.

    A line that cannot be read is answered by {"id", "error"}; empty lines are passed over.
    """
    learn_all(sessions)
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
