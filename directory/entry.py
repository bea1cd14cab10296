"""One entry of the directory, as its page shows it."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.availability import availability_now, in_words
from directory.bank_holidays import bank_holidays
from directory.errors import NoSuchEntry
from directory.freshness import CheckedHow
from directory.opening import LONDON, is_open_now, say_when
from directory.ranking import is_stale
from directory.words import all_words
from settings import settings
from storage.tables.directory import Service, ServicePlace, ServiceTime

OURS = frozenset(CheckedHow) - {CheckedHow.FEED}
"""Ways of checking whose "by" is a word of ours; a feed's may be a person's mailbox."""


@dataclass(frozen=True)
class EntryPlace:
    """Where a service is given."""

    name: str | None
    address: str | None
    latitude: float | None
    longitude: float | None
    accessibility: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """All that the page of an entry shows."""

    id: str
    name: str
    organisation: str | None
    description: str | None
    themes: tuple[str, ...]
    when: str
    is_open_now: bool
    places: tuple[EntryPlace, ...]
    areas: tuple[str, ...]
    first_step: str | None
    phone: str | None
    email: str | None
    url: str | None
    cost: str | None
    minimum_age: int | None
    maximum_age: int | None
    languages: tuple[str, ...]
    alert: str | None
    availability: str
    availability_note: str | None
    room: str
    """What stands against going, in words; empty where people can just come."""

    checked_at: datetime | None
    checked_by: str | None
    is_stale: bool


def read_entry(session: Session, service_id: str, *, at: datetime) -> Entry:
    """Return an entry that is neither hidden nor taken off. Raises NoSuchEntry."""
    return show_entry(session, _served(session, service_id), at=at)


def show_entry(session: Session, service: Service, *, at: datetime) -> Entry:
    """Return an entry as its page shows it, though it be hidden: its group looks at it too."""
    now = availability_now(service.availability, service.availability_until, at=at)
    lines = session.scalars(
        select(ServiceTime).where(ServiceTime.service_id == service.id).order_by(ServiceTime.id)
    ).all()
    places = session.scalars(
        select(ServicePlace).where(ServicePlace.service_id == service.id).order_by(ServicePlace.id)
    ).all()
    titles = all_words()["themes"]
    languages = service.document.get("languages") or []
    return Entry(
        id=str(service.id),
        name=service.name,
        organisation=service.organisation,
        description=service.description,
        themes=tuple(titles.get(theme, theme) for theme in service.themes),
        when=say_when(lines, on=at.astimezone(LONDON).date(), most=20),
        is_open_now=is_open_now(lines, at=at, holidays=bank_holidays(settings().council_file)),
        places=tuple(_place(place) for place in places),
        areas=tuple(service.areas),
        first_step=service.first_step,
        phone=service.phone,
        email=service.email,
        url=service.url,
        cost=service.cost,
        minimum_age=service.minimum_age,
        maximum_age=service.maximum_age,
        languages=tuple(one["name"] for one in languages if "name" in one),
        alert=service.document.get("alert"),
        availability=now,
        availability_note=service.availability_note if now == service.availability else None,
        room=in_words(service.availability, service.availability_until, at=at),
        checked_at=service.checked_at,
        checked_by=service.checked_by if service.checked_how in OURS else None,
        is_stale=is_stale(service.checked_at, at),
    )


def _served(session: Session, service_id: str) -> Service:
    try:
        found = session.get(Service, uuid.UUID(str(service_id)))
    except ValueError as problem:
        raise NoSuchEntry("No entry has this id.") from problem
    if found is None or found.removed_at or found.hidden_at:
        raise NoSuchEntry("No entry has this id.")
    return found


def _place(place: ServicePlace) -> EntryPlace:
    access = (place.document.get("location") or {}).get("accessibility") or []
    told = [one.get("accessibility") or one.get("description") for one in access]
    details = [one.get("details") for one in access]
    return EntryPlace(
        name=place.name,
        address=place.address,
        latitude=place.latitude,
        longitude=place.longitude,
        accessibility=tuple(dict.fromkeys(str(one) for one in (*told, *details) if one)),
    )
