"""Tells the themes of a text by its words, with the words that did it (theme_words.yml)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

STRONG, HINT, TERM = 2, 1, 2
NEVER = re.compile(r"(?!)")


@dataclass(frozen=True)
class ThemeRule:
    """The words of one theme, each list as one expression."""

    theme: str
    strong: re.Pattern[str]
    words: re.Pattern[str]
    said: re.Pattern[str]
    terms: re.Pattern[str]
    never: re.Pattern[str]


@dataclass(frozen=True)
class ThemeFound:
    """A theme, its points and the words that gave them."""

    theme: str
    points: int
    words: tuple[str, ...]


@dataclass(frozen=True)
class ThemeRules:
    """The whole file."""

    enough: int
    most: int
    rules: tuple[ThemeRule, ...]


@cache
def theme_rules() -> ThemeRules:
    """Read the file once a process."""
    data = yaml.safe_load((Path(__file__).parent / "theme_words.yml").read_text("utf-8"))
    rules = tuple(_rule(theme, lists) for theme, lists in data["themes"].items())
    return ThemeRules(enough=data["enough"], most=data["most"], rules=rules)


def _rule(theme: str, lists: dict[str, str]) -> ThemeRule:
    return ThemeRule(
        theme=theme,
        strong=_any_of(lists.get("strong")),
        words=_any_of(lists.get("words")),
        said=_any_of(lists.get("said")),
        terms=_any_of(lists.get("terms"), whole=True),
        never=_any_of(lists.get("not")),
    )


def _any_of(words: str | None, *, whole: bool = False) -> re.Pattern[str]:
    if not words:
        return NEVER
    joined = "|".join(f"(?:{word})" for word in words.split("; "))
    return re.compile(f"^(?:{joined})$" if whole else rf"\b(?:{joined})\b")


def themes_of_service(
    *, name: str, description: str, terms: Iterable[str] = ()
) -> tuple[ThemeFound, ...]:
    """Return the themes of a service, best first; none where its words do not say enough."""
    rules = theme_rules()
    named, told = plain(name), plain(description)
    listed = [plain(part) for term in terms for part in term.split("|")]
    found = [_points(rule, named, told, listed) for rule in rules.rules]
    return _best(found, enough=rules.enough, most=rules.most)


def themes_of_words(words: str) -> tuple[ThemeFound, ...]:
    """Return the themes of what a resident says, best first; one hint is enough."""
    text = plain(words)
    found = [_points_said(rule, text) for rule in theme_rules().rules]
    return _best(found, enough=HINT, most=theme_rules().most)


def plain(text: str) -> str:
    """Small letters, straight apostrophes, single spaces."""
    return " ".join(text.lower().replace("’", "'").replace("‘", "'").split())


def _points(rule: ThemeRule, name: str, description: str, terms: list[str]) -> ThemeFound:
    points, words = 0, list[str]()
    for text, times in ((name, 2), (rule.never.sub(" ", description), 1)):
        for pattern, value in ((rule.strong, STRONG), (rule.words, HINT)):
            hits = _hits(pattern, text)
            points += value * times * len(hits)
            words += hits
    hits = [term for term in terms if rule.terms.match(term)]
    return ThemeFound(rule.theme, points + TERM * len(hits), tuple(dict.fromkeys(words + hits)))


def _points_said(rule: ThemeRule, text: str) -> ThemeFound:
    strong, said, words = (_hits(p, text) for p in (rule.strong, rule.said, rule.words))
    if rule.never.search(text):
        return ThemeFound(rule.theme, 0, ())
    points = STRONG * (len(strong) + len(said)) + HINT * len(words)
    return ThemeFound(rule.theme, points, tuple(dict.fromkeys(strong + said + words)))


def _hits(pattern: re.Pattern[str], text: str) -> list[str]:
    """Each different wording once."""
    return list(dict.fromkeys(match.group(0) for match in pattern.finditer(text)))


def _best(found: list[ThemeFound], *, enough: int, most: int) -> tuple[ThemeFound, ...]:
    given = [one for one in found if one.points >= enough]
    return tuple(sorted(given, key=lambda one: -one.points)[:most])
