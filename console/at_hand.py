"""What a request of the console has at hand: desk, settings, live notices, who is logged in."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import Flask, current_app, g
from sqlalchemy.orm import Session

from conversation.desk import Desk
from referrals.staff import Staff
from settings import Settings
from storage.live import Listener

KEY = "doorstep"


@dataclass(frozen=True)
class AtHand:
    """What the process opened once."""

    desk: Desk
    settings: Settings
    listener: Listener


def put_at_hand(app: Flask, at_hand: AtHand) -> None:
    """Give it to every request of an app."""
    app.extensions[KEY] = at_hand


def at_hand() -> AtHand:
    """Return what this process opened."""
    return cast(AtHand, current_app.extensions[KEY])


def transaction() -> AbstractContextManager[Session]:
    """Begin the request's transaction: it commits when the block ends well, else it is undone."""
    return at_hand().desk.sessions.begin()


def now() -> datetime:
    """Return the desk's time."""
    return at_hand().desk.clock()


def secret() -> str:
    """Return the key that signs links and form tokens."""
    return at_hand().settings.secret_key.get_secret_value()


def staff() -> Staff:
    """Return who is logged in; only for pages that need a log-in."""
    return cast(Staff, g.staff)


def staff_or_none() -> Staff | None:
    """Return who is logged in, if anybody is."""
    return cast(Staff | None, g.get("staff"))
