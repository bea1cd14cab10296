"""The numbers of freshness.yml and availability.yml, each with its reason in the file."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DAYS_A_MONTH = 30.4
"""As in directory.ranking, so that what is demoted there is what is asked about here."""


@dataclass(frozen=True)
class TaskKind:
    """A kind of task: the lower the weight, the sooner it wants a person."""

    weight: int
    title: str


@dataclass(frozen=True)
class FreshnessRules:
    """freshness.yml as it stands; ``at`` reads one number, named by its path."""

    data: dict[str, Any]
    kinds: dict[str, TaskKind]

    def at(self, *path: str) -> int:
        """Return one number of the file."""
        value: Any = self.data
        for part in path:
            value = value[part]
        return int(value["is"])

    def months(self, name: str) -> timedelta:
        """Return a time of the file in months: ask, demote or hide."""
        return timedelta(days=int(self.at("months", name) * DAYS_A_MONTH))

    def days(self, name: str) -> timedelta:
        """Return a time of the file in days."""
        return timedelta(days=self.at("days", name))


@cache
def freshness_rules() -> FreshnessRules:
    """Read the file once a process."""
    data = yaml.safe_load((Path(__file__).parent / "freshness.yml").read_text("utf-8"))
    kinds = {name: TaskKind(**kind) for name, kind in data["kinds"].items()}
    return FreshnessRules(data, kinds)


def is_older(since: datetime, age: timedelta, at: datetime) -> bool:
    """Tell whether more whole days have passed than an age has."""
    return (at - since).days > age.days
