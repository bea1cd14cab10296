"""Everything of a message that is a value: places, people, times, needs, found by rules."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Any

from language.access_needs import find_access_needs
from language.ages import find_ages
from language.clock import find_parts, find_times, write_figures
from language.days import find_days, group_days
from language.name import read_name
from language.phone_number import find_phone_numbers
from language.places import find_places
from language.postcode import find_outward_codes, find_postcodes
from language.relations import find_mentions
from language.spoken_languages import find_languages
from language.words import say_lower

KEYS = (
    "place",
    "postcode",
    "phone",
    "name",
    "age",
    "relation",
    "day",
    "time",
    "language",
    "access_need",
)


def find_entities(text: str, *, places: Collection[str] = ()) -> dict[str, list[Any]]:
    """Values by key (`KEYS`, always all of them), each list in the order said and without repeats.

    place, day, time, language, access_need: plain words ("Mill Street", "Tuesday", "14:00",
    "mornings"). postcode: "HB1 2AB", or the first half if only that was said. phone: E.164. age:
    whole years. name: the speaker's own, given as such ("my name's Brian"). relation: {"value":
    "father", "phrase": "dad", "gone": True} — gone when the message says that they have died.
    """
    codes, names = _divide(tuple(places))
    name = read_name(text, whose="speaker")
    found_places = find_places(text, places=names)
    return {
        "place": found_places,
        "postcode": _find_codes(text, codes),
        "phone": find_phone_numbers(text),
        "name": [name] if name and name not in found_places else [],
        "age": find_ages(text),
        "relation": _find_relations(text),
        "day": group_days([day.name for day in find_days(say_lower(text))]),
        "time": _find_times_of_day(text),
        "language": find_languages(text),
        "access_need": find_access_needs(text),
    }


@lru_cache(maxsize=8)
def _divide(places: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Postcodes and first halves among the places, and the places with a name."""
    codes = tuple(place for place in places if any(sign.isdigit() for sign in place))
    coded = frozenset(codes)
    return codes, tuple(place for place in places if place not in coded)


def _find_codes(text: str, known: Collection[str]) -> list[str]:
    return find_postcodes(text) or find_outward_codes(text, known=known)


def _find_relations(text: str) -> list[dict[str, Any]]:
    seen: dict[str, dict[str, Any]] = {}
    for mention in find_mentions(text):
        value = {"value": mention.relation, "phrase": mention.phrase, "gone": mention.gone}
        if mention.relation not in seen or mention.gone:
            seen[mention.relation] = value
    return list(seen.values())


def _find_times_of_day(text: str) -> list[str]:
    plain = write_figures(say_lower(text))
    parts = [name for name, _, _ in find_parts(plain)]
    return list(dict.fromkeys([*(time.at for time in find_times(plain)), *parts]))
