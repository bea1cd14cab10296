"""The bot's only door: one turn of a conversation in, what to say out."""

# ruff: noqa: ARG002, ARG003, ARG004  # Rasa fixes what these are called with

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

CHANNELS = ("web", "sms", "voice")
"""How a resident is reached; Rasa picks each response's words by this name."""


SENTENCE = "hello"
"""What the bot reads when it is asked for its health."""

logger = logging.getLogger(__name__)


class BadTurn(ValueError):
    """The request is not a turn; the message says what is wrong, without the resident's words."""


@dataclass(frozen=True)
class Turn:
    """What a caller posts: the words, and where the conversation stands."""

    sender: str
    text: str
    channel: str
    message_id: int | str
    expects: str
    language: str

    @classmethod
    def read(cls, body: Any) -> Turn:
        """Check a request's JSON. Raises BadTurn."""
        if not isinstance(body, dict):
            raise BadTurn("the body must be a JSON object")
        channel = _text_of(body, "channel")
        if channel not in CHANNELS:
            raise BadTurn(f"channel must be one of {', '.join(CHANNELS)}")
        return cls(
            sender=_text_of(body, "sender"),
            text=_text_of(body, "text", may_be_empty=True),
            channel=channel,
            message_id=_id_of(body),
            expects=_text_of(body, "expects", default="nothing"),
            language=_text_of(body, "language", default="en"),
        )

    def as_message(self, output: OutputChannel) -> UserMessage:
        """Rasa's form of it. A slash in front would be taken for an intent, not for words."""
        return UserMessage(
            text=self.text.lstrip("/ "),
            output_channel=output,
            sender_id=self.sender,
            input_channel=self.channel,
            message_id=str(self.message_id),
            metadata={
                "expects": self.expects,
                "language": self.language,
                "message_id": self.message_id,
                "channel": self.channel,
            },
        )


def _text_of(
    body: dict[str, Any], key: str, *, default: str | None = None, may_be_empty: bool = False
) -> str:
    value = body.get(key, default)
    if not isinstance(value, str):
        raise BadTurn(f"{key} must be a text" if key in body else f"{key} is missing")
    if not value.strip() and not may_be_empty:
        raise BadTurn(f"{key} is empty")
    return value


def _id_of(body: dict[str, Any]) -> int | str:
    value = body.get("message_id", "")
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        raise BadTurn("message_id must be a number or a text")
    return value


class Collected(OutputChannel):
    """Keeps what the bot says in this turn, and carries the resident's channel as its name."""

    def __init__(self, channel: str) -> None:
        """Start empty."""
        self._channel = channel
        self.responses: list[dict[str, Any]] = []

    def name(self) -> str:  # type: ignore[override]  # Rasa asks the object, not the class
        """Return the channel: Rasa's responses have a variation for each."""
        return self._channel

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep one thing to say with its response's name, buttons and custom parts."""
        self.responses.append(
            {
                "response": message.get("utter_action") or "",
                "text": message.get("text") or "",
                "buttons": [
                    {"title": button["title"], "payload": button.get("payload", button["title"])}
                    for button in message.get("buttons") or ()
                ],
                "custom": message.get("custom") or {},
            }
        )


class DoorstepInput(InputChannel):
    """POST /webhooks/doorstep/turn and GET /webhooks/doorstep/health."""

    @classmethod
    def name(cls) -> str:
        """Name the channel; part of the address."""
        return "doorstep"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Make both addresses."""
        doorstep = Blueprint("doorstep_webhook")

        @doorstep.post("/turn")
        async def take_turn(request: Request) -> HTTPResponse:
            return await _answer(request, on_new_message)

        @doorstep.get("/health")
        async def tell_health(request: Request) -> HTTPResponse:
            agent = getattr(request.app.ctx, "agent", None)
            ready = await can_read(agent)
            body = {"ready": ready, "model": agent.model_id if ready else None}
            return json(body, status=200 if ready else 503)

        return doorstep


async def can_read(agent: Any) -> bool:
    """Let the bot read one sentence: a model that is loaded may still be broken."""
    if agent is None or not agent.is_ready():
        return False
    try:
        parsed = await agent.processor.parse_message(UserMessage(text=SENTENCE))
    except Exception as problem:  # whatever is broken, the answer is that it is not ready
        logger.error("the model cannot read", exc_info=problem)
        return False
    return bool(parsed.get("intent", {}).get("name"))


async def _answer(
    request: Request, on_new_message: Callable[[UserMessage], Awaitable[Any]]
) -> HTTPResponse:
    try:
        turn = Turn.read(_body_of(request))
    except BadTurn as problem:
        return json({"error": str(problem)}, status=400)
    output = Collected(turn.channel)
    message = turn.as_message(output)
    message.parse_data = await request.app.ctx.agent.processor.parse_message(message)
    await on_new_message(message)
    intent = message.parse_data["intent"]
    return json(
        {
            "responses": output.responses,
            "intent": intent["name"],
            "confidence": round(float(intent["confidence"]), 4),
        }
    )


def _body_of(request: Request) -> Any:
    try:
        return request.json
    except Exception as problem:  # Sanic's InvalidUsage quotes the body: a resident's words
        raise BadTurn("the body is not JSON") from problem
