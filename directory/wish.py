"""Reads what a resident is looking for: words that tell services apart, themes, wants, age."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from directory.circles import circles_meant
from directory.meaning import Meaning
from directory.places import Place
from directory.search_rules import search_rules
from directory.theme_meaning import theme_meaning
from directory.theme_words import STRONG, plain, themes_of_words
from directory.traits import traits_asked, without_traits

LONGEST = 60
"""Different words that are looked up; a story of a thousand words has its need among these."""


@dataclass(frozen=True)
class Wish:
    """What is looked for.

    ``themes`` with how sure we are of them (0 to 1); ``pairs`` are two words next to each other
    written as one ("food bank" as "foodbank"); ``traits`` as in traits.yml; ``circles`` are the
    sorts of people that were named (circles.yml); ``meaning`` is None where there is no encoder.
    """

    words: tuple[str, ...]
    pairs: tuple[str, ...]
    themes: dict[str, float]
    traits: tuple[str, ...]
    circles: frozenset[str]
    age: int | None
    speaks_of_the_young: bool
    place: Place | None
    at: datetime
    meaning: Meaning | None = None


def read_wish(
    words: str,
    *,
    themes: Sequence[str],
    place: Place | None,
    at: datetime,
    meaning: Meaning | None = None,
) -> Wish:
    """Read a text. Themes that are given win over those that its words or meaning suggest."""
    rules, text = search_rules(), plain(words)
    spoken = [word.replace("'", "") for word in re.findall(r"[a-z][a-z']+", without_traits(words))]
    useful = [word for word in dict.fromkeys(spoken) if word not in rules.ignored]
    place_words = set(plain(place.name).split()) if place else set()
    sure, age = _sure(themes, words, meaning), _age(text)
    is_young = age is not None and age < rules.at("young_only_until")
    young = is_young or bool(rules.young.search(text))
    return Wish(
        words=tuple(word for word in useful if word not in place_words)[:LONGEST],
        pairs=tuple(dict.fromkeys(map("".join, pairwise(spoken))))[:LONGEST],
        themes=sure,
        traits=tuple(traits_asked(words)),
        circles=circles_meant(words, sure) | ({"children"} if young else set()),
        age=age,
        speaks_of_the_young=young,
        place=place,
        at=at,
        meaning=meaning,
    )


def with_mended_words(wish: Wish, words: str, mended: Mapping[str, str]) -> Wish:
    """Return the wish with the themes of its words once they are spelt as the directory does.

    ``mended`` gives for a word said the stem that was meant ("lonly": "loneli").
    """
    told = " ".join(mended.get(word, word) for word in re.findall(r"[\w']+", plain(words)))
    sure = _sure((), told, wish.meaning)
    return replace(wish, themes=sure, circles=wish.circles | circles_meant(told, sure))


def _sure(themes: Sequence[str], words: str, meaning: Meaning | None) -> dict[str, float]:
    """Themes that are given are sure; else as sure as the words or their meaning make them."""
    if themes:
        return dict.fromkeys(themes, 1.0)
    by_words, by_meaning = _by_words(words), _by_meaning(meaning)
    if meaning is not None and theme_meaning():
        by_words = {
            theme: sure * (0.5 + min(0.5, by_meaning.get(theme, 0.0)))
            for theme, sure in by_words.items()
        }
    least = search_rules().at("sure", "least")
    sure = {
        theme: max(by_words.get(theme, 0.0), by_meaning.get(theme, 0.0))
        for theme in [*by_words, *by_meaning]
    }
    sure = {theme: value for theme, value in sure.items() if value >= least}
    return dict(sorted(sure.items(), key=lambda one: -one[1]))


def _by_meaning(meaning: Meaning | None) -> dict[str, float]:
    learnt = theme_meaning() if meaning else None
    if not meaning or not learnt:
        return {}
    return learnt.themes_of(meaning.vectors, least=0.02)


def _by_words(words: str) -> dict[str, float]:
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
