"""What every test shares: a real PostgreSQL, sessions on it, and a clock that stands still."""

import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from shutil import which

import psycopg
import pytest
from argon2 import PasswordHasher
from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from referrals import passwords
from storage.base import Base
from storage.embedded import embedded_postgres
from storage.engine import Sessions, make_engine, make_sessions
from storage.migrate import migrate
from tests.compiled_templates import CompiledTemplates

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
"""A Tuesday morning in working hours."""


@pytest.fixture(scope="session")
def database_url() -> Iterator[str]:
    """A PostgreSQL of this test run's own; pytest's folders may be cleared by another run."""
    with (
        tempfile.TemporaryDirectory(prefix="doorstep-", ignore_cleanup_errors=True) as folder,
        embedded_postgres(Path(folder)) as url,
    ):
        _need_not_survive_a_power_cut(url)
        yield url


def _need_not_survive_a_power_cut(url: str) -> None:
    """Let PostgreSQL not wait for the disk: what tests store is thrown away."""
    with closing(psycopg.connect(url, autocommit=True)) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")


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
    empty_tables(engine)


def empty_tables(engine: Engine) -> None:
    """Empty all tables. DELETE is ten times faster than TRUNCATE where there is little in them.

    The lock fails after 10 seconds when a test left a session open.
    """
    tables = [table.name for table in Base.metadata.sorted_tables]
    try:
        _empty(engine, tables)
    except OperationalError as problem:
        if not isinstance(problem.orig, psycopg.errors.DeadlockDetected):
            raise
        _empty(engine, tables)  # a page that a browser has left was still being read


def _empty(engine: Engine, tables: list[str]) -> None:
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL lock_timeout = '10s'"))
        connection.execute(text(f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE"))
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("; ".join(f"DELETE FROM {table}" for table in tables)))  # noqa: S608


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, one for a module.

    Not for the whole run: Playwright keeps an event loop in this thread while it is open, in which
    the worker's tests could not run theirs.
    """
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=which("chromium")
            or which("chromium-browser")
            or which("google-chrome"),
            args=[
                "--no-sandbox",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        yield opened
        opened.close()


@pytest.fixture(scope="session", autouse=True)
def _compiled_templates() -> Iterator[None]:
    """Compile each template once: that took most of the time of the web apps' tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "jinja_options", {"bytecode_cache": CompiledTemplates()})
        yield


@pytest.fixture
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Passwords hashed by the same method with little work, where another thing is tried."""
    monkeypatch.setattr(
        passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    )
    passwords._nobodys.cache_clear()  # nobody's hash is as cheap or as dear as everybody's
    yield
    passwords._nobodys.cache_clear()


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
