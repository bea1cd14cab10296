"""Load time, memory and latency of the search by size; larger directories vary the real one.

A copy of a service lies in another part of the country, has that place's code in its name and
words, and a vector that differs a little: 10,000 and 250,000 are copied in the database, as what is
measured is the search.
"""

import sys
from collections.abc import Iterator
from statistics import median, quantiles
from time import perf_counter

import numpy as np
import psutil
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from benchmarks.directory_databases import AT, SOURCES, database, load_all_places
from benchmarks.directory_judged import read_judged
from directory.learn_meanings import learn_all
from directory.load import load_directory
from directory.meaning_index import meaning_index
from directory.places import Place, find_place
from directory.search import find_services
from directory.writing import count_words
from storage.engine import Sessions, make_sessions
from storage.tables.directory import DirectoryLoad, Service

CENTRE = (53.48, -2.24)
"""Manchester: what lies around it is copied to lie around the middle of another outward code."""

NOISE = 8
"""Of 127, at most added to or taken from a number of a copied vector."""

SEED = 7


def tell(address: str, *, large: bool) -> None:
    """Print a line for each size."""
    _say("\nby size: load, learning what services mean, memory of the index, search (wall time)")
    with database(address, "sizes") as engine:
        sessions = make_sessions(engine)
        services, places = SOURCES["greater_manchester"]
        load_all_places(sessions, places)
        began = perf_counter()
        with sessions.begin() as session:
            load_directory(session, services, at=AT)
        loaded = perf_counter() - began
        began = perf_counter()
        learn_all(sessions)
        real = f"load {loaded:.1f} s, learning {perf_counter() - began:.1f} s"
        _tell_search(sessions, real)
        for size in (10_000, 250_000) if large else (10_000,):
            began = perf_counter()
            _grow(engine, size)
            _tell_search(sessions, f"copied in {perf_counter() - began:.0f} s")


def _grow(engine: Engine, size: int) -> None:
    """Copy the real services until there are ``size``, and renew what counts them."""
    with engine.begin() as connection, Session(connection) as session:
        there = session.scalar(text("SELECT count(*) FROM services")) or 0
        outcodes = session.execute(_OUTCODES).all()
        number = -(-there // _REAL) - 1
        while there < size:
            number += 1
            code = outcodes[number % len(outcodes)]
            asked = {
                "code": code.name,
                "number": number,
                "north": code.latitude - CENTRE[0],
                "east": code.longitude - CENTRE[1],
                "most": size - there,
            }
            there += session.execute(_COPY_SERVICES, asked).rowcount  # type: ignore[attr-defined]
            session.execute(_COPY_PLACES, asked)
            _copy_meanings(session, number)
        count_words(session)
        session.add(DirectoryLoad(at=AT, kind="services", source="copies", report={}))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))


_REAL = 2404
_OUTCODES = text(
    "SELECT name, latitude, longitude FROM places WHERE kind = 'outward' ORDER BY md5(name)"
)
_ID = "CAST(md5(CAST({0} AS text) || '-' || :number) AS uuid)"
_CHANGED = ("id", "source", "source_id", "name", "document", "text")
_KEPT = ", ".join(
    name
    for name in Service.__table__.c.keys()  # noqa: SIM118  columns
    if name not in _CHANGED
)
_COPY_SERVICES = text(
    f"INSERT INTO services (id, source, source_id, name, {_KEPT}, document, text) "  # noqa: S608
    f"SELECT {_ID.format('id')}, 'copy', source_id || '-' || :number, name || ' ' || :code, "
    f"{_KEPT}, '{{}}', text || setweight(to_tsvector('english', :code), 'A') "
    "FROM services WHERE source <> 'copy' ORDER BY id LIMIT :most"
)
_COPY_PLACES = text(
    "INSERT INTO service_places (id, service_id, kind, name, address, postcode, ward, latitude, "  # noqa: S608
    f"longitude, document) SELECT {_ID.format('p.id')}, {_ID.format('p.service_id')}, p.kind, "
    "p.name, p.address, p.postcode, p.ward, p.latitude + :north, p.longitude + :east, '{}' "
    "FROM service_places p JOIN services s ON s.id = p.service_id WHERE s.source <> 'copy' "
    f"AND EXISTS (SELECT FROM services c WHERE c.id = {_ID.format('p.service_id')})"
)


def _copy_meanings(session: Session, number: int) -> None:
    """Give the copies vectors a little beside those of the real services."""
    noise = np.random.default_rng(SEED + number)
    rows = session.execute(
        text(
            f"SELECT {_ID.format('m.service_id')} AS id, m.vectors FROM service_meanings m "  # noqa: S608
            "JOIN services s ON s.id = m.service_id WHERE s.source <> 'copy' AND EXISTS "
            f"(SELECT FROM services c WHERE c.id = {_ID.format('m.service_id')})"
        ),
        {"number": number},
    ).all()
    newest = session.scalar(text("SELECT max(revision) FROM service_meanings")) or 0
    driver = session.connection().connection.cursor()
    with driver.copy(
        "COPY service_meanings (service_id, state, revision, vectors) FROM STDIN"
    ) as out:
        for row in rows:
            vector = np.frombuffer(row.vectors, np.int8).astype(np.int16)
            vector += noise.integers(-NOISE, NOISE + 1, len(vector), dtype=np.int16)
            packed = np.clip(vector, -127, 127).astype(np.int8).tobytes()
            out.write_row((row.id, "copy", newest + 1, packed))


def _tell_search(sessions: Sessions, load: str) -> None:
    with sessions() as session:
        count = session.scalar(text("SELECT count(*) FROM services"))
        before = psutil.Process().memory_info().rss
        began = perf_counter()
        index = meaning_index(session)
        read = perf_counter() - began
        grown = (psutil.Process().memory_info().rss - before) / 1e6
        assert index is not None, "make setup builds the encoder"  # noqa: S101
        held = sum(vars(index)[name].nbytes for name in vars(index) if name != "revision") / 1e6
        took = list(_times(session))
    slow = quantiles(took, n=20)[-1]
    _say(
        f"  {count:7,} services: {load}; index {held:.0f} MB read in {read:.1f} s (process "
        f"{grown:+.0f} MB); search median {median(took):.0f} ms, 95th {slow:.0f} ms, "
        f"{len(took)} searches"
    )


def _times(session: Session) -> Iterator[float]:
    """Search for every judged need from its own place, from two others, and from nowhere."""
    judged = [one for one in read_judged() if one.directory == "greater_manchester"]
    codes = session.execute(_OUTCODES).all()
    find_services(session, words=judged[0].words, at=AT)
    for number, one in enumerate(judged):
        own = find_place(session, one.place)
        far = [codes[(number * 2 + step) % 100] for step in (0, 1)]
        others = [Place(c.name, "outward", None, c.name, c.latitude, c.longitude) for c in far]
        for place in (own, *others, None):
            began = perf_counter()
            find_services(session, words=one.words, place=place, at=AT, limit=3)
            yield (perf_counter() - began) * 1000


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
