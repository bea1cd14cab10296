"""Opens the trained model without a server and reads messages with it."""

from __future__ import annotations

import asyncio
import os
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.lean import keep_tensorflow_out

if TYPE_CHECKING:
    from rasa.core.agent import Agent

MODELS = Path(__file__).resolve().parent / "models"


class Reading:
    """The model, loaded once. Raises FileNotFoundError where none is trained."""

    def __init__(self, model: str | os.PathLike[str] | None = None) -> None:
        """Load the newest model of bot/models, of BOT_MODEL, or the one given."""
        self._agent = load_agent(model)
        self._loop = asyncio.new_event_loop()

    def parse(self, text: str, *, expects: str | None = None) -> dict[str, Any]:
        """Rasa's parse data of one message; ``expects`` is the question that is open, if any."""
        from rasa.core.channels.channel import UserMessage

        metadata = {"expects": expects} if expects else {}
        message = UserMessage(text=text.lstrip("/ "), metadata=metadata)
        return self._loop.run_until_complete(self._agent.processor.parse_message(message))

    def understand(self, text: str, *, expects: str | None = None) -> dict[str, Any]:
        """What the command line shows: the likeliest intent, also where the bot would ask again."""
        parsed = self.parse(text, expects=expects)
        ranking = parsed.get("intent_ranking") or [{"name": "out_of_scope", "confidence": 0.0}]
        best = parsed["intent"] if parsed["intent"]["name"] == "tell_need" else ranking[0]
        return {
            "intent": best["name"],
            "confidence": round(float(best["confidence"]), 4),
            "themes": parsed.get("themes") or [],
            "about": parsed.get("about"),
            "entities": _by_kind(parsed.get("entities") or []),
            "safety": {},
        }


def load_agent(model: str | os.PathLike[str] | None = None) -> Agent:
    """Load Rasa's agent as `Reading` does, quietly. Raises FileNotFoundError where none is."""
    keep_tensorflow_out()
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    from bot.quiet_logs import keep_words_out_of_logs

    keep_words_out_of_logs("WARNING")
    from rasa.core.agent import Agent

    place = str(model or os.environ.get("BOT_MODEL") or MODELS)
    agent = Agent.load(place)
    if not agent.is_ready():
        raise FileNotFoundError(f"no trained model in {place}: run python -m bot.train")
    return agent


def _by_kind(entities: list[dict[str, Any]]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for entity in entities:
        found[entity["entity"]].append(entity["value"])
    return dict(found)
