"""Reads what publishers write for a service's status (mending.yml)."""

from functools import cache
from pathlib import Path

import yaml


def status_of(said: str | None) -> str:
    """Return version 3's word for a status; a service that says none is active."""
    if not said:
        return "active"
    return _statuses().get(" ".join(said.lower().split()), "inactive")


@cache
def _statuses() -> dict[str, str]:
    rules = yaml.safe_load((Path(__file__).parents[1] / "mending.yml").read_text("utf-8"))
    return {word: status for status, words in rules["statuses"].items() for word in words}
