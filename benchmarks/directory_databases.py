"""Databases to measure the search in: one for each directory, in a server of their own."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, text

from directory.learn_meanings import learn_all
from directory.load import load_directory
from directory.load_places import load_places
from settings import ROOT, settings
from storage.embedded import embedded_postgres
from storage.engine import Sessions, make_engine, make_sessions
from storage.migrate import migrate

AT = datetime(2026, 11, 24, 10, tzinfo=UTC)
"""A Tuesday morning, so that opening times are the same in every run."""

DEMONSTRATION = ROOT / "directory" / "demonstration"
SOURCES = {
    "demonstration": (DEMONSTRATION / "services.json", (DEMONSTRATION / "places.csv",)),
    "greater_manchester": (
        settings().doorstep_shared / "data" / "directory" / "gm_services_oruk_v3.json.gz",
        tuple(
            settings().doorstep_shared / "data" / "geo" / name
            for name in ("trafford_postcodes.csv", "uk_outcodes.csv")
        ),
    ),
}


@contextmanager
def server() -> Iterator[str]:
    """Run a PostgreSQL on an empty folder under var/bench."""
    folder = settings().doorstep_var / "bench" / "directory"
    shutil.rmtree(folder, ignore_errors=True)
    with embedded_postgres(folder) as address:
        yield address


@contextmanager
def database(address: str, name: str) -> Iterator[Engine]:
    """Make an empty database with today's tables."""
    maker = make_engine(address)
    with maker.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    maker.dispose()
    engine = make_engine(address.replace("/postgres?", f"/{name}?"))
    migrate(engine)
    yield engine
    engine.dispose()


def is_there(directory: str) -> bool:
    """Tell whether the files of a directory are on this machine."""
    return SOURCES[directory][0].exists()


def load(engine: Engine, directory: str) -> Sessions:
    """Load a directory and its places, and learn what its services mean."""
    sessions = make_sessions(engine)
    services, places = SOURCES[directory]
    load_all_places(sessions, places)
    with sessions.begin() as session:
        load_directory(session, services, at=AT)
    learn_all(sessions)
    return sessions


def load_all_places(sessions: Sessions, places: tuple[Path, ...]) -> None:
    """Load tables of places."""
    for table in places:
        with sessions.begin() as session:
            load_places(session, table, at=AT)
