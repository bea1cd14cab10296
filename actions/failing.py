"""Lets an action fail without telling a resident's words to a log."""

from collections.abc import Awaitable, Callable
from traceback import extract_tb
from typing import Any

import structlog
from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

log = structlog.get_logger()

Run = Callable[[CollectingDispatcher, Tracker, dict[str, Any]], Awaitable[list[EventType]]]
"""An action as Rasa calls it."""

FRAMES = 6


class ActionFailed(Exception):
    """An action could not do its work; carries the kind of error and none of its text."""


def or_say_so(run: Run) -> Run:
    """Let an aside that fails tell the resident that it did, with a number to ring."""

    async def run_or_say_so(
        dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        try:
            return await without_words(run)(dispatcher, tracker, domain)
        except ActionFailed:
            dispatcher.utter_message(response="utter_could_not_do_that")
            return []

    return run_or_say_so


def without_words(run: Run) -> Run:
    """Log the kind of an error and where it was; its text may quote a story or a number."""

    async def run_or_fail(
        dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        try:
            return await run(dispatcher, tracker, domain)
        except Exception as problem:
            kind, frames = type(problem).__name__, extract_tb(problem.__traceback__)[-FRAMES:]
            where = [f"{frame.name}:{frame.lineno}" for frame in frames]
            log.error("action.failed", problem=kind, where=where)
            raise ActionFailed(kind) from None

    return run_or_fail
