"""What Doorstep may say in a ConversationRelay session, and what of it Twilio would refuse.

Source: Twilio's "ConversationRelay: WebSocket messages" (error 64107 names an invalid one).
"""

import json
from collections.abc import Callable
from typing import Any

REQUIRED: dict[str, dict[str, type]] = {
    "text": {"token": str},
    "play": {"source": str},
    "sendDigits": {"digits": str},
    "language": {},
    "end": {},
}
OPTIONAL: dict[str, dict[str, type]] = {
    "text": {"last": bool, "lang": str, "interruptible": bool, "preemptible": bool},
    "play": {"loop": int, "interruptible": bool, "preemptible": bool},
    "sendDigits": {},
    "language": {"ttsLanguage": str, "transcriptionLanguage": str},
    "end": {"handoffData": str},
}

CHECKS: dict[str, Callable[[dict[str, Any]], bool]] = {
    "language": lambda message: "ttsLanguage" in message or "transcriptionLanguage" in message,
    "sendDigits": lambda message: set(message["digits"]) <= set("0123456789*#wW"),
    "play": lambda message: message["source"].startswith(("https://", "http://")),
}


def read(raw: str | bytes) -> dict[str, Any]:
    """Return a message from Doorstep; raise ValueError with what is wrong in it."""
    try:
        message = json.loads(raw)
    except ValueError as problem:
        raise ValueError("Invalid message received: not JSON") from problem
    if not isinstance(message, dict) or message.get("type") not in REQUIRED:
        raise ValueError(f"Invalid message received: {raw!r}")
    kind = message["type"]
    wrong = _wrong_fields(message, REQUIRED[kind], OPTIONAL[kind])
    if wrong:
        raise ValueError(f"Invalid {kind} message received: {', '.join(wrong)}")
    if kind in CHECKS and not CHECKS[kind](message):
        raise ValueError(f"Invalid {kind} message received")
    return message


def _wrong_fields(
    message: dict[str, Any], required: dict[str, type], optional: dict[str, type]
) -> list[str]:
    known = {**required, **optional}
    missing = [f"{name} is missing" for name in required if name not in message]
    strange = [f"{name} is not known" for name in message if name not in {*known, "type"}]
    typed = [
        f"{name} is no {known[name].__name__}"
        for name in known
        if name in message and type(message[name]) is not known[name]
    ]
    return missing + strange + typed
