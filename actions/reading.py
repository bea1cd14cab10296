"""Reads what Rasa hands to an action: the conversation, the message, and what was understood."""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from conversation.journey.heard import Heard, Theme

LISTENS = "action_listen"


def conversation_of(tracker: Mapping[str, Any]) -> uuid.UUID:
    """Return the conversation's id, which is Rasa's sender id."""
    return uuid.UUID(tracker["sender_id"])


def message_of(tracker: Mapping[str, Any]) -> int:
    """Return the id of the stored message that this turn is about."""
    return int(_user_event(tracker)["metadata"]["message_id"])


def heard_in(tracker: Mapping[str, Any]) -> Heard:
    """Return what was understood of the newest message."""
    parsed = tracker["latest_message"]
    intent = parsed.get("intent") or {}
    return Heard(
        intent=intent.get("name") or "nlu_fallback",
        confidence=float(intent.get("confidence") or 0.0),
        themes=_themes(parsed.get("themes")),
        likely_themes=_themes(parsed.get("likely_themes") or parsed.get("themes")),
        about=parsed.get("about"),
        entities=_entities(parsed.get("entities") or ()),
        answered_aside=_was_answered_aside(tracker),
    )


def _themes(found: Any) -> tuple[Theme, ...]:
    return tuple(Theme(theme["id"], float(theme["confidence"])) for theme in found or ())


def _entities(found: Any) -> Mapping[str, list[Any]]:
    by_kind: dict[str, list[Any]] = defaultdict(list)
    for entity in found:
        by_kind[entity["entity"]].append(entity["value"])
    return dict(by_kind)


def _was_answered_aside(tracker: Mapping[str, Any]) -> bool:
    """Tell whether a rule has spoken or acted in this turn before the form came back."""
    since = []
    for event in reversed(tracker["events"]):
        if event["event"] == "user":
            break
        since.append(event)
    acted = [e["name"] for e in since if e["event"] == "action" and e.get("name")]
    return any(name not in (LISTENS, "journey_form", "action_extract_slots") for name in acted)


def _user_event(tracker: Mapping[str, Any]) -> Mapping[str, Any]:
    return next(event for event in reversed(tracker["events"]) if event["event"] == "user")
