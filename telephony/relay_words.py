"""The messages of ConversationRelay, as Twilio documents them ("WebSocket messages"). Pure."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import yaml

from settings import ROOT
from telephony.twiml import LANGUAGE
from telephony.voice_steps import Step

LANGUAGES = ROOT / "data" / "telephony" / "languages.yml"


def heard_of(message: Mapping[str, Any]) -> str:
    """Return the words of a prompt."""
    return str(message.get("voicePrompt") or "")


def dtmf_of(message: Mapping[str, Any]) -> str:
    """Return the key of a dtmf message."""
    return str(message.get("digit") or "")[:1]


def text(words: str, *, interruptible: bool = True) -> str:
    """Say something whole; ``lang`` is the language of the words, whatever is listened to."""
    message: dict[str, Any] = {"type": "text", "token": words, "last": True, "lang": LANGUAGE}
    if not interruptible:
        message |= {"interruptible": False, "preemptible": False}
    return json.dumps(message)


def language(code: str) -> str:
    """Listen in another language. What is said stays in the language of the words."""
    return json.dumps({"type": "language", "transcriptionLanguage": locale_of(code)})


def end(step: Step) -> str:
    """End the session and hand over to TwiML; ids and numbers only, no words of the caller."""
    data = json.dumps({"then": step.then.value, "step": step.place.step})
    return json.dumps({"type": "end", "handoffData": data})


def locale_of(code: str) -> str:
    """Return the locale in which the recogniser listens to a language of ours."""
    return _locales().get(code, LANGUAGE)


@cache
def _locales() -> dict[str, str]:
    read: dict[str, str] = yaml.safe_load(LANGUAGES.read_text(encoding="utf-8"))["locales"]
    return read
