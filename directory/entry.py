"""One entry of the directory: its page, and what residents say is wrong with it."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.bank_holidays import bank_holidays
from directory.errors import DirectoryError, NoSuchEntry
from directory.opening import LONDON, is_open_now, say_when
from directory.ranking import is_stale
from directory.words import all_words
from settings import settings
from storage.tables.directory import DirectoryReport, Service, ServicePlace, ServiceTime

WRONG = ("closed", "full", "wrong_time", "wrong_number", "other")
"""What can be reported with one tap, text or key."""


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
    checked_at: datetime | None
    is_stale: bool


def read_entry(session: Session, service_id: str, *, at: datetime) -> Entry:
    """Return an entry that is neither hidden nor taken off. Raises NoSuchEntry."""
    service = _served(session, service_id)
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
        availability=service.availability,
        availability_note=service.availability_note,
        checked_at=service.checked_at,
        is_stale=is_stale(service.checked_at, at),
    )


def report_wrong(
    session: Session,
    service_id: str,
    *,
    what: str,
    at: datetime,
    words: str | None = None,
    conversation_id: uuid.UUID | None = None,
) -> int:
    """Keep that somebody says an entry is wrong, and return the report's id.

    ``what`` is one of WRONG. Raises NoSuchEntry, or DirectoryError for an unknown ``what``.
    """
    if what not in WRONG:
        raise DirectoryError(f"Nothing like {what!r} can be reported; one of {', '.join(WRONG)}.")
    service = _served(session, service_id)
    report = DirectoryReport(
        service_id=service.id,
        what=what,
        words=(words or "").strip()[:2000] or None,
        conversation_id=conversation_id,
        reported_at=at,
    )
    session.add(report)
    session.flush()
    return report.id


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
