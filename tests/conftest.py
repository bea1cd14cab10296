"""What every test shares: a real PostgreSQL, sessions on it, and a clock that stands still."""

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from storage.base import Base
from storage.embedded import embedded_postgres
from storage.engine import Sessions, make_engine, make_sessions
from storage.migrate import migrate

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
"""A Tuesday morning in working hours."""


@pytest.fixture(scope="session")
def database_url() -> Iterator[str]:
    """A PostgreSQL of this test run's own; pytest's folders may be cleared by another run."""
    with (
        tempfile.TemporaryDirectory(prefix="doorstep-", ignore_cleanup_errors=True) as folder,
        embedded_postgres(Path(folder)) as url,
    ):
        yield url


@pytest.fixture(scope="session")
def engine(database_url: str) -> Iterator[Engine]:
    """The database with today's tables."""
    made = make_engine(database_url)
    migrate(made)
    yield made
    made.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session whose work is undone after the test, even what it committed."""
    with engine.connect() as connection:
        outer = connection.begin()
        with Session(
            connection, join_transaction_mode="create_savepoint", expire_on_commit=False
        ) as opened:
            yield opened
        outer.rollback()


@pytest.fixture
def sessions(engine: Engine) -> Iterator[Sessions]:
    """The factory that doors use, for tests of what commits; all tables are emptied afterwards."""
    yield make_sessions(engine)
    tables = ", ".join(table.name for table in Base.metadata.sorted_tables)
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL lock_timeout = '10s'"))  # a session was left open
        connection.execute(text(f"TRUNCATE {tables} CASCADE"))


@pytest.fixture
def now() -> datetime:
    """A Tuesday morning in working hours."""
    return NOW


@pytest.fixture
def shared() -> Path:
    """The folder of public data; tests that need it say so and skip when it is absent."""
    from settings import settings

    folder = settings().doorstep_shared
    if not folder.is_dir():
        pytest.skip("the shared public data is not beside the project")
    return folder
