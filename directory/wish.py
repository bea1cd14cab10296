"""Reads what a resident is looking for: words that tell services apart, themes, wants, age."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from directory.places import Place
from directory.search_rules import search_rules
from directory.theme_words import plain, themes_of_words
from directory.traits import traits_asked, without_traits

LONGEST = 60
"""Different words that are looked up; a story of a thousand words has its need among these."""


@dataclass(frozen=True)
class Wish:
    """What is looked for. ``themes`` best first; ``traits`` as in traits.yml."""

    words: tuple[str, ...]
    themes: tuple[str, ...]
    traits: tuple[str, ...]
    age: int | None
    speaks_of_the_young: bool
    place: Place | None
    at: datetime


def read_wish(words: str, *, themes: Sequence[str], place: Place | None, at: datetime) -> Wish:
    """Read a text. Themes that are given win over those that its words suggest."""
    rules, text = search_rules(), plain(words)
    told = list(dict.fromkeys(re.findall(r"[a-z][a-z']+", without_traits(words))))
    useful = [word.replace("'", "") for word in told if word.replace("'", "") not in rules.ignored]
    place_words = set(plain(place.name).split()) if place else set()
    return Wish(
        words=tuple(word for word in useful if word not in place_words)[:LONGEST],
        themes=tuple(themes) or tuple(found.theme for found in themes_of_words(words)),
        traits=tuple(traits_asked(words)),
        age=_age(text),
        speaks_of_the_young=bool(rules.young.search(text)),
        place=place,
        at=at,
    )


def _age(text: str) -> int | None:
    for pattern in search_rules().ages:
        for found in pattern.finditer(text):
            age = int(found[1])
            if 0 < age < 120:
                return age - 1 if found[0].startswith("under") else age
    return None
