"""Gives Rasa a new tracker for every turn and keeps none: the journey's state is in PostgreSQL.

So Rasa needs no database, no lock between processes, and holds nothing about a resident.
"""

# ruff: noqa: ARG002, ARG003, ARG004  # Rasa fixes what these are called with

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, SessionStarted
from rasa.shared.core.trackers import DialogueStateTracker

JOURNEY = "journey_form"
"""The form that is always open: its action decides what to ask next."""


class FreshTrackerStore(TrackerStore):
    """Every turn begins inside the journey, listening."""

    def __init__(
        self,
        domain: Domain | None,
        host: str | None = None,
        event_broker: Any = None,
        **kwargs: Any,
    ) -> None:
        """Take what Rasa hands over; there is no host."""
        super().__init__(domain, event_broker, **kwargs)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker:
        """Make a tracker that has begun the journey and listens. No slot is asked for yet, so
        that the form cannot reject a message: the remote action names the next question."""
        tracker = self.init_tracker(sender_id)
        tracker.update_with_events(
            [
                ActionExecuted(ACTION_SESSION_START_NAME),
                SessionStarted(),
                ActiveLoop(JOURNEY),
                ActionExecuted(ACTION_LISTEN_NAME),
            ],
            self.domain,
        )
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep nothing."""

    async def keys(self) -> Iterable[str]:
        """Nobody is remembered."""
        return []
