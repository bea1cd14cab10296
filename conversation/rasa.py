"""Asks the bot for its part of a turn, with a deadline."""

from dataclasses import dataclass
from typing import Any, Protocol

import httpx

from conversation.message import Channel, Choice, PromiseShown, Saying, ServiceCard

URGENT_SECONDS = 1.0
"""How long danger's words wait, so that place and people in the message are kept."""


class BotDidNotAnswer(Exception):
    """Rasa or its action server is down, slow or silent. No reply is a failure."""


@dataclass(frozen=True)
class Question:
    """What Rasa is told of a turn: the words, and where the conversation stands.

    ``is_urgent``: the answer is ready and danger's words wait for nobody; the bot only listens.
    """

    conversation_id: str
    text: str
    channel: Channel
    message_id: int
    expects: str
    language: str
    is_urgent: bool = False


class Bot(Protocol):
    """Whoever answers for the assistant."""

    def ask(self, question: Question) -> tuple[Saying, ...]:
        """Return what to say; raise BotDidNotAnswer when there is nothing or it is late."""


class RasaBot:
    """The bot over HTTP on loopback or a private network."""

    def __init__(self, address: str, *, chat_seconds: float, voice_seconds: float) -> None:
        """Keep connections open: a turn must not pay for a new one."""
        self._client = httpx.Client(base_url=address, trust_env=False)
        self._seconds = {Channel.VOICE: voice_seconds}
        self._chat_seconds = chat_seconds

    def ask(self, question: Question) -> tuple[Saying, ...]:
        """Post the turn and read the answer within the channel's deadline."""
        body = {
            "sender": question.conversation_id,
            "text": question.text,
            "channel": question.channel.value,
            "message_id": question.message_id,
            "expects": question.expects,
            "language": question.language,
        }
        seconds = self._seconds.get(question.channel, self._chat_seconds)
        if question.is_urgent:
            seconds = min(seconds, URGENT_SECONDS)
        try:
            answer = self._client.post("/webhooks/doorstep/turn", json=body, timeout=seconds)
            answer.raise_for_status()
            responses = answer.json()["responses"]
        except (httpx.HTTPError, ValueError, KeyError) as problem:
            raise BotDidNotAnswer(type(problem).__name__) from problem
        if not responses:
            raise BotDidNotAnswer("an empty answer: its action server is down")
        return tuple(_saying(response) for response in responses)


def _saying(response: dict[str, Any]) -> Saying:
    custom = response.get("custom") or {}
    promise = custom.get("promise")
    return Saying(
        text=response.get("text") or "",
        response=response.get("response") or "",
        choices=tuple(Choice(b["title"], b["payload"]) for b in response.get("buttons") or ()),
        services=tuple(ServiceCard(**card) for card in custom.get("services", ())),
        promise=PromiseShown(**promise) if promise else None,
    )
