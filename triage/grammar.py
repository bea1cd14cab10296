"""The layer of spaCy matchers: who does what to whom, in forms and orders no phrase lists."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import spacy
from spacy.matcher import Matcher
from spacy.tokens import Doc

from triage.levels import Level
from triage.message import Found, Message
from triage.normalise import BREAK, QUESTION
from triage.rulebook import Rulebook
from triage.scope import scoped_level

_ENDINGS = "(?:s|es|ed|d|t|p?ped|t?ted|ing|p?ping|t?ting|in|e|en|es|er|y|ies|ied|ning|ned)?"
_SHORT = frozenset(["not", "never", "no", "hardly", "barely"])


@dataclass(frozen=True)
class GrammarRule:
    """One rule of rules/grammar.yml."""

    id: str
    category: str
    level: Level
    reason: str
    triggers: tuple[str, ...]
    unless: frozenset[str]
    own_negators: frozenset[str]
    must_match: tuple[str, ...]
    must_not_match: tuple[str, ...]


class GrammarLayer:
    """Matches of rules/grammar.yml over blank English; no trained model."""

    def __init__(self, book: Rulebook) -> None:
        self._book = book
        self._vocabulary = spacy.blank("en").vocab
        self.rules = tuple(_rule(entry) for entry in book.grammar["rules"])
        self._matchers = {entry["id"]: self._matcher(entry) for entry in book.grammar["rules"]}
        self._first_letters = frozenset(
            trigger[:2] for rule in self.rules for trigger in rule.triggers
        )

    def _matcher(self, entry: Mapping[str, Any]) -> Matcher:
        matcher = Matcher(self._vocabulary)
        matcher.add(
            entry["id"], [[_token(token) for token in tokens] for tokens in entry["tokens"]]
        )
        return matcher

    def __call__(self, message: Message) -> Iterable[Found]:
        """Yield what the matchers find; spaCy runs only when a rule's trigger is there."""
        words = {word for word in message.words.tokens if word[:2] in self._first_letters}
        rules = [
            rule for rule in self.rules if any(word.startswith(rule.triggers) for word in words)
        ]
        if rules:
            doc = Doc(self._vocabulary, words=list(message.words.tokens))
            for rule in rules:
                yield from self._found(rule, doc, message)

    def _found(self, rule: GrammarRule, doc: Doc, message: Message) -> Iterator[Found]:
        for _, start, end in self._matchers[rule.id](doc):
            first, last = message.sentence(start, end)
            if rule.unless.isdisjoint(message.words.tokens[first:last]):
                level = self._level(rule, message, start, end)
                if level > Level.none:
                    yield Found(rule.id, rule.category, level, rule.reason, start, end)

    def _level(self, rule: GrammarRule, message: Message, start: int, end: int) -> Level:
        effects, words = self._book.default_effects, self._book.scope
        return scoped_level(
            rule.level, message, start, end, effects=effects, own=rule.own_negators, words=words
        )


def _rule(entry: Mapping[str, Any]) -> GrammarRule:
    inside = {
        word
        for tokens in entry["tokens"]
        for token in tokens
        for word in str(token.get("in", "")).split("|")
    }
    return GrammarRule(
        id=entry["id"],
        category=entry["category"],
        level=Level[entry["level"]],
        reason=entry["reason"],
        triggers=tuple(entry["triggers"]),
        unless=frozenset(entry["unless"]),
        own_negators=_SHORT & inside,
        must_match=tuple(entry["must_match"].strip().splitlines()),
        must_not_match=tuple(entry["must_not_match"].strip().splitlines()),
    )


def _token(written: Mapping[str, Any]) -> dict[str, Any]:
    """A token of the file as spaCy's matcher wants it."""
    ((kind, value),) = written.items()
    if kind == "stem":
        return {"ORTH": {"REGEX": f"^(?:{value}){_ENDINGS}$"}}
    if kind == "in":
        return {"ORTH": {"IN": value.split("|")}}
    if kind == "not_in":
        return {"ORTH": {"NOT_IN": [*value.split("|"), BREAK, QUESTION]}}
    if kind == "number":
        return {"ORTH": {"REGEX": _number_from(int(value))}}
    return {"ORTH": {"NOT_IN": [BREAK, QUESTION]}, "OP": f"{{0,{int(value)}}}"}


def _number_from(least: int) -> str:
    """Figures of one to three digits from ``least``, which is below ten."""
    return f"^(?:[{least}-9]|[1-9][0-9]{{1,2}})$"
