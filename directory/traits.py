"""Knows the short facts of a service that residents ask for, by rules as data (traits.yml)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from directory.search_rules import search_rules
from directory.theme_words import NEVER, plain

EVENING_FROM = "18:30"
"""Open later than half past six counts as evening: a shop that shuts at six is no evening out."""


@dataclass(frozen=True)
class Trait:
    """One rule of traits.yml."""

    id: str
    kinds: frozenset[str]
    text: re.Pattern[str]
    place: re.Pattern[str]
    asked: re.Pattern[str]
    wanted: str
    missing: str
    penalty: float
    opposite: str | None


@cache
def all_traits() -> dict[str, Trait]:
    """Read the file once a process."""
    data = yaml.safe_load((Path(__file__).parent / "traits.yml").read_text("utf-8"))
    days = data.pop("days")
    rules = data | {short: _of_day(day, days) for short, day in days["names"].items()}
    return {trait_id: _read(trait_id, rule) for trait_id, rule in rules.items()}


def _of_day(day: str, rule: dict[str, Any]) -> dict[str, Any]:
    return {
        "asked": [pattern.replace("{day}", day) for pattern in rule["asked"]],
        "wanted": rule["wanted"].format(Day=day.capitalize()),
        "missing": rule["missing"].format(Day=day.capitalize()),
        "penalty": rule["penalty"],
    }


def _read(trait_id: str, rule: dict[str, Any]) -> Trait:
    return Trait(
        id=trait_id,
        kinds=frozenset(rule.get("kinds", ())),
        text=_any_of(rule.get("text")),
        place=_any_of(rule.get("place")),
        asked=_any_of(rule.get("asked")),
        wanted=rule.get("wanted", ""),
        missing=rule.get("missing", ""),
        penalty=float(rule.get("penalty", 0)),
        opposite=rule.get("opposite"),
    )


def _any_of(patterns: list[str] | None) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in patterns)) if patterns else NEVER


def traits_of_service(
    *, words: str, kinds: Iterable[str], place_words: str, languages: Iterable[str]
) -> list[str]:
    """Return what can be known from words and kinds; times and cost add theirs elsewhere."""
    text, places, codes = plain(words), plain(place_words), set(kinds)
    found = [
        trait.id
        for trait in all_traits().values()
        if trait.kinds & codes or trait.text.search(text) or trait.place.search(places)
    ]
    if "not step free" in places and not re.search(r"(?<!not )step[- ]free", places):
        found = [trait for trait in found if trait != "step_free"]
    return found + [f"language:{plain(language)}" for language in languages]


def traits_asked(words: str) -> list[str]:
    """Return the traits that a resident asks for in their words."""
    text = plain(words)
    languages = search_rules().languages
    found = [trait.id for trait in all_traits().values() if trait.asked.search(text)]
    asked = re.findall(r"(?:in|speaks?|speaking|knows?) ([a-z]+)", text)
    asked += re.findall(r"([a-z]+)[- ]speak(?:ing|ers?)", text)
    return found + [f"language:{one}" for one in dict.fromkeys(asked) if one in languages]


def without_traits(words: str) -> str:
    """Return the words without those that ask for a trait: "evenings" is a want, not a subject."""
    text = plain(words)
    for trait in all_traits().values():
        text = trait.asked.sub(" ", text)
    return text
