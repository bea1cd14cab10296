"""The labelled sentences of danger_cases.yml."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from triage.levels import Level


@dataclass(frozen=True)
class Case:
    """One sentence; ``level`` is the least that is right, ``category`` empty if not labelled."""

    text: str
    style: str
    level: Level
    category: str


def _read() -> tuple[Case, ...]:
    page = yaml.safe_load(Path(__file__).with_name("danger_cases.yml").read_text(encoding="utf-8"))
    return tuple(
        Case(text, block["style"], Level[block["level"]], block.get("category", ""))
        for block in page["cases"]
        for text in block["texts"].strip().splitlines()
    )


CASES = _read()
