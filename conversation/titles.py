"""Titles of the taxonomy's ids and other words that stand inside a sentence, from data/."""

from collections.abc import Sequence
from functools import cache

import yaml

from settings import ROOT


@cache
def _table(topic: str, file: str) -> dict[str, str]:
    """Read the one table that a file of small words holds."""
    path = ROOT / "data" / topic / f"{file}.yml"
    [table] = yaml.safe_load(path.read_text(encoding="utf-8")).values()
    return dict(table)


def theme_titles() -> dict[str, str]:
    """Return each theme's title by id, as practitioners worded it."""
    return _table("what_matters", "themes")


def themes_in_words(themes: Sequence[str]) -> str:
    """Join themes as they stand inside a sentence; an id without words is left out."""
    table = _table("what_matters", "themes_in_words")
    return join_words([table[theme] for theme in themes if theme in table])


@cache
def theme_names() -> dict[str, frozenset[str]]:
    """Return the words by which residents name each theme when they take it back."""
    table = _table("what_matters", "theme_names")
    return {theme: frozenset(words.split()) for theme, words in table.items()}


def next_step_titles() -> dict[str, str]:
    """Return the titles of the next steps by id, in the order in which they are offered."""
    return _table("offers", "next_steps")


def promise_in_words(kind: str, **fill: str) -> str:
    """Return what is promised, as it stands in the record and on the page."""
    return _table("person", "promises")[kind].format(**fill)


def detail_words(key: str) -> str:
    """Return the words for a fact of an offer that is not known."""
    return _table("offers", "details")[key]


def whom_in_words(about: str | None, relation: str | None) -> str:
    """Say whom a story is about: 'you', 'your mum', 'the person you support'."""
    whom = _table("story", "whom")
    if about in (None, "self"):
        return whom["self"]
    if about == "client":
        return whom["client"]
    return whom.get(relation or "", whom["other"])


def join_words(words: Sequence[str]) -> str:
    """Join as a person would: 'money, food and company'."""
    if len(words) < 2:
        return "".join(words)
    return ", ".join(words[:-1]) + " and " + words[-1]
