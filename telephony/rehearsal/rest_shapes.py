"""What the stand-in for Twilio's REST API keeps, and the form of its answers."""

from dataclasses import dataclass, field
from datetime import datetime

from flask import Response, jsonify


@dataclass(frozen=True)
class Delivered:
    """A text that reached a handset; ``status`` says how far it came, ``error`` why no further."""

    id: int
    sid: str
    number: str
    body: str
    sender: str = ""
    status: str = "queued"
    error: int | None = None
    made_at: datetime | None = None


@dataclass(frozen=True)
class Fault:
    """What the next request meets: an HTTP status with Twilio's code, or silence for seconds.

    A silent request is delivered all the same: that is why it must not be sent again.
    """

    status: int = 0
    code: int = 0
    silent_seconds: float = 0.0


@dataclass
class Ringing:
    """A call that the REST API knows, and what it has been told to do next."""

    shown: dict[str, str]
    order: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Recording:
    """A recorded message."""

    sid: str
    call_sid: str
    sound: bytes


def created(shown: dict[str, str | None]) -> Response:
    """Answer 201 with what was made."""
    answer = jsonify(shown)
    answer.status_code = 201
    return answer


def error(status: int, code: int) -> Response:
    """Answer as Twilio refuses: its code, and a status."""
    answer = jsonify({"code": code, "message": "refused by the stand-in", "status": status})
    answer.status_code = status
    return answer
