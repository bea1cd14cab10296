"""What goes in and out of a conversation, on every channel alike."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Channel(StrEnum):
    """How a resident reaches Doorstep."""

    WEB = "web"
    SMS = "sms"
    VOICE = "voice"


class Owner(StrEnum):
    """Who answers the resident now."""

    ASSISTANT = "assistant"
    QUEUE = "queue"
    COORDINATOR = "coordinator"
    CLOSED = "closed"


@dataclass(frozen=True)
class Incoming:
    """A resident's message as a door hands it in.

    ``provider_id`` makes a repeat recognisable: the client's uuid, MessageSid, or CallSid:step.
    ``text`` is kept as it came; an empty one is silence or a message without words.
    ``confidence`` (0 to 1) is how sure the recogniser of a call is of the words; None: not told.
    """

    conversation_id: uuid.UUID
    channel: Channel
    text: str
    provider_id: str
    at: datetime
    confidence: float | None = None


@dataclass(frozen=True)
class Choice:
    """An answer that a resident may pick. ``value`` is sent as if they had said it."""

    title: str
    value: str


@dataclass(frozen=True)
class ServiceCard:
    """A service as it is offered, with the reason why. Empty strings mean: not known."""

    id: str
    name: str
    why: str
    distance_km: float | None = None
    when: str = ""
    first_step: str = ""
    phone: str = ""
    url: str = ""
    checked_at: str = ""
    room: str = ""  # "It is full until 22 December"; empty where people can just come


@dataclass(frozen=True)
class AlertShown:
    """Help lines that stand out. ``lines`` read 'Samaritans: 116 123, any time, free'."""

    level: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class PromiseShown:
    """What will happen, by when (a date in words) and by whom."""

    what: str
    by: str
    who: str


@dataclass(frozen=True)
class Said:
    """A message of a thread as every door shows it; ``id`` grows with time."""

    id: int
    at: datetime
    sent_by: str  # resident, assistant, coordinator, notice
    text: str
    choices: tuple[Choice, ...] = ()
    services: tuple[ServiceCard, ...] = ()
    alert: AlertShown | None = None
    promise: PromiseShown | None = None


@dataclass(frozen=True)
class Reply:
    """The answer to one turn. ``repeated`` tells that this message had been answered before."""

    conversation_id: uuid.UUID
    reference: str
    said: tuple[Said, ...]
    expects: str
    owner: Owner
    repeated: bool = False


@dataclass(frozen=True)
class Saying:
    """Something about to be said: a response's name and what fills it, or words that are ready."""

    text: str
    response: str = ""
    choices: tuple[Choice, ...] = ()
    services: tuple[ServiceCard, ...] = ()
    alert: AlertShown | None = None
    promise: PromiseShown | None = None


class ConversationError(Exception):
    """What can go wrong with a thread; each kind has an answer for people."""


class NoSuchConversation(ConversationError):
    """The id, token or reference belongs to no thread, or not to this caller."""


class ResumeLocked(ConversationError):
    """Three wrong tries: this reference is locked for a while, whether it exists or not."""
