"""Reads the practitioners' words from data/*/responses.yml and fills them for a channel.

Rasa says most of them; this desk says those that must be there when Rasa is not: greeting, danger,
the plain fallback, and what happens while a coordinator holds the thread.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from conversation.message import Choice, Saying
from council import Council
from settings import ROOT

BRACES = re.compile(r"\{(\w+)\}")
FIXED = re.compile(r"<(\w+)>")


@dataclass(frozen=True)
class Variant:
    """One way to say a response; ``channel`` empty means every channel that has none of its own."""

    text: str
    channel: str
    choices: tuple[Choice, ...]


class NoSuchResponse(KeyError):
    """A response is asked for that no file in data/ names."""


class Words:
    """All responses by name."""

    def __init__(self, responses: Mapping[str, list[dict[str, Any]]]) -> None:
        self._variants = {
            name: tuple(_variant(entry) for entry in entries) for name, entries in responses.items()
        }

    def say(self, response: str, channel: str, **fill: str | None) -> Saying:
        """Return a response in the words of a channel, its gaps filled. Unknown names raise."""
        variant = self._for_channel(response, channel)
        return Saying(
            text=BRACES.sub(lambda gap: fill.get(gap[1]) or "", variant.text).strip(),
            response=response,
            choices=variant.choices,
        )

    def has(self, response: str) -> bool:
        """Tell whether a response exists."""
        return response in self._variants

    def _for_channel(self, response: str, channel: str) -> Variant:
        if response not in self._variants:
            raise NoSuchResponse(response)
        variants = self._variants[response]
        own = (variant for variant in variants if variant.channel == channel)
        general = (variant for variant in variants if not variant.channel)
        return next(own, None) or next(general, variants[0])


def _variant(entry: Mapping[str, Any]) -> Variant:
    return Variant(
        text=str(entry.get("text", "")),
        channel=str(entry.get("channel", "")),
        choices=tuple(
            Choice(button["title"], button["payload"]) for button in entry.get("buttons", ())
        ),
    )


def read_words(folder: Path) -> Words:
    """Read every responses.yml below a folder."""
    responses: dict[str, list[dict[str, Any]]] = {}
    for path in sorted(folder.glob("*/responses.yml")):
        document = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        responses.update(document.get("responses", {}))
    return Words(responses)


def fill_fixed(text: str, reference: str, council: Council) -> str:
    """Fill what is the same for a whole conversation: <council>, <front_door>, <reference>.

    Angle brackets, because Rasa would fill curly ones and knows nothing of the council.
    """
    fixed = {
        "council": council.name,
        "place": council.place,
        "front_door": council.phones.front_door,
        "switchboard": council.phones.switchboard,
        "out_of_hours": council.phones.out_of_hours,
        "safeguarding": council.phones.safeguarding,
        "website": council.website,
        "reference": reference,
    }
    return FIXED.sub(lambda gap: fixed.get(gap[1], gap[0]), text)


@cache
def words() -> Words:
    """Return this process's words."""
    return read_words(ROOT / "data")
