"""The action server's own database sessions, opened once a process."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from sqlalchemy.orm import Session

from settings import settings
from storage.connections import ACTIONS
from storage.engine import Sessions, make_engine, make_sessions


@cache
def _sessions() -> Sessions:
    return make_sessions(make_engine(settings().database_url, pool_size=ACTIONS))


@contextmanager
def open_transaction() -> Iterator[Session]:
    """Open one transaction for one action; it is committed if the action returns."""
    with _sessions().begin() as session:
        yield session
