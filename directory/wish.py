"""Reads what a resident is looking for: words that tell services apart, themes, wants, age."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from directory.places import Place
from directory.search_rules import search_rules
from directory.theme_words import STRONG, plain, themes_of_words
from directory.traits import traits_asked, without_traits

LONGEST = 60
"""Different words that are looked up; a story of a thousand words has its need among these."""


@dataclass(frozen=True)
class Wish:
    """What is looked for.

    ``themes`` with how sure we are of them (0 to 1); ``pairs`` are two words next to each other
    written as one ("food bank" as "foodbank"); ``traits`` as in traits.yml.
    """

    words: tuple[str, ...]
    pairs: tuple[str, ...]
    themes: dict[str, float]
    traits: tuple[str, ...]
    age: int | None
    speaks_of_the_young: bool
    place: Place | None
    at: datetime


def read_wish(words: str, *, themes: Sequence[str], place: Place | None, at: datetime) -> Wish:
    """Read a text. Themes that are given win over those that its words suggest."""
    rules, text = search_rules(), plain(words)
    spoken = [word.replace("'", "") for word in re.findall(r"[a-z][a-z']+", without_traits(words))]
    useful = [word for word in dict.fromkeys(spoken) if word not in rules.ignored]
    place_words = set(plain(place.name).split()) if place else set()
    return Wish(
        words=tuple(word for word in useful if word not in place_words)[:LONGEST],
        pairs=tuple(dict.fromkeys(map("".join, pairwise(spoken))))[:LONGEST],
        themes=_sure(themes, words),
        traits=tuple(traits_asked(words)),
        age=_age(text),
        speaks_of_the_young=bool(rules.young.search(text)),
        place=place,
        at=at,
    )


def with_mended_words(wish: Wish, words: str, mended: Mapping[str, str]) -> Wish:
    """Return the wish with the themes of its words once they are spelt as the directory does.

    ``mended`` gives for a word said the stem that was meant ("lonly": "loneli").
    """
    told = " ".join(mended.get(word, word) for word in re.findall(r"[\w']+", plain(words)))
    return replace(wish, themes=_sure((), told))


def _sure(themes: Sequence[str], words: str) -> dict[str, float]:
    """Themes that are given are sure; a single hint in the words is half as sure."""
    if themes:
        return dict.fromkeys(themes, 1.0)
    hint, outright = search_rules().at("sure", "hint"), search_rules().at("sure", "outright")
    return {
        found.theme: outright if found.points >= STRONG else hint
        for found in themes_of_words(words)
    }


def _age(text: str) -> int | None:
    for pattern in search_rules().ages:
        for found in pattern.finditer(text):
            age = int(found[1])
            if 0 < age < 120:
                return age - 1 if found[0].startswith("under") else age
    return None
