"""Says in plain words why a service is offered: only what really counted in its rank."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from directory.availability import in_words
from directory.opening import LONDON, OpenTime, is_open_now, next_opening, say_hours
from directory.ranking import Ranked
from directory.traits import all_traits
from directory.wish import Wish
from directory.words import all_words, say

SOON_DAYS = 7
"""A next opening within a week is a reason to go; a later one is in the schedule."""

NEXT_DOOR_KM = 0.15


@dataclass(frozen=True)
class Shown:
    """What the card of a service knows beyond its rank."""

    description: str | None
    minimum_age: int | None
    maximum_age: int | None
    times: Sequence[OpenTime]
    holidays: Collection[date]


def give_reasons(one: Ranked, wish: Wish, shown: Shown, said: Mapping[str, str]) -> tuple[str, ...]:
    """Return sentences, the weightiest first: what it is about, where, when, how sure we are."""
    parts = (
        _about(one, shown, said),
        _where(one, wish),
        _wanted(one),
        _how_to_begin(one, wish),
        _opens(wish.at, shown),
        _for_whom(wish, shown),
        _how_sure(one, wish),
    )
    return tuple(dict.fromkeys(reason for part in parts for reason in part))


def _about(one: Ranked, shown: Shown, said: Mapping[str, str]) -> Iterator[str]:
    titles = all_words()["themes"]
    if one.themes:
        told = [titles.get(theme, theme) for theme in one.themes[:2]]
        yield say("why", "theme", theme=" and ".join(told))
    elif one.words_counted:
        words = _words_in(f"{one.candidate.name} {shown.description or ''}", said)
        if words:
            yield say("why", "words", words=", ".join(words[:3]))
    elif one.meaning_counted:
        yield say("why", "meaning")


def _words_in(text: str, said: Mapping[str, str]) -> list[str]:
    plain = text.lower()
    return [
        word
        for stem, word in said.items()
        if re.search(rf"\b{re.escape(stem[:-1] if len(stem) > 5 else stem)}", plain)
    ]


def _where(one: Ranked, wish: Wish) -> Iterator[str]:
    candidate = one.candidate
    if wish.place and one.distance_km is not None:
        yield _distance(one.distance_km, wish.place.name)
    elif candidate.is_national:
        yield say("why", "national")
    if wish.place and candidate.areas and one.covered is False:
        yield say("why", "area_not", area=_list(candidate.areas))
    elif wish.place and one.covered and one.distance_km is None and not candidate.is_national:
        yield say("why", "area", area=_list(candidate.areas))


def _distance(kilometres: float, place: str) -> str:
    if kilometres < NEXT_DOOR_KM:
        return say("why", "at_the_place", place=place)
    told = f"{kilometres:.1f}" if kilometres < 10 else f"{kilometres:.0f}"
    return say("why", "distance", km=told, place=place)


def _list(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _wanted(one: Ranked) -> Iterator[str]:
    for trait in one.traits_met:
        rule = all_traits().get(trait)
        yield rule.wanted if rule else _language("wanted_language", trait)
    for trait in one.traits_missing:
        rule = all_traits().get(trait)
        yield rule.missing if rule else _language("missing_language", trait)


def _language(name: str, trait: str) -> str:
    return say("why", name, language=trait.split(":")[-1].capitalize())


def _how_to_begin(one: Ranked, wish: Wish) -> Iterator[str]:
    traits = one.candidate.traits
    if "referral_only" in traits:
        yield say("why", "referral_only")
    elif "drop_in" in traits and "drop_in" not in wish.traits:
        yield say("why", "drop_in")
    if "free" in traits and "free" not in wish.traits:
        yield say("why", "free")


def _opens(at: datetime, shown: Shown) -> Iterator[str]:
    if is_open_now(shown.times, at=at, holidays=shown.holidays):
        yield say("why", "open_now")
        return
    coming = next_opening(shown.times, at=at, holidays=shown.holidays, within=SOON_DAYS)
    if not coming:
        return
    day, line = coming
    hours = say_hours(line.opens_at, line.closes_at)
    ahead = (day - at.astimezone(LONDON).date()).days
    name = {0: "open_today", 1: "open_tomorrow"}.get(ahead, "open_on")
    yield say("why", name, day=f"{day:%A}", hours=hours)


def _for_whom(wish: Wish, shown: Shown) -> Iterator[str]:
    if shown.minimum_age is not None and shown.minimum_age > 18:
        yield say("why", "age_from", age=str(shown.minimum_age))
    if shown.maximum_age is not None and (wish.age or wish.speaks_of_the_young):
        yield say("why", "age_to", age=str(shown.maximum_age))


def _how_sure(one: Ranked, wish: Wish) -> Iterator[str]:
    room = in_words(one.availability, one.candidate.availability_until, at=wish.at)
    if room:
        yield room
    checked_at = one.candidate.checked_at
    if checked_at is None:
        yield say("why", "never_checked")
    else:
        month = f"{checked_at.astimezone(LONDON):%B %Y}"
        yield say("why", "stale" if one.is_stale else "checked", month=month)
