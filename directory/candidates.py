"""Reads from the database what may answer a wish: by words, from the short list, by themes."""

import math
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from directory.circles import circles_of
from directory.meaning import alikenesses
from directory.opening import LONDON
from directory.places import Place
from directory.vocabulary import Lexeme
from directory.wish import Wish

WEIGHTS = "{0.15, 0.6, 0.75, 1.0}"
"""Of a word in places and organisation's story (D), the text (C), terms and organisation (B), name
(A): a name says what a service is, an address only where."""

FULL_RANK = 0.6079
"""What ts_rank gives one word in the name (6 divided by pi squared)."""

SERVED = (
    "s.removed_at IS NULL AND s.hidden_at IS NULL "
    "AND (s.availability <> 'closed' OR s.availability_until < CAST(:today AS date))"
)

MOST_SCORED = 500
"""Services whose words are weighed one by one; with 1,200 the judged queries gain nothing."""

EARTH_KM = 6371.0088


@dataclass(frozen=True)
class Candidate:
    """The few facts of a service that decide its rank."""

    id: uuid.UUID
    name: str
    organisation_id: uuid.UUID | None
    status: str
    themes: tuple[str, ...]
    traits: frozenset[str]
    organisation: str | None
    description: str | None
    areas: tuple[str, ...]
    is_national: bool
    minimum_age: int | None
    maximum_age: int | None
    availability: str
    availability_until: date | None
    checked_at: datetime | None
    has_contact: bool
    words_share: float
    alike: float
    """To what was said, by meaning: about 0 to 0.8; 0 where it is not known."""

    latitude: float | None
    longitude: float | None

    @property
    def circles(self) -> frozenset[str]:
        """The sorts of people that it is for (circles.yml); none where it is for everybody."""
        return circles_of(self.name, self.organisation, self.description)

    def distance_km(self, place: Place | None) -> float | None:
        """Return the straight line from a place to the nearest place of the service."""
        if place is None or self.latitude is None or self.longitude is None:
            return None
        return distance_km(place.latitude, place.longitude, self.latitude, self.longitude)


def distance_km(
    latitude: float, longitude: float, to_latitude: float, to_longitude: float
) -> float:
    """Return the distance over the earth in kilometres (haversine)."""
    north, other_north = math.radians(latitude), math.radians(to_latitude)
    half = math.sin((other_north - north) / 2) ** 2
    across = math.sin(math.radians(to_longitude - longitude) / 2) ** 2
    chord = half + math.cos(north) * math.cos(other_north) * across
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(chord)))


def find_candidates(
    session: Session,
    wish: Wish,
    lexemes: Sequence[Lexeme],
    *,
    most: int,
    listed: Sequence[uuid.UUID] | None = None,
    exclude: Collection[uuid.UUID] = (),
) -> list[Candidate]:
    """Return at most ``most`` services by words, and those ``listed`` (directory.shortlist).

    Where there is no list, as many by themes, nearest first.
    """
    rare, common = _rare_and_common(lexemes)
    ways = _ways(lexemes, rare, common, wish, listed)
    if not ways:
        return []
    asked = {
        **_of_words(lexemes, rare, common),
        **_of_place(wish.place),
        "themes": list(wish.themes),
        "most": most,
        "today": wish.at.astimezone(LONDON).date(),
        "exclude": list(exclude),
        "listed": list(listed or ()),
    }
    statement = text(_WHOLE.format(ways=" UNION ALL ".join(ways), served=SERVED))
    found = session.execute(statement, asked).mappings().all()
    packed = [row["vectors"] for row in found]
    alike = alikenesses(wish.meaning, packed) if wish.meaning else [0.0] * len(found)
    return [_candidate(row, close) for row, close in zip(found, alike, strict=True)]


def _ways(
    lexemes: Sequence[Lexeme],
    rare: Sequence[Lexeme],
    common: Sequence[Lexeme],
    wish: Wish,
    listed: Sequence[uuid.UUID] | None,
) -> list[str]:
    """Return the queries that give ids with a share of the words."""
    ways = [_by_words(lexemes, "rare", _ANYWHERE)] if rare else []
    if common and wish.place:
        ways.append(_by_words(lexemes, "common", _NEARBY))
    elif common and not rare:
        ways.append(_by_words(lexemes, "common", _ANYWHERE))
    if listed:
        ways.append("(SELECT id, 0.0 AS share FROM unnest(CAST(:listed AS uuid[])) AS id)")
    elif listed is None and wish.themes:
        ways.append(_by_themes(wish.place is not None))
    return ways


def _of_words(
    lexemes: Sequence[Lexeme], rare: Sequence[Lexeme], common: Sequence[Lexeme]
) -> dict[str, Any]:
    return {
        **{f"tells_{n}": lexeme.tells for n, lexeme in enumerate(lexemes)},
        **{f"stem_{n}": _quoted(lexeme.stem) for n, lexeme in enumerate(lexemes)},
        "rare": " | ".join(_quoted(lexeme.stem) for lexeme in rare),
        "common": " | ".join(_quoted(lexeme.stem) for lexeme in common),
        "scored": MOST_SCORED,
        "weights": WEIGHTS,
        "full": FULL_RANK * (sum(lexeme.tells for lexeme in lexemes if lexeme.is_own) or 1),
    }


def _of_place(place: Place | None) -> dict[str, float]:
    """Return where to look from; ``narrow`` is the cosine of the latitude, squared."""
    if place is None:
        return {"latitude": 0.0, "longitude": 0.0, "narrow": 1.0}
    narrow = math.cos(math.radians(place.latitude)) ** 2
    return {"latitude": place.latitude, "longitude": place.longitude, "narrow": narrow}


def _quoted(stem: str) -> str:
    return "'" + stem.replace("\\", "\\\\").replace("'", "''") + "'"


def _rare_and_common(
    lexemes: Sequence[Lexeme],
) -> tuple[list[Lexeme], list[Lexeme]]:
    """Part the stems so that few enough services have one of the rare ones to weigh them all."""
    rare, common, services = list[Lexeme](), list[Lexeme](), 0
    for lexeme in sorted(lexemes, key=lambda one: one.services):
        services += lexeme.services
        (rare if services <= MOST_SCORED else common).append(lexeme)
    return rare, common


def _by_words(lexemes: Sequence[Lexeme], which: str, among: str) -> str:
    parts = " + ".join(
        f"CAST(:tells_{n} AS float8)"
        f" * ts_rank(CAST(:weights AS real[]), s.text, CAST(:stem_{n} AS tsquery))"
        for n in range(len(lexemes))
    )
    return (
        f"(SELECT s.id, ({parts}) / CAST(:full AS float8) AS share FROM ("  # noqa: S608
        f"SELECT s.id, s.text FROM {among} WHERE s.text @@ CAST(:{which} AS tsquery) "
        f"AND {SERVED} LIMIT :scored) s ORDER BY share DESC, s.id LIMIT :most)"
    )


_ANYWHERE = "services s"
_NEARBY = "nearby JOIN services s ON s.id = nearby.service_id"
_BOX = (
    "nearby AS MATERIALIZED (SELECT DISTINCT p.service_id FROM service_places p "
    "WHERE p.latitude BETWEEN :latitude - 0.09 AND :latitude + 0.09 "
    "AND p.longitude BETWEEN :longitude - 0.15 AND :longitude + 0.15), "
)
"""Ten kilometres each way: a word that thousands of services have tells nothing about a far one."""


def _by_themes(has_place: bool) -> str:
    if not has_place:
        return (
            "(SELECT s.id, 0.0 AS share FROM services s "  # noqa: S608
            f"WHERE s.themes && CAST(:themes AS varchar[]) AND {SERVED} "
            "ORDER BY NOT s.themes[1] = ANY(CAST(:themes AS varchar[])), s.checked_at DESC NULLS "
            "LAST, s.id LIMIT :most)"
        )
    return (
        "(SELECT s.id, 0.0 AS share FROM services s "  # noqa: S608
        "LEFT JOIN service_places p ON p.service_id = s.id AND p.latitude IS NOT NULL "
        f"WHERE s.themes && CAST(:themes AS varchar[]) AND {SERVED} GROUP BY s.id "
        f"ORDER BY coalesce(min({_APART}), 0.001) "
        "* (CASE WHEN s.themes[1] = ANY(CAST(:themes AS varchar[])) THEN 1 ELSE 2 END), s.id "
        "LIMIT :most)"
    )


_APART = (
    "(p.latitude - :latitude) * (p.latitude - :latitude) + "
    "(p.longitude - :longitude) * (p.longitude - :longitude) * :narrow"
)
"""Squared degrees, enough to put places in order; ``narrow`` is the cosine of latitude, squared."""

_NEAREST = (
    f"SELECT p.latitude, p.longitude, {_APART} AS apart FROM service_places p "  # noqa: S608
    "WHERE p.service_id = s.id AND p.latitude IS NOT NULL ORDER BY apart LIMIT 1"
)

_WHOLE = (
    f"WITH {_BOX}found AS (SELECT id, max(share) AS share FROM ({{ways}}) way GROUP BY id) "  # noqa: S608
    "SELECT s.id, s.name, s.organisation, s.description, s.organisation_id, s.status, s.themes, "
    "s.traits, s.areas, s.is_national, "
    "s.minimum_age, s.maximum_age, s.availability, s.availability_until, s.checked_at, "
    "(s.phone IS NOT NULL OR s.url IS NOT NULL OR s.email IS NOT NULL) AS has_contact, "
    "found.share, near.latitude, near.longitude, m.vectors "
    "FROM found JOIN services s ON s.id = found.id "
    "LEFT JOIN service_meanings m ON m.service_id = s.id "
    f"LEFT JOIN LATERAL ({_NEAREST}) near ON true "
    "WHERE {served} AND NOT s.id = ANY(CAST(:exclude AS uuid[])) ORDER BY s.id"
)


def _candidate(row: Any, alike: float) -> Candidate:
    return Candidate(
        id=row["id"],
        name=row["name"],
        organisation_id=row["organisation_id"],
        status=row["status"],
        themes=tuple(row["themes"]),
        traits=frozenset(row["traits"]),
        organisation=row["organisation"],
        description=row["description"],
        areas=tuple(row["areas"]),
        is_national=row["is_national"],
        minimum_age=row["minimum_age"],
        maximum_age=row["maximum_age"],
        availability=row["availability"],
        availability_until=row["availability_until"],
        checked_at=row["checked_at"],
        has_contact=row["has_contact"],
        words_share=float(row["share"]),
        alike=alike,
        latitude=row["latitude"],
        longitude=row["longitude"],
    )
