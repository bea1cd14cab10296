"""What the search is measured against: PostgreSQL full text, BM25, and the encoder alone.

Each is given the same fields as our own search (name, terms, organisation, description) and English
stems without stop words, any of which may match.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import text
from sqlalchemy.orm import Session

from directory.meaning import from_bytes
from directory.meaning_encoder import read_encoder

Ranking = list[tuple[str, float]]
"""Service ids with their score, best first."""

Rival = Callable[[str, int], Ranking]
"""Words and how many are wanted → a ranking."""

K1, B = 1.2, 0.75
"""Robertson's usual values."""


def full_text(session: Session) -> Rival:
    """PostgreSQL's own: words joined by OR, ts_rank_cd with weights and divided by length."""

    def search(words: str, most: int) -> Ranking:
        rows = session.execute(
            text(
                "WITH asked AS (SELECT CAST(nullif(array_to_string(array(SELECT quote_literal(stem)"
                " FROM unnest(tsvector_to_array(to_tsvector('english', :words))) stem), ' | '), '')"
                " AS tsquery) AS query) SELECT s.id, ts_rank_cd(s.text, query, 1) AS score "
                "FROM services s, asked WHERE s.text @@ query AND s.removed_at IS NULL "
                "AND s.hidden_at IS NULL ORDER BY score DESC, s.id LIMIT :most"
            ),
            {"words": words, "most": most},
        )
        return [(str(row.id), float(row.score)) for row in rows]

    return search


@dataclass(frozen=True)
class _Postings:
    services: Any
    weights: Any


def bm25(session: Session) -> Rival:
    """Okapi BM25 over PostgreSQL's stems of the same fields, held in memory."""
    ids, counts = _counts(session)
    lengths = np.array([sum(each.values()) for each in counts], np.float32)
    relative = K1 * (1 - B + B * lengths / lengths.mean())
    found: dict[str, list[tuple[int, int]]] = {}
    for number, each in enumerate(counts):
        for stem, times in each.items():
            found.setdefault(stem, []).append((number, times))
    postings = {stem: _weighed(listed, relative, len(ids)) for stem, listed in found.items()}

    def search(words: str, most: int) -> Ranking:
        score = np.zeros(len(ids), np.float32)
        for stem in _stems(session, words):
            if stem in postings:
                score[postings[stem].services] += postings[stem].weights
        best = np.argsort(-score, kind="stable")[:most]
        return [(ids[at], float(score[at])) for at in best if score[at] > 0]

    return search


def _weighed(listed: list[tuple[int, int]], relative: Any, total: int) -> _Postings:
    services = np.array([number for number, _ in listed])
    times = np.array([count for _, count in listed], np.float32)
    rarity = math.log(1 + (total - len(listed) + 0.5) / (len(listed) + 0.5))
    return _Postings(services, rarity * times * (K1 + 1) / (times + relative[services]))


def _counts(session: Session) -> tuple[list[str], list[Mapping[str, int]]]:
    rows = session.execute(
        text(
            "SELECT s.id, coalesce(jsonb_object_agg(t.lexeme, cardinality(t.positions)) "
            "FILTER (WHERE t.lexeme IS NOT NULL), '{}') AS counts FROM services s "
            "LEFT JOIN LATERAL unnest(ts_filter(s.text, '{a,b,c}')) t ON true "
            "WHERE s.removed_at IS NULL AND s.hidden_at IS NULL GROUP BY s.id ORDER BY s.id"
        )
    ).all()
    return [str(row.id) for row in rows], [row.counts for row in rows]


def _stems(session: Session, words: str) -> list[str]:
    return list(
        session.scalar(
            text("SELECT tsvector_to_array(to_tsvector('english', :words))"), {"words": words}
        )
    )


def encoder_alone(session: Session) -> Rival:
    """The nearest passage by meaning, exactly: every vector is compared with the whole query."""
    rows = session.execute(
        text("SELECT service_id, vectors FROM service_meanings ORDER BY service_id")
    ).all()
    ids = [str(row.service_id) for row in rows]
    each = [from_bytes(row.vectors) for row in rows]
    starts = np.cumsum([0] + [len(one) for one in each])[:-1]
    vectors = np.concatenate(each)
    encoder = read_encoder()
    assert encoder is not None, "make setup builds the encoder"  # noqa: S101

    def search(words: str, most: int) -> Ranking:
        alike = np.maximum.reduceat(vectors @ encoder.encode([words])[0], starts)
        best = np.argsort(-alike, kind="stable")[:most]
        return [(ids[at], float(alike[at])) for at in best]

    return search
