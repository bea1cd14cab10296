"""What a process keeps in memory to find services by meaning, themes and place in milliseconds.

For each passage of a service 48 bytes: the signs of its vector. They only make the short list;
the candidates are weighed by their whole vectors, which stay in the database.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from directory.meaning import pack_bits
from directory.meaning_encoder import WIDTH
from directory.theme_words import theme_rules

Array = Any
"""np.ndarray"""

AT_ONCE = 5000
"""Services read together."""


@dataclass(frozen=True)
class MeaningIndex:
    """Services in the order of their rows; ``passages`` and ``places`` tell how many rows each has.

    ``owners`` is for each place the row of its service.

    ``ids`` are 16 bytes each. ``positions`` is for each service and theme the place (from 1) that
    the theme has in it, else 0. A service without a place has one at infinity.
    """

    revision: int
    ids: Array
    passages: Array
    bits: Array
    places: Array
    latitudes: Array
    longitudes: Array
    positions: Array
    owners: Array


_KNOWN: dict[str, MeaningIndex] = {}
_READING = threading.Lock()


def meaning_index(session: Session) -> MeaningIndex | None:
    """Return the index of this database as it stands; only what is new is read. None if empty."""
    revision = session.scalar(_NEWEST)
    if revision is None:
        return None
    key = str(session.get_bind().engine.url)
    found = _KNOWN.get(key)
    if found is None or found.revision != revision:
        with _READING:
            found = _renewed(session, _KNOWN.get(key), revision)
            _KNOWN.clear()
            _KNOWN[key] = found
    return found


_NEWEST = text("SELECT max(revision) FROM service_meanings")


def _renewed(session: Session, known: MeaningIndex | None, revision: int) -> MeaningIndex:
    """Where what was read last is gone, the table is another one: all is read anew."""
    if known and known.revision == revision:
        return known
    there = known and session.scalar(_IS_THERE, {"revision": known.revision})
    fresh = _read(session, known.revision if known and there else 0, revision)
    return _merged(known, fresh) if known and there else fresh


_IS_THERE = text("SELECT EXISTS (SELECT FROM service_meanings WHERE revision = :revision)")

_ROWS = text(
    "SELECT m.service_id, m.vectors, s.themes, place.latitudes, place.longitudes "
    "FROM service_meanings m JOIN services s ON s.id = m.service_id LEFT JOIN ("
    "SELECT service_id, array_agg(latitude) AS latitudes, array_agg(longitude) AS longitudes "
    "FROM service_places WHERE latitude IS NOT NULL GROUP BY service_id"
    ") place ON place.service_id = s.id WHERE m.revision > :after AND s.removed_at IS NULL"
)


def _read(session: Session, after: int, revision: int) -> MeaningIndex:
    found = session.execute(_ROWS, {"after": after}, execution_options={"yield_per": AT_ONCE})
    parts = [_built(rows, revision) for rows in found.partitions()]
    return _joined(parts or [_built([], revision)])


def _built(rows: Sequence[Row[Any]], revision: int) -> MeaningIndex:
    columns = {rule.theme: number for number, rule in enumerate(theme_rules().rules)}
    positions = np.zeros((len(rows), len(columns)), np.uint8)
    for number, row in enumerate(rows):
        for place, theme in enumerate(row.themes):
            if theme in columns:
                positions[number, columns[theme]] = place + 1
    vectors = np.frombuffer(b"".join(row.vectors for row in rows), np.int8).reshape(-1, WIDTH)
    return MeaningIndex(
        revision=revision,
        ids=np.frombuffer(b"".join(row.service_id.bytes for row in rows), "V16"),
        passages=np.array([len(row.vectors) // WIDTH for row in rows], np.int32),
        bits=pack_bits(vectors),
        places=np.array([len(row.latitudes or (0,)) for row in rows], np.int32),
        latitudes=_flat([row.latitudes for row in rows]),
        longitudes=_flat([row.longitudes for row in rows]),
        positions=positions,
        owners=np.zeros(0, np.int32),
    )


def _flat(values: list[list[float] | None]) -> Array:
    return np.array([one for each in values for one in each or (np.inf,)], np.float32)


def _merged(known: MeaningIndex, fresh: MeaningIndex) -> MeaningIndex:
    """Put what was read anew in the place of what was known of the same services."""
    anew = set(fresh.ids.tolist())
    kept = np.array([one not in anew for one in known.ids.tolist()], bool)
    passages, places = np.repeat(kept, known.passages), np.repeat(kept, known.places)
    left = MeaningIndex(
        revision=known.revision,
        ids=known.ids[kept],
        passages=known.passages[kept],
        bits=known.bits[passages],
        places=known.places[kept],
        latitudes=known.latitudes[places],
        longitudes=known.longitudes[places],
        positions=known.positions[kept],
        owners=known.owners[:0],
    )
    return _joined([left, fresh])


def _joined(parts: list[MeaningIndex]) -> MeaningIndex:
    def join(name: str) -> Array:
        return np.concatenate([getattr(part, name) for part in parts])

    return MeaningIndex(
        revision=parts[-1].revision,
        ids=join("ids"),
        passages=join("passages"),
        bits=join("bits"),
        places=join("places"),
        latitudes=join("latitudes"),
        longitudes=join("longitudes"),
        positions=join("positions"),
        owners=np.repeat(np.arange(len(join("ids")), dtype=np.int32), join("places")),
    )
