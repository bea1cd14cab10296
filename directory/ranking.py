"""Ranks candidates by pure rules over search.yml, and remembers what counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from directory.candidates import Candidate
from directory.coverage import is_covered
from directory.opening import LONDON
from directory.places import Place, PlaceIndex
from directory.search_rules import SearchRules, search_rules
from directory.traits import all_traits
from directory.wish import Wish

DAYS_A_MONTH = 30.4

DEEPEST = 60
"""Of those ranked, as many are asked whom they are for: to read that takes 0.1 ms each."""


@dataclass(frozen=True)
class Ranked:
    """A candidate with its score (0 to 1) and what made it: facts for the reasons in words."""

    candidate: Candidate
    score: float
    relevance: float
    themes: tuple[str, ...]
    theme_fit: float
    words_counted: bool
    meaning_counted: bool
    distance_km: float | None
    covered: bool | None
    traits_met: tuple[str, ...]
    traits_missing: tuple[str, ...]
    is_stale: bool
    availability: str


def rank(
    candidates: Sequence[Candidate], wish: Wish, index: PlaceIndex, *, and_more: bool = False
) -> list[Ranked]:
    """Return those that are an answer at all, best first.

    ``and_more``: where there are any, what has less to do with it follows.
    """
    rules = search_rules()
    best = max((candidate.words_share for candidate in candidates), default=0.0)
    full = max(best, rules.at("full_words"))
    ranked = [_rank_one(candidate, wish, index, full, rules) for candidate in candidates]
    good = [one for one in ranked if _is_an_answer(one, rules)]
    if good and and_more:
        less = rules.at("least_after")
        chosen = {one.candidate.id for one in good}
        good += [one for one in ranked if one.candidate.id not in chosen and one.relevance >= less]
    ordered = sorted(good, key=_in_order)
    circled = [_weighed_by_circles(one, wish, rules) for one in ordered[:DEEPEST]]
    return sorted(circled, key=_in_order) + ordered[DEEPEST:]


def _in_order(one: Ranked) -> tuple[float, str, str]:
    return -one.score, one.candidate.name, str(one.candidate.id)


def _weighed_by_circles(one: Ranked, wish: Wish, rules: SearchRules) -> Ranked:
    factor = _circle_factor(one.candidate, wish, rules)
    return one if factor == 1.0 else replace(one, score=round(min(one.score * factor, 1.0), 6))


def _is_an_answer(one: Ranked, rules: SearchRules) -> bool:
    if one.relevance < rules.at("least"):
        return False
    by_meaning = meaning_fit(one.candidate.alike, rules) >= rules.at("least_meaning")
    by_words = one.candidate.words_share >= rules.at("least_words")
    return by_meaning or by_words or one.theme_fit >= rules.at("least_theme")


def _rank_one(
    candidate: Candidate, wish: Wish, index: PlaceIndex, full: float, rules: SearchRules
) -> Ranked:
    words = min(1.0, candidate.words_share / full) if full else 0.0
    told = rules.at("least_theme")
    themes = tuple(theme for theme in candidate.themes if wish.themes.get(theme, 0.0) >= told)
    relevance = _relevance(words, candidate, wish, rules)
    kilometres = candidate.distance_km(wish.place)
    covered = _covered(candidate, wish.place, index)
    met = tuple(trait for trait in wish.traits if trait in candidate.traits)
    missing = tuple(trait for trait in wish.traits if trait not in candidate.traits)
    stale = is_stale(candidate.checked_at, wish.at)
    availability = availability_on(candidate, wish.at)
    score = relevance ** rules.at("sharpness")
    score *= _reach_factor(kilometres, covered, wish, rules)
    score *= _trait_factor(met, missing, candidate, rules)
    score *= _age_factor(candidate, wish, rules)
    score *= rules.at("availability", availability)
    score *= _freshness_factor(candidate, stale, rules)
    score *= _first_step_factor(candidate, rules)
    return Ranked(
        candidate=candidate,
        score=round(min(score, 1.0), 6),
        relevance=relevance,
        themes=themes,
        theme_fit=theme_fit(candidate.themes, wish.themes, rules),
        words_counted=words >= 0.5,
        meaning_counted=meaning_fit(candidate.alike, rules) >= 0.5,
        distance_km=kilometres,
        covered=covered,
        traits_met=met,
        traits_missing=missing,
        is_stale=stale,
        availability=availability,
    )


def _relevance(words: float, candidate: Candidate, wish: Wish, rules: SearchRules) -> float:
    """Return the mean of what counts for this wish: words, themes, meaning, each by its share."""
    parts = {}
    if wish.words:
        parts["words"] = words
    if wish.themes:
        parts["themes"] = theme_fit(candidate.themes, wish.themes, rules)
    if wish.meaning:
        parts["meaning"] = meaning_fit(candidate.alike, rules)
    whole = sum(rules.at("share", part) for part in parts)
    return sum(rules.at("share", part) * fit for part, fit in parts.items()) / whole if whole else 0


def meaning_fit(alike: float, rules: SearchRules) -> float:
    """Return 0 for what has nothing to do with it, 1 for what says the same."""
    nothing, full = rules.data["alike"]
    return float(min(1.0, max(0.0, (alike - nothing) / (full - nothing))))


def theme_fit(themes: Sequence[str], wanted: Mapping[str, float], rules: SearchRules) -> float:
    """Return how far a service is for one of the themes that are wanted: its first counts most."""
    positions: list[float] = rules.data["theme_position"]
    last = len(positions) - 1
    fits = [
        positions[min(number, last)] * wanted[theme]
        for number, theme in enumerate(themes)
        if theme in wanted
    ]
    more = rules.at("each_further_theme") * max(0, len(fits) - 1)
    return min(1.0, max(fits) + more) if fits else 0.0


def _covered(candidate: Candidate, place: Place | None, index: PlaceIndex) -> bool | None:
    if candidate.is_national:
        return True
    return is_covered(candidate.areas, place, index) if place else None


def _reach_factor(
    kilometres: float | None,
    covered: bool | None,
    wish: Wish,
    rules: SearchRules,
) -> float:
    if wish.place is None:
        return 1.0
    area = rules.at("area_not_factor") if covered is False else 1.0
    if kilometres is not None:
        return area * distance_factor(kilometres, rules)
    known = 1.0 if covered else rules.at("area_unknown_factor")
    return rules.at("no_place_factor") * area * (1.0 if covered is False else known)


def distance_factor(kilometres: float, rules: SearchRules) -> float:
    """Return the factor between the two nearest points of the table."""
    points: list[list[float]] = rules.data["distance"]
    for (near, high), (far, low) in zip(points, points[1:], strict=False):
        if kilometres <= far:
            return high + (low - high) * (kilometres - near) / (far - near)
    return points[-1][1]


def _trait_factor(
    met: Sequence[str], missing: Sequence[str], candidate: Candidate, rules: SearchRules
) -> float:
    factor = 1.0
    for trait in missing:
        rule = all_traits().get(trait)
        factor *= 1 - rule.penalty if rule else rules.at("language_missing_factor")
        if rule and rule.opposite in candidate.traits:
            factor *= rules.at("opposite_factor")
    return factor * rules.at("trait_met") ** len(met)


def _age_factor(candidate: Candidate, wish: Wish, rules: SearchRules) -> float:
    low, high = candidate.minimum_age, candidate.maximum_age
    if wish.age is not None:
        outside = (low is not None and wish.age < low) or (high is not None and wish.age > high)
        if outside:
            return rules.at("age_out_factor")
        return rules.at("age_in_factor") if low is not None or high is not None else 1.0
    young_only = high is not None and high < rules.at("young_only_until")
    if young_only and not wish.speaks_of_the_young:
        return rules.at("young_only_factor")
    return 1.0


def _circle_factor(candidate: Candidate, wish: Wish, rules: SearchRules) -> float:
    """Weigh down what is for people of one sort, unless the words name that sort."""
    if not candidate.circles:
        return 1.0
    named = len(candidate.circles & wish.circles) / len(candidate.circles)
    return float(
        rules.at("circle_named_factor") ** named * rules.at("circle_unasked_factor") ** (1 - named)
    )


def availability_on(candidate: Candidate, at: datetime) -> str:
    """Return whether new people can join now: a state that has run out is open again."""
    until: date | None = candidate.availability_until
    if until is not None and until < at.astimezone(LONDON).date():
        return "open"
    if candidate.status == "temporarily closed":
        return "temporarily_closed"
    return candidate.availability


def is_stale(checked_at: datetime | None, at: datetime) -> bool:
    """Tell whether the last check is longer ago than an entry may go unchecked."""
    limit = search_rules().at("stale_months") * DAYS_A_MONTH
    return checked_at is not None and (at - checked_at).days > limit


def _freshness_factor(candidate: Candidate, stale: bool, rules: SearchRules) -> float:
    if candidate.checked_at is None:
        return rules.at("never_checked_factor")
    return rules.at("stale_factor") if stale else 1.0


def _first_step_factor(candidate: Candidate, rules: SearchRules) -> float:
    factor = 1.0
    for trait in ("drop_in", "referral_only", "fund"):
        factor *= rules.at(f"{trait}_factor") if trait in candidate.traits else 1.0
    reachable = candidate.has_contact or "drop_in" in candidate.traits
    return factor if reachable else factor * rules.at("no_contact_factor")


def spread(ranked: Sequence[Ranked], wish: Wish, *, limit: int) -> list[Ranked]:
    """Return the best ``limit``, and not three of the same: each one chosen lowers its like."""
    rules = search_rules()
    needs = {theme for theme, sure in wish.themes.items() if sure >= rules.at("sure", "a_need")}
    left = [(one, one.score) for one in ranked]
    chosen, told = list[Ranked](), set[str]()
    while left and len(chosen) < limit:
        weighed = [_weighed_again(one, score, needs, told, rules) for one, score in left]
        best = max(range(len(left)), key=weighed.__getitem__)
        taken, _ = left.pop(best)
        chosen.append(replace(taken, score=round(weighed[best], 6)))
        told |= set(taken.themes)
        left = [(one, score * _likeness(one, taken, rules)) for one, score in left]
    return chosen


def _weighed_again(
    one: Ranked, score: float, needs: set[str], told: set[str], rules: SearchRules
) -> float:
    """Weigh down what is only about needs that an answer was already chosen for."""
    again = len(needs) > 1 and bool(told) and needs & set(one.themes) <= told
    return score * rules.at("spread", "same_themes") if again else score


def _likeness(one: Ranked, chosen: Ranked, rules: SearchRules) -> float:
    factor, organisation = 1.0, one.candidate.organisation_id
    if organisation and organisation == chosen.candidate.organisation_id:
        factor *= rules.at("spread", "same_organisation")
    if one.candidate.name.casefold() == chosen.candidate.name.casefold():
        factor *= rules.at("spread", "same_name")
    return factor
