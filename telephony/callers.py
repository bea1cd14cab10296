"""Reads who calls or texts; a withheld number is no number at all."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

WITHHELD = frozenset({"266696687", "7378742833", "86282452253", "8656696", "2562533"})
"""ANONYMOUS, RESTRICTED, UNAVAILABLE, UNKNOWN and BLOCKED on the keypad: Twilio passes them on as
if they were numbers. Two callers who withhold theirs must never look like one person."""

NUMBER = re.compile(r"\+?\d{3,15}")
"""E.164, or a short code on texts. Names ("anonymous", a brand) and SIP addresses are none."""


def number_of(sender: str) -> str | None:
    """Return the caller's number, or None when it is withheld or no telephone number."""
    number = sender.strip()
    if not NUMBER.fullmatch(number) or number.lstrip("+") in WITHHELD:
        return None
    return number


@dataclass(frozen=True)
class Caller:
    """A call and the number to ring back, None when it is withheld."""

    call_sid: str
    number: str | None


def caller_of(form: Mapping[str, str]) -> Caller:
    """Return who rings, by the form of a request about their call."""
    return Caller(form["CallSid"], number_of(form.get("From", "")))
