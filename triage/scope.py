"""Whether a phrase is meant as said, or negated, past, asked, supposed, general or a story's."""

from collections.abc import Iterable, Iterator

from triage.levels import Level
from triage.message import Message
from triage.normalise import BREAK, QUESTION
from triage.patterns import Pattern
from triage.rulebook import Effect, Effects, ScopeKind, ScopeWords

_NEGATION_REACH = 6
"""Words looked back for a 'not'."""
_NEAR = 14
"""Words each way in which 'years ago' belongs to a phrase, in a text without full stops."""

_TOPIC = 3
"""Words after a phrase in which "policy" or "training" makes it somebody's subject."""
_SELF = frozenset(("i", "me", "my", "myself"))
_NOT_OF_ONESELF = (ScopeKind.general, ScopeKind.fiction)
"""Somebody who says 'I' may speak beside a film or a course of themselves: concern, not nothing."""


def scoped_level(
    level: Level,
    message: Message,
    start: int,
    end: int,
    *,
    effects: Effects,
    own: frozenset[str],
    words: ScopeWords,
) -> Level:
    """Return a match's level in its scope. ``own`` are the negators that the pattern itself has."""
    for kind in _kinds(message, start, end, own, words):
        effect = effects.get(kind, Effect.keep)
        if effect is Effect.none and not (
            kind in _NOT_OF_ONESELF and _speaks_of_self(message, start, end)
        ):
            return Level.none
        if effect is not Effect.keep:
            level = min(level, Level.concern)
    return level


def _speaks_of_self(message: Message, start: int, end: int) -> bool:
    return not _SELF.isdisjoint(message.words.tokens[start:end])


def _kinds(
    message: Message, start: int, end: int, own: frozenset[str], words: ScopeWords
) -> Iterator[ScopeKind]:
    first, last = message.sentence(start, end)
    near = message.encoded[max(first, start - _NEAR) : min(last, end + _NEAR)]
    before = message.encoded[max(first, start - _NEAR) : end]
    if is_negated(message, start, end, own, words):
        yield ScopeKind.negated
    if _any(words.patterns["past"], near) and not _any(words.patterns["not_past"], near):
        yield ScopeKind.past
    if _is_question(message, first, last, words):
        yield ScopeKind.question
    if _any(words.patterns["conditional"], before):
        yield ScopeKind.conditional
    after = message.encoded[start : min(last, end + _TOPIC)]
    if _any(words.patterns["general"], before) or _any(words.patterns["topic"], after):
        yield ScopeKind.general
    if _any(words.patterns["fiction"], near) and not _any(words.patterns["not_fiction"], near):
        yield ScopeKind.fiction
    if start in message.words.quoted:
        yield ScopeKind.quoted


def _any(patterns: Iterable[Pattern], encoded: str) -> bool:
    present = set(encoded)
    return any(
        all(not need.isdisjoint(present) for need in pattern.needs)
        and pattern.expression.search(encoded)
        for pattern in patterns
    )


def is_negated(
    message: Message, start: int, end: int, own: frozenset[str], words: ScopeWords
) -> bool:
    """Whether a 'not' before or within words ``start`` to ``end`` turns them round.

    A 'not' of another clause ("I can not cope, I want to die") does not count, nor one that turns
    nothing round ("I do not know if", "I can not stop thinking about"). In doubt: no.
    """
    tokens = message.words.tokens
    if any(_negates(tokens, n, words) and tokens[n] not in own for n in range(start, end)):
        return True
    for n in range(start - 1, max(-1, start - 1 - _NEGATION_REACH), -1):
        if (
            n + 1 in message.words.commas
            or tokens[n] in (BREAK, QUESTION)
            or tokens[n] in words.negation_stops
        ):
            return False
        if tokens[n + 1] in words.subjects and tokens[n] not in words.thinking:
            return False
        if _negates(tokens, n, words):
            return True
    return False


def _negates(tokens: tuple[str, ...], n: int, words: ScopeWords) -> bool:
    if tokens[n] not in words.negators:
        return False
    return n + 1 >= len(tokens) or tokens[n + 1] not in words.not_negating_before


def _is_question(message: Message, first: int, last: int, words: ScopeWords) -> bool:
    tokens = message.words.tokens
    if last < len(tokens) and tokens[last] == QUESTION:
        return True
    return first < last and tokens[first] in words.question_starts
