"""What the bot understood of a message, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

FALLBACK = "nlu_fallback"


@dataclass(frozen=True)
class Theme:
    """Something that matters, by the taxonomy's id, with a confidence from 0 to 1."""

    id: str
    confidence: float


@dataclass(frozen=True)
class Heard:
    """One message as understood. Without a bot everything but the words is empty.

    ``themes`` are those that the bot takes for said (its own threshold); ``likely_themes`` the
    nearest ones, said or not.

    ``answered_aside`` says that a rule has answered a side question already, so that the words
    tell of the story but do not answer the open question.
    """

    intent: str = ""
    confidence: float = 0.0
    themes: tuple[Theme, ...] = ()
    likely_themes: tuple[Theme, ...] = ()
    about: str | None = None
    entities: Mapping[str, list[Any]] = field(default_factory=dict)
    answered_aside: bool = False

    @property
    def is_plain(self) -> bool:
        """Tell whether no bot read the message."""
        return not self.intent

    @property
    def is_unclear(self) -> bool:
        """Tell whether the bot made nothing of it."""
        return self.intent in ("", FALLBACK)
