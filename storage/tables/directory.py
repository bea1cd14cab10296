"""The directory: organisations, services, where and when they are, taxonomies and places."""

import uuid
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import BigInteger, Double, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR, UUID
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, RowId, Short


class Organisation(Base):
    """Who runs services. ``document`` is its Open Referral UK record, mended, as it is served."""

    __tablename__ = "organisations"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(Text)
    document: Mapped[dict[str, Any]]


class Service(Base):
    """A service or an informal asset.

    ``document`` is the whole Open Referral UK record, mended and without private names, and is
    what the API serves; every other column is what search and cards need of it. ``fingerprint``
    is of the record as it came: an equal one means nothing to do.

    Ours, and kept when the feed is loaded again: ``checked_*`` (never older than the feed's),
    ``availability*`` where ``availability_by`` names somebody, ``hidden_*``. ``removed_at`` says
    since when the feed no longer has it.

    ``added_at`` says when it first came here: until somebody checks it, its age counts from then.
    ``checked_how`` is one of directory.freshness.CheckedHow.

    ``traits`` are the short facts that constraints ask for: ``drop_in``, ``evening``, ``mo``,
    ``step_free``, ``women``, ``language:polish`` (directory/traits.yml).
    """

    __tablename__ = "services"
    __table_args__ = (
        Index("ix_services_text", "text", postgresql_using="gin"),
        Index("ix_services_themes", "themes", postgresql_using="gin"),
        Index("ix_services_term_ids", "term_ids", postgresql_using="gin"),
        Index("ix_services_source_source_id", "source", "source_id", unique=True),
        Index("ix_services_name_id", "name", "id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(200))
    source_id: Mapped[str] = mapped_column(String(200))
    fingerprint: Mapped[str] = mapped_column(String(64))
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("organisations.id"), index=True
    )
    organisation: Mapped[str | None] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    description: Mapped[str | None] = mapped_column(Text)
    status: Mapped[Short]  # active, inactive, defunct, temporarily closed
    themes: Mapped[list[str]] = mapped_column(ARRAY(String(80)))  # the main one first
    theme_reasons: Mapped[dict[str, Any]]  # where rules gave the theme: the words that did
    kinds: Mapped[list[str]] = mapped_column(ARRAY(String(80)))
    traits: Mapped[list[str]] = mapped_column(ARRAY(String(80)))
    term_ids: Mapped[list[uuid.UUID]] = mapped_column(ARRAY(UUID(as_uuid=True)))
    areas: Mapped[list[str]] = mapped_column(ARRAY(Text))  # who may come, by where they live
    is_national: Mapped[bool]
    minimum_age: Mapped[int | None]
    maximum_age: Mapped[int | None]
    is_free: Mapped[bool | None]
    cost: Mapped[str | None] = mapped_column(Text)
    first_step: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(String(40))
    email: Mapped[str | None] = mapped_column(String(200))
    url: Mapped[str | None] = mapped_column(Text)
    availability: Mapped[Short]  # open, ask_first, waiting_list, full, closed
    availability_until: Mapped[date | None]
    availability_note: Mapped[str | None] = mapped_column(Text)
    availability_by: Mapped[str | None] = mapped_column(String(80))
    checked_at: Mapped[datetime | None]
    checked_by: Mapped[str | None] = mapped_column(String(200))
    checked_how: Mapped[Short | None]
    modified_at: Mapped[datetime]
    added_at: Mapped[datetime]
    loaded_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]
    hidden_reason: Mapped[str | None] = mapped_column(Text)
    document: Mapped[dict[str, Any]]
    text: Mapped[Any] = mapped_column(TSVECTOR)


class ServicePlace(Base):
    """Where a service is given: Open Referral's service at location with its location."""

    __tablename__ = "service_places"
    __table_args__ = (Index("ix_service_places_latitude_longitude", "latitude", "longitude"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    service_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("services.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[Short]  # physical, postal, virtual
    name: Mapped[str | None] = mapped_column(Text)
    address: Mapped[str | None] = mapped_column(Text)
    postcode: Mapped[str | None] = mapped_column(String(10))
    ward: Mapped[str | None] = mapped_column(String(200))
    latitude: Mapped[float | None] = mapped_column(Double)
    longitude: Mapped[float | None] = mapped_column(Double)
    document: Mapped[dict[str, Any]]


class ServiceTime(Base):
    """When a service is open: one line of RFC 5545, in the council's local time.

    ``byday`` as RFC 5545 writes it ("MO,WE", "1TU,-1FR"); ``days`` are its weekdays alone.
    """

    __tablename__ = "service_times"

    id: Mapped[RowId]
    service_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("services.id", ondelete="CASCADE"), index=True
    )
    place_id: Mapped[uuid.UUID | None]
    freq: Mapped[str | None] = mapped_column(String(20))
    interval: Mapped[int]
    byday: Mapped[str | None] = mapped_column(String(80))
    bymonthday: Mapped[str | None] = mapped_column(String(80))
    bysetpos: Mapped[str | None] = mapped_column(String(20))
    days: Mapped[list[str]] = mapped_column(ARRAY(String(2)))
    opens_at: Mapped[time | None]
    closes_at: Mapped[time | None]
    starts_on: Mapped[date | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    note: Mapped[str | None] = mapped_column(Text)


class Taxonomy(Base):
    """A list of terms that a feed sorts its services by."""

    __tablename__ = "taxonomies"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(Text)
    document: Mapped[dict[str, Any]]


class TaxonomyTerm(Base):
    """One term of a taxonomy. ``code`` is our id where the taxonomy is ours."""

    __tablename__ = "taxonomy_terms"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(200))
    taxonomy_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    parent_id: Mapped[uuid.UUID | None]
    code: Mapped[str | None] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(Text)
    document: Mapped[dict[str, Any]]


class PlaceRow(Base):
    """A place that a resident may name: town, ward, street, landmark, outward code, postcode.

    ``key`` is the name without case, spaces and marks; ``also_known_as`` are further names.
    """

    __tablename__ = "places"
    __table_args__ = (
        Index("ix_places_kind_key", "kind", "key"),
        Index("ix_places_source", "source"),
    )

    id: Mapped[RowId]
    source: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(200))
    key: Mapped[str] = mapped_column(String(200))
    kind: Mapped[Short]
    postcode: Mapped[str | None] = mapped_column(String(10))
    ward: Mapped[str | None] = mapped_column(String(200))
    latitude: Mapped[float] = mapped_column(Double)
    longitude: Mapped[float] = mapped_column(Double)
    also_known_as: Mapped[list[str]]


class DirectoryLoad(Base):
    """One load of a feed or a table of places: what it changed and what was refused, and why."""

    __tablename__ = "directory_loads"

    id: Mapped[RowId]
    at: Mapped[datetime]
    kind: Mapped[Short]  # services, places
    source: Mapped[str] = mapped_column(String(200))
    report: Mapped[dict[str, Any]]


class DirectoryReport(Base):
    """Somebody says that an entry is wrong. A coordinator looks at it; nobody's name is kept.

    ``reporter`` tells two people apart who came without a conversation: a keyed hash of where the
    form came from, taken away once it is handled or three months old.
    """

    __tablename__ = "directory_reports"

    id: Mapped[RowId]
    service_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("services.id", ondelete="CASCADE"), index=True
    )
    what: Mapped[Short]  # closed, full, wrong_time, wrong_number, other
    words: Mapped[str | None] = mapped_column(Text)
    conversation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("conversations.id"))
    channel: Mapped[Short | None]  # web, sms, voice
    reporter: Mapped[str | None] = mapped_column(String(64))
    reported_at: Mapped[datetime]
    handled_at: Mapped[datetime | None]
    handled_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff_members.id"))


class DirectoryWord(Base):
    """How many services a word's stem is in, so that a rare word counts more in a search."""

    __tablename__ = "directory_words"

    lexeme: Mapped[str] = mapped_column(Text, primary_key=True)
    services: Mapped[int]


class ServiceMeaning(Base):
    """What a service means, as the sentence encoder reads it: one vector for each passage.

    ``state`` tells from what they were made: the service as it stood, and the encoder. ``vectors``
    are rows of 384 signed bytes. ``revision`` grows with each change in the table, also over
    deleted rows, so that a process can read only what is new to it.
    """

    __tablename__ = "service_meanings"

    service_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("services.id", ondelete="CASCADE"), primary_key=True
    )
    state: Mapped[str] = mapped_column(String(64))
    revision: Mapped[int] = mapped_column(BigInteger, index=True)
    vectors: Mapped[bytes] = mapped_column(LargeBinary)


class UnmetNeed(Base):
    """A need for which nothing was known: its theme and neighbourhood, never words or a person."""

    __tablename__ = "unmet_needs"

    id: Mapped[RowId]
    at: Mapped[datetime] = mapped_column(index=True)
    theme: Mapped[Short]
    place: Mapped[str | None] = mapped_column(String(200))  # a ward, a town, an outward code
    channel: Mapped[Short]
