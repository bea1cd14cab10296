"""Reads triage/rules: one file a category, the lists of words, what scope does to a level."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from triage.levels import Level
from triage.patterns import Pattern, PatternCompiler
from triage.spelling import Spelling, load_spelling

RULES = Path(__file__).parent / "rules"
_NOT_A_CATEGORY = ("words", "scope", "spelling", "real_words", "grammar")


class Effect(StrEnum):
    """What a scope does to the level of a match."""

    keep = "keep"
    concern = "concern"
    none = "none"


class ScopeKind(StrEnum):
    """How a phrase may be meant other than as said: see rules/scope.yml."""

    negated = "negated"
    past = "past"
    question = "question"
    conditional = "conditional"
    general = "general"
    fiction = "fiction"
    quoted = "quoted"


Effects = Mapping[ScopeKind, Effect]


@dataclass(frozen=True)
class Rule:
    """One idea of danger and the ways people put it. ``id`` is ``category.name``."""

    id: str
    category: str
    level: Level
    reason: str
    patterns: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]
    effects: Effects
    must_match: tuple[str, ...]
    must_not_match: tuple[str, ...]
    source: str
    author: str
    date: str


@dataclass(frozen=True)
class ScopeWords:
    """The words that tell scope; what each list means is said in rules/scope.yml."""

    negators: frozenset[str]
    not_negating_before: frozenset[str]
    negation_stops: frozenset[str]
    subjects: frozenset[str]
    thinking: frozenset[str]
    question_starts: frozenset[str]
    replies: frozenset[str]
    common: frozenset[str]
    patterns: Mapping[str, tuple[Pattern, ...]]


@dataclass(frozen=True)
class Rulebook:
    """All rules compiled with one alphabet; ``version`` changes when a rule file changes."""

    rules: tuple[Rule, ...]
    scope: ScopeWords
    grammar: Mapping[str, Any]
    default_effects: Effects
    compiler: PatternCompiler
    spelling: Spelling
    version: str


@cache
def load_rulebook(folder: Path = RULES) -> Rulebook:
    """Read and compile all rules; raises PatternError or KeyError on a broken rule."""
    spelling = load_spelling(folder)
    groups = _read(folder / "words.yml")["groups"]
    compiler = PatternCompiler({name: _entries(block) for name, block in groups.items()}, spelling)
    scope = _read(folder / "scope.yml")
    defaults = _effects(scope["effects"])
    rules = tuple(
        rule for path in _category_files(folder) for rule in _rules_of(path, compiler, defaults)
    )
    words = _scope_words(scope, compiler)
    spelling.learn(compiler.alphabet.words())
    return Rulebook(
        rules,
        words,
        _read(folder / "grammar.yml"),
        defaults,
        compiler,
        spelling,
        rules_version(folder),
    )


def rules_version(folder: Path = RULES) -> str:
    """Twelve characters that change when any rule file changes."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.yml")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def _category_files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.glob("*.yml")) if path.stem not in _NOT_A_CATEGORY]


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return content


def _rules_of(path: Path, compiler: PatternCompiler, defaults: Effects) -> Iterator[Rule]:
    page = _read(path)
    shared = {**defaults, **_effects(page.get("scope", {}))}
    for entry in page["rules"]:
        yield Rule(
            id=f"{page['category']}.{entry['id']}",
            category=page["category"],
            level=Level[entry["level"]],
            reason=entry["reason"],
            patterns=tuple(compiler.compile(source) for source in _lines(entry["patterns"])),
            unless=tuple(compiler.compile(source) for source in _lines(entry.get("unless", ""))),
            effects={**shared, **_effects(entry.get("scope", {}))},
            must_match=_lines(entry["must_match"]),
            must_not_match=_lines(entry["must_not_match"]),
            source=entry.get("source", page["source"]),
            author=entry.get("author", page["author"]),
            date=str(entry.get("date", page["date"])),
        )


def _entries(block: str) -> tuple[str, ...]:
    """Entries of a list, parted by commas."""
    return tuple(entry.strip() for entry in block.replace("\n", " ").split(",") if entry.strip())


def _lines(block: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in block.splitlines() if line.strip())


def _effects(written: Mapping[str, str]) -> dict[ScopeKind, Effect]:
    return {ScopeKind(kind): Effect(effect) for kind, effect in written.items()}


def _scope_words(scope: Mapping[str, Any], compiler: PatternCompiler) -> ScopeWords:
    lists = {name: frozenset(_entries(block)) for name, block in scope["lists"].items()}
    return ScopeWords(
        negators=lists["negators"],
        not_negating_before=lists["not_negating_before"],
        negation_stops=lists["negation_stops"],
        subjects=lists["subjects"],
        thinking=lists["thinking"],
        question_starts=lists["question_starts"],
        replies=lists["replies"],
        common=lists["common"],
        patterns={
            name: tuple(compiler.compile(source) for source in _lines(sources))
            for name, sources in scope["patterns"].items()
        },
    )
