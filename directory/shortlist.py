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

Array = Any
"""np.ndarray"""


def shortlist(index: MeaningIndex, wish: Wish, *, most: int) -> list[uuid.UUID]:
    """Return at most ``most`` and a half services: those best by all, then by meaning alone."""
    if not len(index.ids):
        return []
    rules = search_rules()
    alike = meaning_of(index, wish)
    theme = theme_fits(index, wish, rules)
    score = (alike * rules.at("share", "meaning") + theme * rules.at("share", "themes")) * _reach(
        index, wish.place, rules
    )
    chosen = [*_best(score, most), *(_best(alike, most // 2) if wish.meaning else ())]
    return [uuid.UUID(bytes=index.ids[row].tobytes()) for row in dict.fromkeys(chosen)]


def _best(score: Array, most: int) -> list[int]:
    rows = np.argpartition(-score, most)[:most] if len(score) > most else np.arange(len(score))
    return [int(row) for row in rows if score[row] > 0]


def meaning_of(index: MeaningIndex, wish: Wish) -> Array:
    """Return for each service how alike it is to what was said, from the signs: 0 to 1."""
    if wish.meaning is None:
        return np.zeros(len(index.ids), np.float32)
    starts = _starts(index.passages)
    best = np.full(len(index.bits), WIDTH, np.uint16)
    for said in wish.meaning.bits:
        different = np.zeros(len(index.bits), np.uint16)
        for word in range(said.size):
            different += np.bitwise_count(index.bits[:, word] ^ said[word])
        best = np.minimum(best, different)
    nearest = np.minimum.reduceat(best, starts)
    return np.clip(np.cos(nearest * (math.pi / WIDTH)), 0, 1).astype(np.float32)


def theme_fits(index: MeaningIndex, wish: Wish, rules: SearchRules) -> Array:
    """Return for each service how far it is for one of the themes that are wanted."""
    by_position = np.array([0.0, *rules.data["theme_position"]], np.float32)
    fit = np.zeros(len(index.ids), np.float32)
    for column, rule in enumerate(theme_rules().rules):
        if rule.theme in wish.themes:
            place = np.minimum(index.positions[:, column], len(by_position) - 1)
            np.maximum(fit, by_position[place] * wish.themes[rule.theme], out=fit)
    return fit


def _reach(index: MeaningIndex, place: Place | None, rules: SearchRules) -> Array:
    """Return the factor for the way there; somewhere without a place is by telephone or online."""
    if place is None:
        return np.ones(len(index.ids), np.float32)
    narrow = math.cos(math.radians(place.latitude))
    north = (index.latitudes - place.latitude) * KM_A_DEGREE
    east = (index.longitudes - place.longitude) * (KM_A_DEGREE * narrow)
    apart = np.minimum.reduceat(np.hypot(north, east), _starts(index.places))
    points = np.array(rules.data["distance"])
    factor = np.interp(apart, points[:, 0], points[:, 1])
    return np.where(np.isinf(apart), rules.at("no_place_factor"), factor)


def _starts(lengths: Array) -> Array:
    return np.cumsum(lengths) - lengths
