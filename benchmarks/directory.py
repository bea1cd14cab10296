"""Directory search beside PostgreSQL full text, BM25 and the encoder alone: `make bench-directory`.

Then load time, memory and latency by size: 2,404 real services, 10,000 and, with `--large` or
LARGE=1, 250,000 that vary them.
"""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import mean, median, quantiles
from time import perf_counter

from sqlalchemy.orm import Session

from benchmarks import directory_sizes
from benchmarks.directory_databases import AT, SOURCES, database, is_there, load, server
from benchmarks.directory_judged import Judged, ndcg, read_judged, recall
from benchmarks.directory_rivals import Rival, bm25, encoder_alone, full_text
from directory.candidates import distance_km
from directory.places import Place, find_place
from directory.ranking import distance_factor
from directory.search import find_services
from directory.search_rules import search_rules
from storage.tables.directory import ServicePlace

OURS = "ours"
DEEP = 20
Search = Callable[[Judged, Place | None], list[str]]


@dataclass(frozen=True)
class Outcome:
    """How one search answered one query."""

    search: str
    half: str
    ndcg: float
    recall: float
    milliseconds: float


def main() -> None:
    """Print everything."""
    large = "--large" in sys.argv or os.environ.get("LARGE") == "1"
    with server() as address:
        outcomes = [one for name in SOURCES if is_there(name) for one in _measure(address, name)]
        _tell_quality(outcomes)
        if is_there("greater_manchester"):
            directory_sizes.tell(address, large=large)
        else:
            _say("Greater Manchester's services are not beside the project: sizes left out")


def _measure(address: str, directory: str) -> Iterator[Outcome]:
    judged = [one for one in read_judged() if one.directory == directory]
    with database(address, directory) as engine, load(engine, directory)() as session:
        places = [find_place(session, one.place) for one in judged]
        for name, search in _searches(session).items():
            search(judged[0], places[0])  # what is read once a process is not timed
            for one, place in zip(judged, places, strict=True):
                began = perf_counter()
                found = search(one, place)
                took = (perf_counter() - began) * 1000
                yield Outcome(
                    name, one.half, ndcg(found, one.grades), recall(found, one.grades), took
                )


def _searches(session: Session) -> dict[str, Search]:
    """Each rival as it is, and each with our own factor for distance, which plain ones lack."""
    rivals = {
        "PostgreSQL full text": full_text(session),
        "BM25": bm25(session),
        "encoder alone": encoder_alone(session),
    }
    where = _places_of(session)
    plain = {name: _plain(rival) for name, rival in rivals.items()}
    near = {f"{name}, nearer first": _nearer(rival, where) for name, rival in rivals.items()}
    return {**plain, **near, OURS: lambda one, place: _ours(session, one, place)}


def _plain(rival: Rival) -> Search:
    return lambda one, _: [service_id for service_id, _ in rival(one.words, DEEP)]


def _nearer(rival: Rival, where: dict[str, list[tuple[float, float]]]) -> Search:
    rules = search_rules()

    def factor(service_id: str, place: Place | None) -> float:
        if place is None or service_id not in where:
            return rules.at("no_place_factor")
        apart = min(distance_km(place.latitude, place.longitude, *one) for one in where[service_id])
        return distance_factor(apart, rules)

    def search(one: Judged, place: Place | None) -> list[str]:
        found = [(score * factor(each, place), each) for each, score in rival(one.words, 1000)]
        return [each for _, each in sorted(found, reverse=True)[:DEEP]]

    return search


def _places_of(session: Session) -> dict[str, list[tuple[float, float]]]:
    columns = ServicePlace.__table__.c
    rows = session.query(columns.service_id, columns.latitude, columns.longitude)
    found: dict[str, list[tuple[float, float]]] = {}
    for service_id, latitude, longitude in rows.where(columns.latitude.is_not(None)):
        found.setdefault(str(service_id), []).append((latitude, longitude))
    return found


def _ours(session: Session, one: Judged, place: Place | None) -> list[str]:
    found = find_services(session, words=one.words, place=place, at=AT, limit=DEEP)
    return [service.id for service in found]


def _tell_quality(outcomes: list[Outcome]) -> None:
    names = list(dict.fromkeys(one.search for one in outcomes))
    for half in ("tuning", "sealed"):
        rows = [one for one in outcomes if one.half == half]
        count = len(rows) // len(names)
        _say(f"\n{half} half, {count} judged queries{' ' * 12}nDCG@10  recall@20  median  95th")
        gains = {name: _tell_row(name, [r for r in rows if r.search == name]) for name in names}
        best = max(gain for name, gain in gains.items() if name != OURS and "nearer" not in name)
        near = max(gain for name, gain in gains.items() if name != OURS)
        _say(f"  {gains[OURS] - best:+.3f} above the best of the three, {gains[OURS] - near:+.3f}")
        _say("  above the best of them when it is told the distance too")


def _tell_row(name: str, rows: list[Outcome]) -> float:
    gain, found = mean(one.ndcg for one in rows), mean(one.recall for one in rows)
    took = [one.milliseconds for one in rows]
    slow = quantiles(took, n=20)[-1]
    _say(f"  {name:36} {gain:.3f}    {found:.3f}  {median(took):6.1f} {slow:6.1f} ms")
    return gain


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
