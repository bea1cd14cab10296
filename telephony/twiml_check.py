"""Checks a TwiML document: what Twilio would refuse or pass over, and what an ear cannot take.

Tests refuse any problem; in production a problem is a warning in the log, without the words.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import yaml

from telephony.aloud import (
    BRACKETS,
    POSTCODE,
    REFERENCE,
    SHORT_NUMBER,
    TELEPHONE,
    WEB_ADDRESS,
    is_unspoken,
)
from telephony.pace import SECONDS_A_PROMPT, seconds_to_say

RULES = Path(__file__).with_name("twiml_rules.yml")

LANGUAGES = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?-[A-Z]{2}")
BRITISH = "en-GB"
ADDRESS = re.compile(r"https://\S+|http://(?:127\.0\.0\.1|localhost)\S*|/\S*")
SOCKET = re.compile(r"wss://\S+|ws://(?:127\.0\.0\.1|localhost)\S*")
"""Plain http and ws only on this machine, for rehearsals: Twilio itself reaches neither there."""
LONGEST_NAME = 64
"""Characters of a queue's name; a conference's may have 128, which nobody needs."""
DIALLED = re.compile(r"\+\d{7,15}")

VALUES: dict[str, Callable[[str], bool]] = {
    "yes_no": lambda value: value in ("true", "false"),
    "number": lambda value: value.isdecimal(),
    "seconds": lambda value: value.isdecimal() and int(value) >= 1,
    "key": lambda value: len(value) <= 1 and value in "0123456789*#",
    "address": lambda value: bool(ADDRESS.fullmatch(value)),
    "socket": lambda value: bool(SOCKET.fullmatch(value)),
    "keys": lambda value: set(value) <= set("0123456789*#"),
    "seconds_or_auto": lambda value: value == "auto" or (value.isdecimal() and int(value) >= 1),
    "words": lambda _: True,
}

TEXTS: dict[str, Callable[[str], bool]] = {
    "address": lambda words: bool(ADDRESS.fullmatch(words)),
    "address or tones": lambda words: not words or bool(ADDRESS.fullmatch(words)),
    "telephone number": lambda words: bool(DIALLED.fullmatch(words)),
    "short name": lambda words: 0 < len(words) <= LONGEST_NAME,
    "text": bool,
}
"""What may stand in a verb that is not spoken."""

SPELT = ("digits", "telephone", "characters", "spell-out")

SPOKEN_WRONG = {
    "web address spoken": WEB_ADDRESS,
    "bracket spoken": BRACKETS,
    "number not by digits": TELEPHONE,
    "short number not by digits": SHORT_NUMBER,
    "reference not by letters": REFERENCE,
    "postcode not by letters": POSTCODE,
}


@dataclass(frozen=True)
class TwimlProblem:
    """What is wrong and at which verb; never the words that were to be said."""

    what: str
    verb: str


def check_twiml(document: str | bytes) -> list[TwimlProblem]:
    """Return everything that is wrong with a document, in its order; empty when all is well."""
    data = document if isinstance(document, bytes) else document.encode()
    if len(data) > _rules()["limits"]["bytes"]:
        return [TwimlProblem("more than 64 kB", "Response")]
    try:
        root = ElementTree.fromstring(data)  # noqa: S314 our own document
    except ElementTree.ParseError:
        return [TwimlProblem("not XML", "Response")]
    if root.tag != "Response":
        return [TwimlProblem("does not begin with Response", root.tag)]
    return list(_verbs(root))


def problems_aloud(words: str) -> Iterator[str]:
    """Tell what is wrong with words that are to be spoken, whatever speaks them."""
    limits = _rules()["limits"]
    if not words:
        yield "nothing to say"
    if len(words) > limits["say_characters"]:
        yield "longer than is said"
    if seconds_to_say(words) > SECONDS_A_PROMPT:
        yield "longer than ten seconds"
    yield from (what for what, pattern in SPOKEN_WRONG.items() if pattern.search(words))
    if any(is_unspoken(character) for character in words):
        yield "a sign that a voice reads out by its name"


def _verbs(parent: ElementTree.Element) -> Iterator[TwimlProblem]:
    """Check what stands in a verb, in order; nothing after a verb that ends it is reached."""
    gone = ""
    for verb in parent:
        if gone:
            yield TwimlProblem(f"never reached after {gone}", verb.tag)
        yield from _verb(verb, parent.tag)
        if verb.tag in _rules()["last"]:
            gone = verb.tag


def _verb(verb: ElementTree.Element, parent: str) -> Iterator[TwimlProblem]:
    rule = _rules()["verbs"].get(verb.tag)
    if rule is None:
        yield TwimlProblem("no such verb", verb.tag)
        return
    if parent not in rule["in"]:
        yield TwimlProblem(f"may not stand in {parent}", verb.tag)
    for what in (*_attributes(verb, rule), *_content(verb, rule["text"])):
        yield TwimlProblem(what, verb.tag)
    if rule["text"] != "words":
        yield from _verbs(verb)


def _attributes(verb: ElementTree.Element, rule: dict[str, Any]) -> Iterator[str]:
    allowed = rule["attributes"]
    yield from (f"needs {name}" for name in rule.get("needs", ()) if not verb.get(name))
    for name, value in verb.attrib.items():
        if name not in allowed:
            yield f"no attribute {name}"
        elif not _is_allowed(value, allowed[name]):
            yield f"{name} has a value that is not allowed"
        elif name.lower().endswith("language") and not LANGUAGES.fullmatch(value):
            yield f"{name} is no language of a country, as in en-GB"
        elif name.lower().endswith("language") and value.startswith("en-") and value != BRITISH:
            yield f"{name} is English of another country"
    yield from _together(verb)


def _together(verb: ElementTree.Element) -> Iterator[str]:
    """Tell what attributes break together, and with the limits."""
    limits, hints = _rules()["limits"], verb.get("hints", "").split(",")
    if len(hints) > limits["hints"] or max(map(len, hints)) > limits["hint_characters"]:
        yield "more hints than are read, or longer"
    if "speech" in verb.get("input", "") and not verb.get("language"):
        yield "no language: Twilio would listen for American English"
    if verb.get("speechTimeout") == "auto" and verb.get("speechModel"):
        yield "speechTimeout may not be auto with a speechModel"
    if len(verb.get("callReason", "")) > limits["reason_characters"]:
        yield "a callReason longer than is shown"
    if verb.get("welcomeGreeting"):
        yield from problems_aloud(verb.get("welcomeGreeting", ""))


def _is_allowed(value: str, kind: str | list[str] | dict[str, list[str]]) -> bool:
    if isinstance(kind, dict):  # several at once, with spaces between
        return bool(value.split()) and set(value.split()) <= set(kind["several"])
    return value in kind if isinstance(kind, list) else VALUES[kind](value)


def _content(verb: ElementTree.Element, kind: str) -> Iterator[str]:
    words = " ".join("".join(verb.itertext()).split())
    if kind == "words":
        yield from _spoken(verb, words)
    elif kind == "none" and (verb.text or "").strip():
        yield "words where none are read"
    elif kind in TEXTS and not TEXTS[kind](words):
        yield f"no {kind}"
    limits = _rules()["limits"]
    if verb.tag == "Message" and len(words) > limits["message_characters"]:
        yield "a text longer than is sent"
    if verb.tag in ("Connect", "Dial") and not len(verb) and not words:
        yield "connects to nobody"


def _spoken(say: ElementTree.Element, words: str) -> Iterator[str]:
    if not say.get("language") or not say.get("voice"):
        yield "no language or voice: Twilio would read with an American voice"
    yield from problems_aloud(" ".join(_as_said(say).split()) if words else "")
    for part in say.iter():
        if part is not say and part.tag not in _rules()["ssml"]:
            yield f"{part.tag} is no SSML that Twilio reads"


def _as_said(say: ElementTree.Element) -> str:
    """Return the words as they are said: SSML may ask for a number by its digits."""
    said = say.text or ""
    for part in say:
        spelt = part.tag == "say-as" and part.get("interpret-as") in SPELT
        inner = _as_said(part)
        said += (" ".join(inner.replace(" ", "")) if spelt else inner) + (part.tail or "")
    return said


@cache
def _rules() -> dict[str, Any]:
    rules: dict[str, Any] = yaml.safe_load(RULES.read_text(encoding="utf-8"))
    return rules
