"""The layer of spaCy matchers: who does what to whom, where order and distance vary too much for a phrase."""

from collections.abc import Iterable

from triage.message import Found, Message
from triage.rulebook import Rulebook


class GrammarLayer:
    """Patterns of rules/grammar.yml over blank English; no trained model."""

    def __init__(self, book: Rulebook) -> None:
        self._book = book

    def __call__(self, message: Message) -> Iterable[Found]:
        return ()
