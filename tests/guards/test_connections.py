"""All programs together stay below what PostgreSQL allows, even in a rush."""

import pytest
from sqlalchemy import Engine, QueuePool, text

from actions import desk as actions_desk
from conversation.desk import open_desk
from settings import Settings
from storage import connections
from storage.engine import Sessions, make_engine

NOBODY = "postgresql://127.0.0.1:1/nothing"
LISTENERS = 3
"""The public web, the console and the worker each hear live notices on a line of their own."""
QUEUE = 1
"""The worker puts jobs into the queue over one more."""


def most(pool_size: int) -> int:
    """Return how many connections an engine of this size opens at most."""
    engine = make_engine(NOBODY, pool_size=pool_size)
    assert isinstance(engine.pool, QueuePool)
    return engine.pool.size() + engine.pool._max_overflow


def test_the_shares_fit_into_the_limit() -> None:
    web = most(connections.PUBLIC) + most(connections.CONSOLE)
    behind = most(connections.ACTIONS) + most(connections.WORKER) + connections.JOBS + QUEUE
    beside = 2 * most(connections.ONE) + most(connections.COMMAND)
    assert web + behind + beside + LISTENERS <= connections.LIMIT


def test_the_limit_is_what_postgresql_allows(engine: Engine) -> None:
    with engine.connect() as connection:
        allowed = int(connection.scalar(text("SHOW max_connections")) or 0)
        kept = int(connection.scalar(text("SHOW superuser_reserved_connections")) or 0)
    assert allowed - kept >= connections.LIMIT


def test_the_programs_take_their_own_share(monkeypatch: pytest.MonkeyPatch) -> None:
    given = Settings(database_url=NOBODY)
    assert size(open_desk(given, pool_size=connections.PUBLIC).sessions) == connections.PUBLIC
    monkeypatch.setattr(actions_desk, "settings", lambda: given)
    assert size(actions_desk._sessions.__wrapped__()) == connections.ACTIONS


def size(sessions: Sessions) -> int:
    pool = sessions.kw["bind"].pool
    assert isinstance(pool, QueuePool)
    return pool.size()
