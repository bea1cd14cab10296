"""Limits how often somebody may ask, generously: a person in a hurry never meets them."""

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from settings import Settings
from webchat.cookie import read_cookie

MESSAGES = "60 per minute"
"""For one conversation, by API and by page alike."""
OPENINGS = "60 per minute"
"""For one address: a library or a surgery may share one."""
TRIES = "20 per minute"
"""For one address, besides the lock of each reference."""


class Limits:
    """The limiter of one app, and who counts as one visitor."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        """Count in memory, each process its own: a limit is a fence, not a promise."""
        self._settings = settings
        self._limiter = Limiter(get_remote_address, app=app, storage_uri="memory://")
        self.messages = self._limiter.shared_limit(
            MESSAGES, scope="messages", key_func=self._conversation
        )
        self.openings = self._limiter.shared_limit(OPENINGS, scope="openings")
        self.tries = self._limiter.shared_limit(TRIES, scope="tries")

    def _conversation(self) -> str:
        """Count by conversation, so that one that is known cannot be spoiled from elsewhere."""
        path = request.view_args or {}
        held = read_cookie(request, self._settings)
        named = path.get("conversation") or (str(held.conversation_id) if held else "")
        return f"{named} {get_remote_address()}"
