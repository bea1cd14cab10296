"""The line that these tests text and call."""

from datetime import datetime
from pathlib import Path

import pytest

from storage.engine import Sessions, make_engine, make_sessions
from tests.telephony.line import Line, open_test_line


@pytest.fixture
def line(sessions: Sessions, tmp_path: Path, now: datetime) -> Line:
    """The line in good order."""
    return open_test_line(sessions, tmp_path, now)


@pytest.fixture
def broken_line(tmp_path: Path, now: datetime) -> Line:
    """The line while the database is down: nobody listens on that port."""
    nobody = make_sessions(make_engine("postgresql://127.0.0.1:1/nothing"))
    return open_test_line(nobody, tmp_path, now)
