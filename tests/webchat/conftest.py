"""The public web that these tests visit."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from storage.engine import Sessions, make_engine, make_sessions
from storage.live import Listener
from tests.webchat.front import Front, open_front


@pytest.fixture
def listener(database_url: str) -> Iterator[Listener]:
    """The line to the database on which live notices come."""
    live = Listener(database_url)
    yield live
    live.stop()


@pytest.fixture
def front(sessions: Sessions, tmp_path: Path, now: datetime, listener: Listener) -> Front:
    """The public web in good order."""
    return open_front(sessions, tmp_path, now, listener=listener)


@pytest.fixture
def broken_front(tmp_path: Path, now: datetime) -> Front:
    """The public web while the database is down: nobody listens on that port."""
    nobody = make_sessions(make_engine("postgresql://127.0.0.1:1/nothing"))
    return open_front(nobody, tmp_path, now)
