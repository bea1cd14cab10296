"""Reads from the database what may answer a wish: by words, and by themes nearest first.

A further way to find candidates (by meaning, with the encoder) is one more query here that gives
ids with a number, and one more share in search.yml.
"""

import math
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

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
    areas: tuple[str, ...]
    is_national: bool
    minimum_age: int | None
    maximum_age: int | None
    availability: str
    availability_until: date | None
    checked_at: datetime | None
    has_contact: bool
    words_share: float
    latitude: float | None
    longitude: float | None

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
    exclude: Collection[uuid.UUID] = (),
) -> list[Candidate]:
    """Return at most ``most`` services by words and as many by themes."""
    ways = [_by_words(lexemes)] if lexemes else []
    ways += [_by_themes(wish.place is not None)] if wish.themes else []
    if not ways:
        return []
    rows = session.execute(
        text(_WHOLE.format(ways=" UNION ALL ".join(ways), served=SERVED)),
        {
            **{f"tells_{n}": lexeme.tells for n, lexeme in enumerate(lexemes)},
            **{f"stem_{n}": _quoted(lexeme.stem) for n, lexeme in enumerate(lexemes)},
            "any_stem": " | ".join(_quoted(lexeme.stem) for lexeme in lexemes),
            "weights": WEIGHTS,
            "full": FULL_RANK * (sum(lexeme.tells for lexeme in lexemes if lexeme.is_own) or 1),
            "themes": list(wish.themes),
            "most": most,
            "today": wish.at.astimezone(LONDON).date(),
            "exclude": list(exclude),
            "latitude": wish.place.latitude if wish.place else 0.0,
            "longitude": wish.place.longitude if wish.place else 0.0,
            "narrow": math.cos(math.radians(wish.place.latitude)) ** 2 if wish.place else 1.0,
        },
    )
    return [_candidate(row._mapping) for row in rows]


def _quoted(stem: str) -> str:
    return "'" + stem.replace("\\", "\\\\").replace("'", "''") + "'"


def _by_words(lexemes: Sequence[Lexeme]) -> str:
    parts = " + ".join(
        f"CAST(:tells_{n} AS float8)"
        f" * ts_rank(CAST(:weights AS real[]), s.text, CAST(:stem_{n} AS tsquery))"
        for n in range(len(lexemes))
    )
    return (
        f"(SELECT s.id, ({parts}) / CAST(:full AS float8) AS share FROM services s "  # noqa: S608
        f"WHERE s.text @@ CAST(:any_stem AS tsquery) AND {SERVED} "
        "ORDER BY share DESC, s.id LIMIT :most)"
    )


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
    "WITH found AS (SELECT id, max(share) AS share FROM ({ways}) way GROUP BY id) "  # noqa: S608
    "SELECT s.id, s.name, s.organisation_id, s.status, s.themes, s.traits, s.areas, s.is_national, "
    "s.minimum_age, s.maximum_age, s.availability, s.availability_until, s.checked_at, "
    "(s.phone IS NOT NULL OR s.url IS NOT NULL OR s.email IS NOT NULL) AS has_contact, "
    "found.share, near.latitude, near.longitude FROM found JOIN services s ON s.id = found.id "
    f"LEFT JOIN LATERAL ({_NEAREST}) near ON true "
    "WHERE {served} AND NOT s.id = ANY(CAST(:exclude AS uuid[])) ORDER BY s.id"
)


def _candidate(row: Any) -> Candidate:
    return Candidate(
        id=row["id"],
        name=row["name"],
        organisation_id=row["organisation_id"],
        status=row["status"],
        themes=tuple(row["themes"]),
        traits=frozenset(row["traits"]),
        areas=tuple(row["areas"]),
        is_national=row["is_national"],
        minimum_age=row["minimum_age"],
        maximum_age=row["maximum_age"],
        availability=row["availability"],
        availability_until=row["availability_until"],
        checked_at=row["checked_at"],
        has_contact=row["has_contact"],
        words_share=float(row["share"]),
        latitude=row["latitude"],
        longitude=row["longitude"],
    )
