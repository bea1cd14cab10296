"""The judged queries, and how well a ranking answers them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

FILE = Path(__file__).resolve().parents[1] / "tests" / "directory" / "judged.yml"

GLAD = 2
"""From this grade on a service is an answer; where none is, what is better than nothing."""


@dataclass(frozen=True)
class Judged:
    """One query, and the grade (3 to 1) of each service that is any answer."""

    id: str
    directory: str
    half: str
    place: str
    words: str
    grades: Mapping[str, int]


def read_judged() -> list[Judged]:
    """Read the file: `half` is tuning or sealed, `directory` which services."""
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return [
        Judged(
            id=row["id"],
            directory=row["directory"],
            half=row["half"],
            place=row["place"],
            words=row["q"],
            grades={one: grade for grade, ids in row["grades"].items() for one in ids},
        )
        for row in rows
    ]


def ndcg(found: Sequence[str], grades: Mapping[str, int], *, first: int = 10) -> float:
    """Return the discounted gain of the first ten over that of the best order: 0 to 1."""
    best = _gain(sorted(grades.values(), reverse=True)[:first])
    return _gain([grades.get(one, 0) for one in found[:first]]) / best if best else 0.0


def _gain(grades: Sequence[int]) -> float:
    return math.fsum((2.0**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def recall(found: Sequence[str], grades: Mapping[str, int], *, first: int = 20) -> float:
    """Return which share of the answers (or of as many as fit) is among the first twenty."""
    least = min(GLAD, max(grades.values()))
    answers = {one for one, grade in grades.items() if grade >= least}
    return len(answers & set(found[:first])) / min(first, len(answers))
