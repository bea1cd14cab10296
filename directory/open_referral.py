"""Gives the directory as Open Referral UK v3 documents: what each address of the API answers."""

import math
import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session

from directory.api_query import ListQuery
from directory.document import Document
from directory.errors import NoSuchEntry
from directory.places import find_place
from storage.tables.directory import (
    Organisation,
    Service,
    ServicePlace,
    ServiceTime,
    Taxonomy,
    TaxonomyTerm,
)

VERSION = "HSDS-UK-3.0"
PROFILE = "https://docs.openreferraluk.org/en/latest/hsds/schema_reference.html"

LISTED = (
    "id organization_id name description url email status fees accreditations minimum_age "
    "maximum_age assured_date assurer_email alert last_modified organization"
)
"""Members of a service in a list, as the published schema has it."""

METRES_A_DEGREE = 111_320
DEFAULT_METRES = 5_000


def api_details(openapi_url: str) -> Document:
    """Return what this API is."""
    return {"version": VERSION, "profile": PROFILE, "openapi_url": openapi_url}


def list_services(session: Session, query: ListQuery) -> Document:
    """Return a page of services: as a list, whole with ``full``, ids only with ``minimal``."""
    wanted = _services(query)
    shape = _whole if query.full else _minimal if query.minimal else _listed
    return _page(
        session, wanted.order_by(Service.name, Service.id), query, lambda row: shape(row[0])
    )


def read_service(session: Session, service_id: str) -> Document:
    """Return one service whole. Raises NoSuchEntry."""
    return _whole(_one(session, select(Service).where(Service.id == _id(service_id), *_served())))


def list_organisations(session: Session, query: ListQuery) -> Document:
    """Return a page of the organisations that run something."""
    wanted = select(Organisation).where(
        exists().where(Service.organisation_id == Organisation.id, *_served())
    )
    if query.search:
        wanted = wanted.where(_holds(Organisation.name, query.search))
    if query.organization_id:
        wanted = wanted.where(Organisation.id == query.organization_id)
    give = _organisation_with_services(session) if query.full_service else _document
    return _page(
        session,
        wanted.order_by(Organisation.name, Organisation.id),
        query,
        lambda row: give(row[0]),
    )


def read_organisation(session: Session, organisation_id: str, query: ListQuery) -> Document:
    """Return one organisation, with its services if asked. Raises NoSuchEntry."""
    found = _one(session, select(Organisation).where(Organisation.id == _id(organisation_id)))
    give = _organisation_with_services(session) if query.full_service else _document
    return give(found)


def list_taxonomies(session: Session, query: ListQuery) -> Document:
    """Return a page of taxonomies."""
    wanted = select(Taxonomy)
    if query.search:
        wanted = wanted.where(_holds(Taxonomy.name, query.search))
    ordered = wanted.order_by(Taxonomy.name, Taxonomy.id)
    return _page(session, ordered, query, lambda row: _document(row[0]))


def read_taxonomy(session: Session, taxonomy_id: str) -> Document:
    """Return one taxonomy. Raises NoSuchEntry."""
    return _document(_one(session, select(Taxonomy).where(Taxonomy.id == _id(taxonomy_id))))


def list_terms(session: Session, query: ListQuery) -> Document:
    """Return a page of taxonomy terms."""
    wanted = select(TaxonomyTerm)
    if query.search:
        wanted = wanted.where(_holds(TaxonomyTerm.name, query.search))
    if query.taxonomy_id:
        wanted = wanted.where(TaxonomyTerm.taxonomy_id == query.taxonomy_id)
    if query.parent_id:
        wanted = wanted.where(TaxonomyTerm.parent_id == query.parent_id)
    if query.top_only:
        wanted = wanted.where(TaxonomyTerm.parent_id.is_(None))
    ordered = wanted.order_by(TaxonomyTerm.name, TaxonomyTerm.id)
    return _page(session, ordered, query, lambda row: _document(row[0]))


def read_term(session: Session, term_id: str) -> Document:
    """Return one taxonomy term. Raises NoSuchEntry."""
    return _document(_one(session, select(TaxonomyTerm).where(TaxonomyTerm.id == _id(term_id))))


def list_places(session: Session, query: ListQuery) -> Document:
    """Return a page of services at locations; with ``full`` each with its service."""
    wanted: Any = select(ServicePlace, Service).join(Service, Service.id == ServicePlace.service_id)
    wanted = wanted.where(*_served(), *_conditions(query))
    if query.postcode:
        wanted = wanted.where(*_near(session, query))
    ordered = wanted.order_by(Service.name, ServicePlace.id)
    give = _place_with_service if query.full else lambda row: _document(row[0])
    return _page(session, ordered, query, give)


def read_place(session: Session, place_id: str) -> Document:
    """Return one service at a location. Raises NoSuchEntry."""
    wanted = (
        select(ServicePlace)
        .join(Service, Service.id == ServicePlace.service_id)
        .where(ServicePlace.id == _id(place_id), *_served())
    )
    return _document(_one(session, wanted))


def _page(
    session: Session,
    wanted: Select[Any],
    query: ListQuery,
    give: Callable[[Any], Document],
) -> Document:
    total = session.scalar(select(func.count()).select_from(wanted.order_by(None).subquery())) or 0
    pages = math.ceil(total / query.per_page)
    start = (query.page - 1) * query.per_page
    rows: Sequence[Any] = ()
    if start < total:
        rows = session.execute(wanted.offset(start).limit(query.per_page)).all()
    contents = [give(row) for row in rows]
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": query.page,
        "size": len(contents),
        "first_page": query.page == 1,
        "last_page": query.page >= pages,
        "empty": not contents,
        "contents": contents,
    }


def _services(query: ListQuery) -> Select[Any]:
    return select(Service).where(*_served(), *_conditions(query))


def _served() -> tuple[ColumnElement[bool], ...]:
    return Service.removed_at.is_(None), Service.hidden_at.is_(None)


def _conditions(query: ListQuery) -> list[ColumnElement[bool]]:
    """Join the parameters by AND; what a service does not say is no reason to leave it out."""
    found: list[ColumnElement[bool]] = []
    if query.search:
        found.append(_matches(query.search))
    if query.taxonomy_term_id:
        found.append(Service.term_ids.contains([query.taxonomy_term_id]))
    if query.taxonomy_id:
        of_taxonomy = select(func.array_agg(TaxonomyTerm.id)).where(
            TaxonomyTerm.taxonomy_id == query.taxonomy_id
        )
        found.append(Service.term_ids.overlap(of_taxonomy.scalar_subquery()))
    if query.organization_id:
        found.append(Service.organisation_id == query.organization_id)
    if query.modified_after:
        found.append(Service.modified_at >= query.modified_after)
    if query.minimum_age is not None:
        found.append(or_(Service.minimum_age.is_(None), Service.minimum_age >= query.minimum_age))
    if query.maximum_age is not None:
        found.append(or_(Service.maximum_age.is_(None), Service.maximum_age <= query.maximum_age))
    return found + _time_conditions(query)


def _time_conditions(query: ListQuery) -> list[ColumnElement[bool]]:
    """One line of a schedule must fit: on the day, and within the hours that somebody has."""
    line: list[ColumnElement[bool]] = []
    if query.day:
        line.append(ServiceTime.days.contains([query.day]))
    if query.start_time:
        line.append(ServiceTime.opens_at >= query.start_time)
    if query.end_time:
        line.append(ServiceTime.closes_at <= query.end_time)
    return [exists().where(ServiceTime.service_id == Service.id, *line)] if line else []


def _matches(words: str) -> ColumnElement[bool]:
    asked = func.plainto_tsquery("english", words)
    return or_(
        Service.text.op("@@")(asked),
        (func.numnode(asked) == 0) & _holds(Service.name, words),
    )


def _holds(column: Any, words: str) -> ColumnElement[bool]:
    found: ColumnElement[bool] = column.icontains(words, autoescape=True)
    return found


def _near(session: Session, query: ListQuery) -> list[ColumnElement[bool]]:
    """Within so many metres of a postcode; nothing for a postcode that nobody knows."""
    point = _point(session, query.postcode or "")
    if point is None:
        return [ServicePlace.id.is_(None)]
    latitude, longitude = point
    metres = query.proximity if query.proximity is not None else DEFAULT_METRES
    north = (ServicePlace.latitude - latitude) * METRES_A_DEGREE
    east = (ServicePlace.longitude - longitude) * METRES_A_DEGREE * math.cos(math.radians(latitude))
    return [north * north + east * east <= metres * metres]


def _point(session: Session, postcode: str) -> tuple[float, float] | None:
    place = find_place(session, postcode)
    if place is not None:
        return place.latitude, place.longitude
    row: Any = session.execute(
        select(ServicePlace.latitude, ServicePlace.longitude)
        .where(ServicePlace.postcode == postcode.upper().strip(), ServicePlace.latitude.isnot(None))
        .order_by(ServicePlace.id)
        .limit(1)
    ).first()
    return (row[0], row[1]) if row else None


def _id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as problem:
        raise NoSuchEntry("No entry has this id.") from problem


def _one(session: Session, wanted: Select[Any]) -> Any:
    found = session.scalars(wanted).first()
    if found is None:
        raise NoSuchEntry("No entry has this id.")
    return found


def _document(row: Any) -> Document:
    document: Document = row.document
    return document


def _whole(service: Service) -> Document:
    """The record with what we know better: when it was last checked and last changed."""
    document = dict(service.document)
    document["last_modified"] = _moment(service.modified_at)
    if service.checked_at:
        document["assured_date"] = service.checked_at.date().isoformat()
    return document


def _listed(service: Service) -> Document:
    whole = _whole(service)
    return {key: whole[key] for key in LISTED.split() if key in whole}


def _minimal(service: Service) -> Document:
    whole = _whole(service)
    return {key: whole[key] for key in ("id", "name", "status", "last_modified")}


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _place_with_service(row: Any) -> Document:
    return _document(row[0]) | {"service": _whole(row[1])}


def _organisation_with_services(session: Session) -> Callable[[Organisation], Document]:
    def give(organisation: Organisation) -> Document:
        services = session.scalars(
            select(Service)
            .where(Service.organisation_id == organisation.id, *_served())
            .order_by(Service.name, Service.id)
        )
        return _document(organisation) | {"services": [_whole(service) for service in services]}

    return give
