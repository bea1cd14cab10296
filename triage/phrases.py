"""The layer of phrase rules: patterns over the plain words, each match put in its scope."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from triage.levels import Level
from triage.message import Found, Message
from triage.patterns import Pattern
from triage.rulebook import Rule, Rulebook
from triage.scope import scoped_level

_MATCHES_LOOKED_AT = 25
"""Of one pattern in one message: enough to find one outside a 'not', bounded for long ones."""


@dataclass(frozen=True)
class _Entry:
    rule: Rule
    pattern: Pattern
    own_negators: frozenset[str]


class PhraseLayer:
    """Finds the rules whose words are all there, then tries only their expressions."""

    def __init__(self, book: Rulebook) -> None:
        self._book = book
        self._by_word: dict[str, list[_Entry]] = defaultdict(list)
        common = frozenset(book.compiler.alphabet.encode(book.scope.common))
        for rule in book.rules:
            for pattern in rule.patterns:
                trigger = min(pattern.needs, key=lambda need: (len(need & common), len(need)))
                entry = _Entry(rule, pattern, self._own_negators(pattern))
                for code in trigger:
                    self._by_word[code].append(entry)

    def _own_negators(self, pattern: Pattern) -> frozenset[str]:
        written = set(self._book.compiler.alphabet.decode(pattern.expression.pattern))
        return frozenset(written & self._book.scope.negators)

    def __call__(self, message: Message) -> Iterable[Found]:
        """Yield what the rules find whose words are all in the message."""
        present = set(message.encoded)
        tried: set[int] = set()
        for code in present:
            for entry in self._by_word.get(code, ()):
                if id(entry) in tried:
                    continue
                tried.add(id(entry))
                if all(not need.isdisjoint(present) for need in entry.pattern.needs):
                    yield from self._found(entry, message)

    def _found(self, entry: _Entry, message: Message) -> Iterator[Found]:
        rule = entry.rule
        for count, match in enumerate(entry.pattern.expression.finditer(message.encoded)):
            start, end = match.span()
            level = self._level(entry, message, start, end)
            if level > Level.none:
                yield Found(rule.id, rule.category, level, rule.reason, start, end)
            if level == rule.level or count >= _MATCHES_LOOKED_AT:
                return

    def _level(self, entry: _Entry, message: Message, start: int, end: int) -> Level:
        rule = entry.rule
        if rule.unless:
            first, last = message.sentence(start, end)
            sentence = message.encoded[first:last]
            if any(pattern.expression.search(sentence) for pattern in rule.unless):
                return Level.none
        return scoped_level(
            rule.level,
            message,
            start,
            end,
            effects=rule.effects,
            own=entry.own_negators,
            words=self._book.scope,
        )
