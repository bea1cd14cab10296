"""Keeps the vector of each service up to date: after a load, an edit, or a new encoder."""

import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from directory.feed import each_term
from directory.meaning import VERSION, passages, to_bytes
from directory.meaning_encoder import read_encoder
from storage.base import Base
from storage.engine import Sessions
from storage.tables.directory import Service, ServiceMeaning

AT_ONCE = 500
"""Services that are read and written together."""

LOCK = 7363005
"""Of PostgreSQL's advisory locks: one learns at a time, so that revisions grow as they commit."""


def learn_meanings(session: Session, *, most: int | None = None) -> int:
    """Read anew what is new or changed; return how many services. The caller commits.

    Without the encoder nothing is read and search goes on by words. ``most`` services at once.
    """
    asked = {"version": VERSION, "most": most}
    if session.execute(_CHANGED, asked).first() is None:
        return 0
    encoder = read_encoder()
    if encoder is None:
        return 0
    session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    ids = [row.id for row in session.execute(_CHANGED, asked)]
    revision = _next_revision(session) if ids else 0
    for batch in _batches(ids):
        _learn(session, batch, encoder, revision)
    return len(ids)


def learn_all(sessions: Sessions) -> int:
    """Read anew what is new or changed, some at a time, so that search has them as they come."""
    learnt = 0
    while True:
        with sessions.begin() as session:
            batch = learn_meanings(session, most=AT_ONCE)
        learnt += batch
        if batch < AT_ONCE:
            return learnt


_STATE = (
    "md5(concat_ws('|', CAST(:version AS text), s.fingerprint, extract(epoch FROM s.loaded_at), "
    "extract(epoch FROM s.modified_at), s.name, s.organisation, s.description, s.themes, "
    "s.is_national))"
)

_CHANGED = text(
    "SELECT s.id FROM services s LEFT JOIN service_meanings m ON m.service_id = s.id "  # noqa: S608
    f"WHERE s.removed_at IS NULL AND m.state IS DISTINCT FROM {_STATE} ORDER BY s.id LIMIT :most"
)

_STATES = text(
    f"SELECT s.id, {_STATE} AS state FROM services s WHERE s.id = ANY(:ids)"  # noqa: S608
)


def _next_revision(session: Session) -> int:
    """Return a number larger than any before, also than those of rows that are gone: the clock."""
    newest, now = session.execute(
        select(
            func.coalesce(func.max(ServiceMeaning.revision), 0),
            func.extract("epoch", func.clock_timestamp()) * 1_000_000,
        )
    ).one()
    return max(int(newest) + 1, int(now))


def _batches(ids: Sequence[uuid.UUID]) -> Iterator[Sequence[uuid.UUID]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))


def _learn(session: Session, ids: Sequence[uuid.UUID], encoder: Any, revision: int) -> None:
    states = {
        row.id: row.state
        for row in session.execute(_STATES, {"version": VERSION, "ids": list(ids)})
    }
    rows = session.execute(_TOLD, {"ids": list(ids)}).all()
    texts = {row.id: _passages(row) for row in rows}
    different = list(dict.fromkeys(one for each in texts.values() for one in each))
    place = {one: number for number, one in enumerate(different)}
    vectors = encoder.encode(different)
    written = [
        {
            "service_id": service_id,
            "state": states[service_id],
            "revision": revision,
            "vectors": to_bytes(vectors[[place[one] for one in each]]),
        }
        for service_id, each in texts.items()
    ]
    statement = insert(Base.metadata.tables["service_meanings"])
    changed = {name: statement.excluded[name] for name in ("state", "revision", "vectors")}
    session.execute(
        statement.on_conflict_do_update(index_elements=["service_id"], set_=changed), written
    )


_TOLD = select(
    Service.id,
    Service.name,
    Service.organisation,
    Service.description,
    Service.document["attributes"].label("attributes"),
).where(Service.id.in_(bindparam("ids", expanding=True)))


def _passages(row: Row[Any]) -> list[str]:
    terms = [str(term.get("name", "")) for term in each_term({"attributes": row.attributes or []})]
    return passages(row.name, row.organisation, terms, row.description)
