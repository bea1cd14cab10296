"""A message as the layers see it, and what a layer finds in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from triage.levels import Level
from triage.normalise import BREAK, QUESTION, Words


@dataclass(frozen=True)
class Message:
    """``encoded`` has one character a word; ``newest`` is the number of the newest message's first
    word when older ones are joined before it, else 0."""

    words: Words
    encoded: str
    newest: int = 0

    def sentence(self, start: int, end: int, *, most: int = 40) -> tuple[int, int]:
        """Return first word and word after the last of the sentence, ``most`` words each way."""
        tokens = self.words.tokens
        first = start
        while first > max(0, start - most) and tokens[first - 1] not in (BREAK, QUESTION):
            first -= 1
        last = end
        while last < min(len(tokens), end + most) and tokens[last] not in (BREAK, QUESTION):
            last += 1
        return first, last


@dataclass(frozen=True)
class Found:
    """Words ``start`` to before ``end`` of a message that speak of danger, by one rule."""

    rule: str
    category: str
    level: Level
    reason: str
    start: int
    end: int


class Layer(Protocol):
    """One independent way to notice danger. Any flags; none takes back what another found."""

    def __call__(self, message: Message) -> Iterable[Found]:
        """Yield what is found in a message."""
        ...
