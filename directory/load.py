"""Loads a feed of services into the directory: takes what is good, says what it refused and why."""

import hashlib
import json
import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from directory.document import mend_service
from directory.errors import BrokenFeed, RefusedRecord
from directory.feed import Feed, read_feed, source_name
from directory.feeds.mends import Mends
from directory.feeds.reports import LoadReport, keep_report
from directory.feeds.terms import load_taxonomies
from directory.mending import mend_text
from directory.record import ServiceRecord, read_record
from directory.writing import count_words, write_records
from storage.tables.directory import Service

__all__ = ["RULES_VERSION", "LoadReport", "load_broken", "load_directory", "load_feed"]

RULES_VERSION = "2"
"""Part of every fingerprint: raise it when mending or rules change, and a load reads all anew."""

FEW = 6
"""Feeds smaller than this may lose any share of their services; larger ones at most a third."""


@dataclass
class _Sorted:
    """A feed's records, sorted by what becomes of them."""

    fresh: list[tuple[str, ServiceRecord]] = field(default_factory=list)
    same: int = 0
    seen: dict[str, str] = field(default_factory=dict)
    refused: list[tuple[str, str]] = field(default_factory=list)
    mends: Mends = field(default_factory=Counter)


def load_directory(
    session: Session,
    source: str | Path | bytes,
    *,
    at: datetime,
    name: str | None = None,
    accept: bool = False,
) -> LoadReport:
    """Load a file, a folder or a package of any version of Open Referral into the directory.

    A record that can't be taken, or a feed that can't be read, is refused in words, and what was
    there before stays. What the feed no longer has is taken off; when that is more than a third,
    the feed is held back until somebody says ``accept``. The same load again changes nothing.
    ``name`` says which feed it is; the file's name by default. The caller commits.
    """
    try:
        feed = read_feed(source, name=name)
    except BrokenFeed as problem:
        told = name or (source_name(source) if not isinstance(source, bytes) else "upload")
        return load_broken(session, told, problem, at=at)
    return load_feed(session, feed, at=at, accept=accept)


def load_broken(session: Session, name: str, problem: BrokenFeed, *, at: datetime) -> LoadReport:
    """Note that a feed could not be read at all; what was loaded before stays."""
    report = LoadReport(name, refused=[(name, str(problem))], is_broken=True, rules=RULES_VERSION)
    return keep_report(session, report, at=at)


def load_feed(session: Session, feed: Feed, *, at: datetime, accept: bool = False) -> LoadReport:
    """Load a feed that was read (directory.feed) or fetched (directory.feeds.web)."""
    session.execute(text("SELECT pg_advisory_xact_lock(7363002)"))
    before = _known(session, feed.name)
    found = _sort(feed, before, _ids_elsewhere(session, feed.name), at=at)
    refused = [*feed.unread, *feed.remarks, *found.refused]
    seen = found.seen.keys() | {source_id for source_id, _ in feed.unread}
    there = [source_id for source_id, fingerprint in before.items() if fingerprint]
    gone = [source_id for source_id in there if source_id not in seen] if feed.is_whole else []
    if not accept and (_is_too_much(gone, there) or (gone and not feed.services)):
        held = [(feed.name, _say_held(gone, there)), *refused]
        report = LoadReport(feed.name, refused=held, is_held=True, rules=RULES_VERSION)
        return keep_report(session, report, at=at)
    records = [record for _, record in found.fresh]
    load_taxonomies(session, feed, records)
    write_records(session, records, at=at, mends=found.mends)
    _take_off(session, feed.name, gone, at=at)
    added = sum(1 for source_id, _ in found.fresh if source_id not in before)
    report = LoadReport(
        source=feed.name,
        added=added,
        changed=len(records) - added,
        unchanged=found.same,
        removed=len(gone),
        refused=refused,
        mended={kind: count for kind, count in found.mends.items() if count},
        is_whole=feed.is_whole,
        rules=RULES_VERSION,
    )
    if not report.changed_nothing:
        count_words(session)
    return keep_report(session, report, at=at)


def _sort(
    feed: Feed, before: Mapping[str, str], elsewhere: set[uuid.UUID], *, at: datetime
) -> _Sorted:
    found = _Sorted(mends=Counter(feed.mends))
    for raw in feed.services:
        source_id = _source_id(raw)
        try:
            fingerprint = _check_new(raw, source_id, found)
            if fingerprint is None:
                continue
            if before.get(source_id) == fingerprint:
                found.same += 1
                continue
            record, mends = _record(raw, feed.name, at=at)
            if record.service["id"] in elsewhere:
                raise RefusedRecord(
                    "Another feed already has a service with this id. Load each service from one "
                    "feed only."
                )
            found.mends.update(mends)
            record.service.update(fingerprint=fingerprint, source=feed.name, source_id=source_id)
            found.fresh.append((source_id, record))
        except RefusedRecord as problem:
            found.refused.append((_called(raw), str(problem)))
    names = Counter((one.service["name"], one.service["organisation"]) for _, one in found.fresh)
    found.mends["same_name"] += sum(count - 1 for count in names.values())
    return found


def _record(raw: Any, source: str, *, at: datetime) -> tuple[ServiceRecord, Mends]:
    """Mend and read one record; what was mended counts only if the record is taken."""
    own: Mends = Counter()
    document = mend_service(raw, source=source, mends=own)
    if str(document.get("assured_date") or "") > at.date().isoformat():
        del document["assured_date"]  # a check that is still to come would be fresh for ever
        own["date_in_future"] += 1
    record = read_record(document, at=at)
    in_words = record.service["availability"] == "closed" and document["status"] == "active"
    own["closed_in_words"] += in_words and "closed_in_words" in record.service["traits"]
    return record, own


def _known(session: Session, source: str) -> dict[str, str]:
    """Return the source's own id → fingerprint; an empty one where it had been taken off."""
    rows = session.execute(
        select(Service.source_id, Service.fingerprint, Service.removed_at).where(
            Service.source == source
        )
    )
    return {row[0]: row[1] if row[2] is None else "" for row in rows}


def _ids_elsewhere(session: Session, source: str) -> set[uuid.UUID]:
    return set(session.scalars(select(Service.id).where(Service.source != source)))


def _source_id(raw: Any) -> str:
    told = mend_text(raw.get("id")) if isinstance(raw, dict) else None
    try:
        return str(uuid.UUID(told))  # however it is written
    except (ValueError, TypeError):
        return (told or "")[:200]


def _called(raw: Any) -> str:
    """Return what a person can find the record by."""
    if not isinstance(raw, dict):
        told = None if isinstance(raw, list) else mend_text(str(raw)[:60])
        return told or "a bare value"
    name = mend_text(raw.get("name")) or mend_text(raw.get("id"))
    return (name or "without a name")[:120]


def _check_new(raw: Any, source_id: str, found: _Sorted) -> str | None:
    """Return the record's fingerprint, or None when the same record came before in this feed."""
    try:
        packed = json.dumps(raw, sort_keys=True, ensure_ascii=True, default=str)
    except (TypeError, ValueError, RecursionError) as problem:
        raise RefusedRecord("It is nested too deeply.") from problem
    fingerprint = hashlib.sha256(f"{RULES_VERSION}{packed}".encode()).hexdigest()
    if source_id and source_id in found.seen:
        if found.seen[source_id] == fingerprint:
            found.mends["same_record"] += 1
            return None
        raise RefusedRecord(
            "Its id comes twice in the feed; the first record was taken. Ask the publisher which "
            "of them is right."
        )
    if source_id:
        found.seen[source_id] = fingerprint
    return fingerprint


def _is_too_much(gone: list[str], there: list[str]) -> bool:
    share = len(gone) * 3 > len(there) if len(there) >= FEW else len(gone) == len(there)
    return share and len(gone) > 1


def _say_held(gone: list[str], there: list[str]) -> str:
    return (
        f"{len(gone)} of {len(there)} services are gone from the feed. That looks like a broken "
        "feed, so nothing was changed. If it is right, load it again with --accept."
    )


def _take_off(session: Session, source: str, gone: list[str], *, at: datetime) -> None:
    """Mark what the feed no longer has; a thousand at a time, as a statement has a limit."""
    for start in range(0, len(gone), 1000):
        session.execute(
            update(Service)
            .where(Service.source == source, Service.source_id.in_(gone[start : start + 1000]))
            .values(removed_at=at, modified_at=at)
        )
