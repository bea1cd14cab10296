"""Writes records into the tables of the directory and keeps what is ours: checks, availability."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Table,
    bindparam,
    case,
    delete,
    func,
    insert,
    literal_column,
    or_,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from directory.document import mend_organisation
from directory.feeds.mends import Mends
from directory.mending import make_uuid
from directory.record import ServiceRecord
from storage.base import Base
from storage.tables.directory import Organisation, Service, ServicePlace, ServiceTime

CHECK = ("checked_at", "checked_by", "checked_how")
AVAILABILITY = ("availability", "availability_until", "availability_note")
OURS = (*CHECK, *AVAILABILITY)
"""What a check or a group may have set since the last load; see _kept."""


def write_records(
    session: Session, records: list[ServiceRecord], *, at: datetime, mends: Mends | None = None
) -> None:
    """Insert or change services with their organisations, places and times.

    ``mends`` is added to where a place's id had to be changed, as another service has it.
    """
    if not records:
        return
    _write_organisations(session, records)
    for batch in _batches(records, 500):
        ids = [record.service["id"] for record in batch]
        session.execute(delete(ServicePlace).where(ServicePlace.service_id.in_(ids)))
        session.execute(delete(ServiceTime).where(ServiceTime.service_id.in_(ids)))
        renamed = _tell_places_apart(session, batch)
        if mends is not None:
            mends["place_id_twice"] += renamed
        _write_services(session, batch, at=at)
        places = [place for record in batch for place in record.places]
        times = [line for record in batch for line in record.times]
        if places:
            session.execute(insert(_table(ServicePlace)), places)
        if times:
            session.execute(insert(_table(ServiceTime)), times)


def _tell_places_apart(session: Session, batch: list[ServiceRecord]) -> int:
    """Give a place whose id another service's place has an id of its own; return how many."""
    wanted = [place["id"] for record in batch for place in record.places]
    taken = set(session.scalars(select(ServicePlace.id).where(ServicePlace.id.in_(wanted))))
    renamed = 0
    for record in batch:
        for number, place in enumerate(record.places):
            if place["id"] in taken:
                renamed += 1
                _rename_place(record, place, number)
            taken.add(place["id"])
    return renamed


def _rename_place(record: ServiceRecord, place: dict[str, Any], number: int) -> None:
    old = place["id"]
    place["id"] = uuid.UUID(make_uuid(f"{record.service['id']}:{old}:{number}"))
    place["document"]["id"] = str(place["id"])  # the same object as in the service's document
    for line in record.times:
        if line["place_id"] == old:
            line["place_id"] = place["id"]


def _batches(records: list[ServiceRecord], size: int) -> Iterable[list[ServiceRecord]]:
    return (records[start : start + size] for start in range(0, len(records), size))


def _write_organisations(session: Session, records: list[ServiceRecord]) -> None:
    found: dict[uuid.UUID, dict[str, Any]] = {}
    for record in records:
        source = record.service["source"]
        raw = record.service["document"].get("organization")
        document = mend_organisation(raw, source=source)
        if document:
            organisation_id = uuid.UUID(document["id"])
            found[organisation_id] = {
                "id": organisation_id,
                "source": source,
                "name": document["name"],
                "document": document,
            }
        elif record.service["organisation_id"]:
            record.service["organisation_id"] = None
    if found:
        upsert_rows(session, Organisation, list(found.values()))


def _write_services(session: Session, batch: list[ServiceRecord], *, at: datetime) -> None:
    vector = _vector()
    rows = [
        {
            **record.service,
            "availability_by": None,
            "added_at": at,
            "loaded_at": at,
            "removed_at": None,
            "hidden_at": None,
            "hidden_reason": None,
            **{f"words_{weight}": words for weight, words in record.search_words.items()},
        }
        for record in batch
    ]
    statement = upsert(_table(Service)).values(text=vector)
    changed = {
        column: statement.excluded[column]
        for column in (*batch[0].service, "text", "loaded_at", "removed_at")
        if column not in ("id", *OURS)
    }
    statement = statement.on_conflict_do_update(
        index_elements=["id"], set_={**changed, **_kept(statement.excluded)}
    )
    session.execute(statement, rows)


def _vector() -> ColumnElement[Any]:
    parts = [
        func.setweight(
            func.to_tsvector("english", bindparam(f"words_{weight}")), literal_column(f"'{weight}'")
        )
        for weight in "ABCD"
    ]
    return parts[0].op("||")(parts[1]).op("||")(parts[2]).op("||")(parts[3])


def _kept(excluded: Any) -> dict[str, Any]:
    """Say what survives a new load: the newer check, and availability that somebody set."""
    newer = func.coalesce(excluded.checked_at > Service.checked_at, Service.checked_at.is_(None))
    by_feed = Service.availability_by.is_(None)
    kept = {
        column: case((newer, excluded[column]), else_=getattr(Service, column)) for column in CHECK
    }
    return kept | {
        column: case((by_feed, excluded[column]), else_=getattr(Service, column))
        for column in AVAILABILITY
    }


def upsert_rows(session: Session, model: type[Base], rows: list[dict[str, Any]]) -> None:
    """Insert rows by id, or change those that are there and differ: equal rows stay untouched."""
    table = _table(model)
    statement = upsert(table)
    columns = {name: statement.excluded[name] for name in rows[0] if name != "id"}
    differs = or_(*(table.c[name].is_distinct_from(new) for name, new in columns.items()))
    changed = statement.on_conflict_do_update(index_elements=["id"], set_=columns, where=differs)
    session.execute(changed, rows)


def _table(model: type[Base]) -> Table:
    """Return the plain table: rows by the thousand need no objects."""
    return Base.metadata.tables[model.__tablename__]


def count_words(session: Session) -> None:
    """Count anew in how many services each word's stem is: rare words count more in a search.

    The empty word's count is that of all services.
    """
    session.execute(text("DELETE FROM directory_words"))
    session.execute(
        text(
            "INSERT INTO directory_words (lexeme, services) SELECT word, ndoc FROM ts_stat("
            "'SELECT text FROM services WHERE removed_at IS NULL AND hidden_at IS NULL') "
            "UNION ALL SELECT '', count(*) FROM services "
            "WHERE removed_at IS NULL AND hidden_at IS NULL"
        )
    )
