"""What colleagues read by text and e-mail, from data/safety/staff_words.yml."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from settings import ROOT

FILE = ROOT / "data" / "safety" / "staff_words.yml"


@dataclass(frozen=True)
class StaffWords:
    """A text, and an e-mail's subject and body."""

    text: str
    subject: str
    body: str


def alert_words(*, reference: str, link: str, is_drill: bool) -> StaffWords:
    """Return what is sent of an alert: a reference and a link and nothing else."""
    words = _file()["drill" if is_drill else "alert"]
    filled = {key: each.format(reference=reference, link=link) for key, each in words.items()}
    return StaffWords(**filled)


def why_in_words(key: str) -> str:
    """Return why somebody could not be told."""
    return str(_file()["why"][key])


@cache
def _file() -> Mapping[str, Any]:
    words: Mapping[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return words
