"""Loads a feed of services into the directory: takes what is good, says what it refused and why."""

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from directory.document import mend_listed, mend_service
from directory.errors import BrokenFeed, RefusedRecord
from directory.feed import Feed, each_term, read_feed, source_name
from directory.mending import mend_text
from directory.record import ServiceRecord, read_record
from directory.writing import count_words, upsert_rows, write_records
from storage.tables.directory import DirectoryLoad, Service, Taxonomy, TaxonomyTerm

RULES_VERSION = "1"
"""Part of every fingerprint: raise it when mending or rules change, and a load reads all anew."""

FEW = 20
"""Feeds smaller than this may lose any share of their services; larger ones at most half."""


@dataclass(frozen=True)
class LoadReport:
    """What a load did. ``refused`` are (id or name, reason in words); ``source`` is the feed."""

    source: str
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


def load_directory(
    session: Session, source: str | Path | bytes, *, at: datetime, name: str | None = None
) -> LoadReport:
    """Load Open Referral UK v3 JSON, plain or gzipped, into the directory.

    A record that can't be taken, or a file that can't be read, is refused in words, and what was
    there before stays. What the feed no longer has is taken off. The same load again changes
    nothing. ``name`` says which feed it is; the file's name by default. The caller commits.
    """
    try:
        feed = read_feed(source, name=name)
    except BrokenFeed as problem:
        told = name or (source_name(source) if not isinstance(source, bytes) else "upload")
        return _written(session, LoadReport(told, refused=[(told, str(problem))]), at)
    session.execute(text("SELECT pg_advisory_xact_lock(7363002)"))
    _load_taxonomies(session, feed)
    report = _load_services(session, feed, at=at)
    if report.added or report.changed or report.removed:
        count_words(session)
    return _written(session, report, at)


def _written(session: Session, report: LoadReport, at: datetime) -> LoadReport:
    row = DirectoryLoad(at=at, kind="services", source=report.source, report=asdict(report))
    session.add(row)
    session.flush()
    return report


def _load_services(session: Session, feed: Feed, *, at: datetime) -> LoadReport:
    before = _known(session, feed.name)
    elsewhere = _ids_elsewhere(session, feed.name)
    refused: list[tuple[str, str]] = []
    fresh: list[tuple[str, ServiceRecord]] = []
    same: list[str] = []
    seen: set[str] = set()
    for raw in feed.services:
        source_id = _source_id(raw)
        try:
            fingerprint = _check_new(raw, source_id, seen)
            if before.get(source_id, ("", None))[0] == fingerprint:
                same.append(source_id)
                continue
            record = read_record(mend_service(raw, source=feed.name), at=at)
            if record.service["id"] in elsewhere:
                raise RefusedRecord("Another feed already has a service with this id.")
            record.service.update(fingerprint=fingerprint, source=feed.name, source_id=source_id)
            fresh.append((source_id, record))
        except RefusedRecord as problem:
            refused.append((_called(raw), str(problem)))
    write_records(session, [record for _, record in fresh], at=at)
    added = sum(1 for source_id, _ in fresh if source_id not in before)
    removed, kept = _take_off(session, before, seen, at=at, feed=feed)
    return LoadReport(
        source=feed.name,
        added=added,
        changed=len(fresh) - added,
        unchanged=len(same),
        removed=removed,
        refused=refused + kept,
    )


def _known(session: Session, source: str) -> dict[str, tuple[str, datetime | None]]:
    """Return the source's own id → fingerprint; an empty one where it had been taken off."""
    rows = session.execute(
        select(Service.source_id, Service.fingerprint, Service.removed_at).where(
            Service.source == source
        )
    )
    return {row[0]: (row[1] if row[2] is None else "", row[2]) for row in rows}


def _ids_elsewhere(session: Session, source: str) -> set[uuid.UUID]:
    return set(session.scalars(select(Service.id).where(Service.source != source)))


def _source_id(raw: Any) -> str:
    return str(raw.get("id", "")).strip()[:200] if isinstance(raw, dict) else ""


def _called(raw: Any) -> str:
    """Return what a person can find the record by."""
    if not isinstance(raw, dict):
        return str(raw)[:60]
    name = mend_text(raw.get("name")) or mend_text(raw.get("id"))
    return (name or "without a name")[:120]


def _check_new(raw: Any, source_id: str, seen: set[str]) -> str:
    if source_id and source_id in seen:
        raise RefusedRecord("Its id comes twice in the feed; the first record was taken.")
    if source_id:
        seen.add(source_id)
    try:
        packed = json.dumps(raw, sort_keys=True, ensure_ascii=True, default=str)
    except (TypeError, ValueError, RecursionError) as problem:
        raise RefusedRecord("It is nested too deeply.") from problem
    return hashlib.sha256(f"{RULES_VERSION}{packed}".encode()).hexdigest()


def _take_off(
    session: Session,
    before: Mapping[str, tuple[str, datetime | None]],
    seen: set[str],
    *,
    at: datetime,
    feed: Feed,
) -> tuple[int, list[tuple[str, str]]]:
    """Take off what the feed no longer has, unless so much is gone that the feed must be broken."""
    there = [source_id for source_id, (_, removed_at) in before.items() if removed_at is None]
    gone = [source_id for source_id in there if source_id not in seen]
    if len(there) >= FEW and len(gone) > len(there) / 2 or (there and not seen):
        reason = (
            f"{len(gone)} of {len(there)} services are gone from the feed. That looks like a "
            "broken feed, so they were kept."
        )
        return 0, [(feed.name, reason)]
    if gone:
        session.execute(
            update(Service)
            .where(Service.source == feed.name, Service.source_id.in_(gone))
            .values(removed_at=at, modified_at=at)
        )
    return len(gone), []


def _load_taxonomies(session: Session, feed: Feed) -> None:
    taxonomies = _listed(feed.taxonomies, feed.name)
    terms = _listed([*_terms_of_services(feed), *feed.terms], feed.name)
    for term in terms.values():
        taxonomy_id, name = term.get("taxonomy_id"), term.get("taxonomy")
        if taxonomy_id and name and taxonomy_id not in taxonomies:
            taxonomies[taxonomy_id] = {"id": taxonomy_id, "name": name, "description": name}
    if taxonomies:
        upsert_rows(
            session, Taxonomy, [_taxonomy_row(one, feed.name) for one in taxonomies.values()]
        )
    if terms:
        known = set(terms)
        upsert_rows(
            session, TaxonomyTerm, [_term_row(one, feed.name, known) for one in terms.values()]
        )


def _terms_of_services(feed: Feed) -> list[Any]:
    return [term for raw in feed.services if isinstance(raw, dict) for term in _safe_terms(raw)]


def _safe_terms(raw: Mapping[str, Any]) -> list[Any]:
    attributes = raw.get("attributes")
    if not isinstance(attributes, list):
        return []
    good = [one for one in attributes if isinstance(one, dict)]
    return list(each_term({"attributes": good}))


def _listed(raws: list[Any], source: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for raw in raws:
        document = mend_listed(raw, source=source)
        if document:
            found[document["id"]] = document
    return found


def _taxonomy_row(document: dict[str, Any], source: str) -> dict[str, Any]:
    return {
        "id": uuid.UUID(document["id"]),
        "source": source,
        "name": document["name"],
        "document": document,
    }


def _term_row(document: dict[str, Any], source: str, known: set[str]) -> dict[str, Any]:
    if document.get("parent_id") not in known:
        document.pop("parent_id", None)
    return {
        "id": uuid.UUID(document["id"]),
        "source": source,
        "taxonomy_id": uuid.UUID(document["taxonomy_id"]) if "taxonomy_id" in document else None,
        "parent_id": uuid.UUID(document["parent_id"]) if "parent_id" in document else None,
        "code": str(document["code"])[:200] if "code" in document else None,
        "name": document["name"],
        "document": document,
    }
