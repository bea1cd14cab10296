"""Counts needs for which nothing was known: theme and neighbourhood, never words or a person."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from directory.places import Place
from storage.tables.directory import UnmetNeed

UNKNOWN = "unknown"
"""For a theme that was not understood, and a place that was not told."""


def count_unmet(
    session: Session, *, themes: Sequence[str], place: Place | None, channel: str, at: datetime
) -> None:
    """Write a row for each theme, or one if none was understood. The caller commits."""
    for theme in themes or (UNKNOWN,):
        session.add(UnmetNeed(at=at, theme=theme, place=neighbourhood_of(place), channel=channel))


def neighbourhood_of(place: Place | None) -> str | None:
    """Return the ward, else the town or outward code: a street or postcode points at a person."""
    if place is None:
        return None
    if place.ward:
        return place.ward
    if place.kind in ("postcode", "outward"):
        return re.split(r"\s", place.postcode or place.name)[0][:4]
    return place.name if place.kind in ("town", "village", "neighbourhood", "ward") else None


def unmet_by_month(session: Session) -> Iterator[tuple[date, str, str, int]]:
    """Give (first day of the month, theme, place, how many)."""
    month = func.date_trunc("month", UnmetNeed.at)
    place = func.coalesce(UnmetNeed.place, UNKNOWN)
    query = (
        select(month, UnmetNeed.theme, place, func.count())
        .group_by(month, UnmetNeed.theme, place)
        .order_by(month, UnmetNeed.theme, place)
    )
    for begins, theme, where, count in session.execute(query):
        yield begins.date(), theme, where, count
