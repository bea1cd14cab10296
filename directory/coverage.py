"""Whom a service is for by where they live: apart from how far away it is."""

from collections.abc import Sequence

from directory.candidates import distance_km
from directory.place_names import name_key
from directory.places import Place, PlaceIndex

TOWN_KM = 15
"""A town's name covers what lies within 15 km of its middle: its villages, not the next town."""


def is_covered(areas: Sequence[str], place: Place, index: PlaceIndex) -> bool | None:
    """Tell whether a place lies in any of the areas that a service names; None if unknown."""
    if not areas:
        return None
    answers = [_lies_in(area, place, index) for area in areas]
    if True in answers:
        return True
    return False if False in answers else None


def _lies_in(area: str, place: Place, index: PlaceIndex) -> bool | None:
    key = name_key(area)
    if place.ward and name_key(place.ward) == key or name_key(place.name) == key:
        return True
    named = index.by_key.get(key)
    if not named:
        return None
    apart = min(
        distance_km(place.latitude, place.longitude, one.latitude, one.longitude) for one in named
    )
    if any(one.kind == "town" for one in named):
        return apart <= TOWN_KM
    return None if place.ward is None and apart < TOWN_KM else False
