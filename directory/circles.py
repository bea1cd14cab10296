"""Knows services that are for people of one sort, and whether somebody named that sort."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import yaml

from directory.theme_words import NEVER, plain

SURE = 0.5
"""From here on the story is about a theme, and circles of that theme are meant."""


@dataclass(frozen=True)
class Circle:
    """One sort of people (circles.yml)."""

    id: str
    name: re.Pattern[str]
    title: re.Pattern[str]
    text: re.Pattern[str]
    asked: re.Pattern[str]
    themes: frozenset[str]


@dataclass(frozen=True)
class Circles:
    """The whole file."""

    open: re.Pattern[str]
    circles: tuple[Circle, ...]


@cache
def all_circles() -> Circles:
    """Read the file once a process."""
    data = yaml.safe_load((Path(__file__).parent / "circles.yml").read_text("utf-8"))
    return Circles(
        open=_any_of(data["open"]),
        circles=tuple(
            Circle(
                id=name,
                name=_any_of(rule.get("name", [])),
                title=_any_of(rule.get("title", [])),
                text=_any_of(rule.get("text", [])),
                asked=_any_of(rule["asked"]),
                themes=frozenset(rule.get("themes", ())),
            )
            for name, rule in data["circles"].items()
        ),
    )


def _any_of(patterns: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)") if patterns else NEVER


@lru_cache(maxsize=50_000)
def circles_of(name: str, organisation: str | None, description: str | None) -> frozenset[str]:
    """Return the sorts of people that a service is for; none where it is for everybody."""
    rules, told = all_circles(), plain(description or "")
    if rules.open.search(told):
        return frozenset()
    title, called = plain(name), plain(f"{name} . {organisation or ''}")
    return frozenset(
        circle.id
        for circle in rules.circles
        if circle.name.search(called) or circle.title.search(title) or circle.text.search(told)
    )


def circles_meant(words: str, themes: Mapping[str, float]) -> frozenset[str]:
    """Return the sorts of people that somebody names, or that their themes tell of."""
    said = plain(words)
    about = {theme for theme, sure in themes.items() if sure >= SURE}
    return frozenset(
        circle.id
        for circle in all_circles().circles
        if circle.asked.search(said) or circle.themes & about
    )
