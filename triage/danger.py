"""The danger screen: reads a message before anything else and says level, categories, why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from triage.grammar import GrammarLayer
from triage.levels import Level
from triage.message import Found, Layer, Message
from triage.normalise import Words, clean_text, normalise
from triage.phrases import PhraseLayer
from triage.rulebook import Rulebook, load_rulebook

__all__ = ["Level", "Match", "Screening", "screen", "screening_version"]

_JOINED_MESSAGES = 2
_JOINED_CHARACTERS = 300
"""Of each earlier message, its end: what somebody split in two is short."""
_WHOLE_THOUGHT = 4
"""An earlier message of so many words that ends in a full stop is finished: nothing joins on."""
_JOINER, _DIVIDER = " , ", " . "


@dataclass(frozen=True)
class Match:
    """One rule that was met; ``text`` are the resident's own words."""

    rule: str
    category: str
    level: Level
    text: str
    reason: str


@dataclass(frozen=True)
class Screening:
    """What the screen says of one message. ``version`` names the state of the rules."""

    level: Level
    categories: tuple[str, ...]
    matches: tuple[Match, ...]
    version: str


def screen(text: str, *, before: Sequence[str] = ()) -> Screening:
    """Screen one message. ``before`` are the same person's earlier messages, oldest first.

    The last two are read together with this one, and what is found so counts only if it needs
    this one's words. Never raises on any text; time grows with the number of words alone.
    """
    matches = _best_of_each_rule((*_screen_alone(text), *_screen_joined(text, before)))
    level = max((match.level for match in matches), default=Level.none)
    categories = tuple(dict.fromkeys(match.category for match in matches))
    return Screening(level, categories, matches, screening_version())


def screening_version() -> str:
    """The short hash of the rule files."""
    return load_rulebook().version


@cache
def _layers() -> tuple[Layer, ...]:
    """Return the layers, each on its own. To add one, write a Layer and name it here."""
    book = load_rulebook()
    return (PhraseLayer(book), GrammarLayer(book))


def _find(message: Message) -> Iterable[Found]:
    for layer in _layers():
        yield from layer(message)


def _screen_alone(text: str) -> Iterable[Match]:
    book = load_rulebook()
    message = _message(normalise(text, book.spelling), book)
    return (_match(found, message.words) for found in _find(message))


def _screen_joined(text: str, before: Sequence[str]) -> Iterable[Match]:
    older = [clean_text(said).strip()[-_JOINED_CHARACTERS:] for said in before[-_JOINED_MESSAGES:]]
    start = "".join(_with_joint(said) for said in older if said)
    if not start or not text.strip():
        return ()
    book = load_rulebook()
    words = normalise(start + clean_text(text)[:_JOINED_CHARACTERS], book.spelling)
    newest = sum(span[0] < len(start) for span in words.spans)
    message = _message(words, book, newest=newest)
    return (_match(found, words) for found in _find(message) if found.start < newest < found.end)


def _with_joint(said: str) -> str:
    """Add what joins an earlier message to the next: a pause, or an end if it is whole."""
    words = said.lower().strip(".!? ").split()
    finished = said[-1] in ".!?" and not said.endswith("..") and len(words) >= _WHOLE_THOUGHT
    if finished or load_rulebook().scope.replies.issuperset(words):
        return said + _DIVIDER
    return said.rstrip(".!? ") + _JOINER


def _best_of_each_rule(matches: Iterable[Match]) -> tuple[Match, ...]:
    best: dict[str, Match] = {}
    for match in matches:
        if match.rule not in best or match.level > best[match.rule].level:
            best[match.rule] = match
    return tuple(sorted(best.values(), key=lambda match: (-match.level, match.rule)))


def _message(words: Words, book: Rulebook, *, newest: int = 0) -> Message:
    return Message(words, book.compiler.alphabet.encode(words.tokens), newest)


def _match(found: Found, words: Words) -> Match:
    return Match(
        found.rule, found.category, found.level, words.said(found.start, found.end), found.reason
    )
