"""Reads bare answers to a question that was asked: yes, a number, a name, a place, nobody."""

# ruff: noqa: ARG001  # every reader takes text and facts, so that a table can name it

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from language.choice import read_choice
from language.name import read_name
from language.vocabulary import list_words
from language.yes_no import read_yes_no

SHORT = 6
"""Words. A longer message may say yes on the way to something else."""

LONGEST_NAME = 4
"""Words: "Mrs Mary Jane Okafor"."""

_NOBODY = re.compile(
    r"\b(?:nobody|no ?-?one|none|no1|nae ?body|not a soul|just me|only me|by myself|all alone"
    r"|on my (?:own|tod|jack)|no (?:family|friends|people)|not (?:really )?any(?:one|body)"
    r"|i(?:'ve| have) (?:got )?(?:no ?-?one|nobody)|don'?t have any(?:one|body))\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?:[^\W\d_]+(?:['’-][^\W\d_]+)*\.?\s*)+", re.UNICODE)
_NO_NAME = list_words(
    """hello hi hiya hey yes no yeah nope nah aye ok okay thanks thank ta cheers bye goodbye stop
    help skip pass next back person human someone somebody again repeat what why who when where how
    pardon sorry rather not don't dont can't cant won't i you it is the a my none nothing restart
    start over delete prefer say saying later please maybe unsure sure know"""
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_ANY_TIME = re.compile(
    r"\b(?:any ?time|whenever|don'?t mind|not fussed|after (?:tea|lunch|dinner|work|school)"
    r"|before (?:lunch|work))\b",
    re.IGNORECASE,
)

_OPTIONS = ("aaaa", "bbbb", "cccc", "dddd")
"""Only number and order count here; the journey knows the titles and compares them."""


def read_yes_or_no(text: str, facts: Mapping[str, Any]) -> str | None:
    """Affirm or deny, as language.yes_no hears it."""
    answer = read_yes_no(text)
    return None if answer is None else "affirm" if answer else "deny"


def read_short_yes_or_no(text: str, facts: Mapping[str, Any]) -> str | None:
    """The same, but only where little else is said."""
    return read_yes_or_no(text, facts) if len(text.split()) <= SHORT else None


def read_short_no(text: str, facts: Mapping[str, Any]) -> str | None:
    """A plain no to what is on offer."""
    return "deny" if read_short_yes_or_no(text, facts) == "deny" else None


def read_option(text: str, facts: Mapping[str, Any]) -> str | None:
    """A number or an order: "2", "the second", "last one please"."""
    is_short = len(text.split()) <= SHORT
    return "choose_option" if is_short and read_choice(text, _OPTIONS) is not None else None


def read_bare_name(text: str, facts: Mapping[str, Any]) -> str | None:
    """A name, with or without "my name is"; a bare one has four words at most."""
    if facts.get("name") or read_name(text):
        return "tell_person"
    words = [word.strip(".,!?").lower() for word in text.split()]
    is_bare = 0 < len(words) <= LONGEST_NAME and _NAME.fullmatch(text.strip(" .,!?"))
    return "tell_person" if is_bare and not _NO_NAME & set(words) else None


def read_contact(text: str, facts: Mapping[str, Any]) -> str | None:
    """A telephone number or an e-mail address."""
    return "tell_person" if facts.get("phone") or _MAIL.search(text) else None


def read_place(text: str, facts: Mapping[str, Any]) -> str | None:
    """A place that is known, or a postcode."""
    return "tell_place" if facts.get("place") or facts.get("postcode") else None


def read_time(text: str, facts: Mapping[str, Any]) -> str | None:
    """A day, a time, or that it does not matter."""
    told = facts.get("day") or facts.get("time") or _ANY_TIME.search(text)
    return "tell_person" if told else None


def read_nobody(text: str, facts: Mapping[str, Any]) -> str | None:
    """That there is no one."""
    return "tell_network" if _NOBODY.search(text) else None


def read_people(text: str, facts: Mapping[str, Any]) -> str | None:
    """Somebody around them, in a message that is short enough to be only that."""
    return "tell_network" if facts.get("relation") and len(text.split()) <= 3 * SHORT else None
