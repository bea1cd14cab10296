"""What the tests of the directory share: the demonstration council, loaded."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from directory.load import load_directory
from directory.load_places import load_places

ROOT = Path(__file__).resolve().parents[2]
SERVICES = ROOT / "directory" / "demonstration" / "services.json"
PLACES = ROOT / "directory" / "demonstration" / "places.csv"


@pytest.fixture
def harbourside(session: Session, now: datetime) -> Session:
    """A session on the demonstration council; undone after the test."""
    load_directory(session, SERVICES, at=now)
    load_places(session, PLACES, at=now)
    return session
