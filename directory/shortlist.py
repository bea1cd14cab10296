"""Makes the short list in memory: services that mean what was said or are about it, near first."""

import math
import uuid
from typing import Any

import numpy as np

from directory.meaning_encoder import WIDTH
from directory.meaning_index import MeaningIndex
from directory.places import Place
from directory.search_rules import SearchRules, search_rules
from directory.theme_words import theme_rules
from directory.wish import Wish

KM_A_DEGREE = 111.2
"""Of latitude; of longitude so much times the cosine of the latitude. Good enough for a list."""

FARTHEST_KM = 80
"""Beyond, nothing is looked at but what has no place at all."""

MANY = 100_000
"""Passages; of more than these the whole of a story is looked for, and not each of its parts."""

Array = Any
"""np.ndarray"""


def shortlist(index: MeaningIndex, wish: Wish, *, most: int) -> list[uuid.UUID]:
    """Return at most ``most`` and a half services: those best by all, then by meaning alone."""
    rules = search_rules()
    near, reach = _within_reach(index, wish.place, rules)
    if not len(near):
        return []
    alike = meaning_of(index, wish, near)
    theme = theme_fits(index, wish, rules, near)
    score = alike * rules.at("share", "meaning") + theme * rules.at("share", "themes")
    best = _best(score * reach, most)
    if wish.meaning:
        best = list(dict.fromkeys([*best, *_best(alike, most // 2)]))
    return [uuid.UUID(bytes=index.ids[row].tobytes()) for row in near[best]]


def _best(score: Array, most: int) -> list[int]:
    rows = np.argpartition(-score, most)[:most] if len(score) > most else np.arange(len(score))
    return [int(row) for row in rows if score[row] > 0]


def meaning_of(index: MeaningIndex, wish: Wish, near: Array) -> Array:
    """Return for each of the services ``near`` how alike it is to what was said: 0 to 1."""
    if wish.meaning is None:
        return np.zeros(len(near), np.float32)
    lengths = index.passages[near]
    bits = index.bits if len(near) == len(index.ids) else index.bits[_rows(index, near)]
    said = wish.meaning.bits if len(bits) <= MANY else wish.meaning.bits[:1]
    best = np.full(len(bits), WIDTH, np.uint16)
    for one in said:
        different = np.bitwise_count(bits ^ one).sum(axis=1, dtype=np.uint16)
        np.minimum(best, different, out=best)
    nearest = np.minimum.reduceat(best, _starts(lengths))
    return _ALIKE[nearest]


def _rows(index: MeaningIndex, near: Array) -> Array:
    """Return the rows of the passages of some services."""
    kept = np.zeros(len(index.ids), bool)
    kept[near] = True
    return np.flatnonzero(np.repeat(kept, index.passages))


_ALIKE = np.clip(np.cos(np.arange(WIDTH + 1) * (math.pi / WIDTH)), 0, 1).astype(np.float32)
"""By how many signs differ: the cosine of the angle of which they are a share."""


def theme_fits(index: MeaningIndex, wish: Wish, rules: SearchRules, near: Array) -> Array:
    """Return for each of the services ``near`` how far it is for a theme that is wanted."""
    by_position = np.array([0.0, *rules.data["theme_position"]], np.float32)
    fit = np.zeros(len(near), np.float32)
    for column, rule in enumerate(theme_rules().rules):
        if rule.theme in wish.themes:
            place = np.minimum(index.positions[near, column], len(by_position) - 1)
            np.maximum(fit, by_position[place] * wish.themes[rule.theme], out=fit)
    return fit


def _within_reach(
    index: MeaningIndex, place: Place | None, rules: SearchRules
) -> tuple[Array, Array]:
    """Return the services that can be got to, and the factor for the way to the nearest of each.

    Somewhere without a place is by telephone or online, and so is near everybody.
    """
    if place is None:
        return np.arange(len(index.ids)), np.ones(len(index.ids), np.float32)
    narrow = math.cos(math.radians(place.latitude))
    high, wide = FARTHEST_KM / KM_A_DEGREE, FARTHEST_KM / (KM_A_DEGREE * narrow)
    has_place = np.isfinite(index.latitudes)
    in_box = (np.abs(index.latitudes - np.float32(place.latitude)) < high) & (
        np.abs(index.longitudes - np.float32(place.longitude)) < wide
    )
    rows = np.flatnonzero(in_box | ~has_place)
    north = (index.latitudes[rows] - place.latitude) * KM_A_DEGREE
    east = (index.longitudes[rows] - place.longitude) * (KM_A_DEGREE * narrow)
    points = np.array(rules.data["distance"])
    factor = np.interp(np.hypot(north, east), points[:, 0], points[:, 1])
    factor[~has_place[rows]] = rules.at("no_place_factor")
    owners = index.owners[rows]
    near, first = np.unique(owners, return_index=True)
    return near, np.maximum.reduceat(factor, first) if len(near) else factor


def _starts(lengths: Array) -> Array:
    return np.cumsum(lengths) - lengths
