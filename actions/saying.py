"""Gives lines of the journey to Rasa, which chooses the words for the channel."""

from dataclasses import asdict
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from conversation.journey.state import Line, Step


def say_lines(dispatcher: CollectingDispatcher, step: Step) -> None:
    """Hand every line over by the name of its response."""
    for line in step.lines:
        dispatcher.utter_message(
            response=line.response,
            buttons=[{"title": c.title, "payload": c.value} for c in line.choices] or None,
            json_message=_beside(line) or None,
            **{**step.fill, **line.fill},
        )


def _beside(line: Line) -> dict[str, Any]:
    """Return what stands beside the words: service cards and a promise."""
    beside: dict[str, Any] = {}
    if line.services:
        beside["services"] = [asdict(card) for card in line.services]
    if line.promise:
        beside["promise"] = asdict(line.promise)
    return beside
