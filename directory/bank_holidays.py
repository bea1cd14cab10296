"""The council's bank holidays, from its council.yml."""

from datetime import date
from functools import cache
from pathlib import Path

import yaml


@cache
def bank_holidays(council_file: Path) -> frozenset[date]:
    """Return the days on which weekday services are taken as closed; none without the file."""
    if not council_file.is_file():
        return frozenset()
    council = yaml.safe_load(council_file.read_text("utf-8")) or {}
    return frozenset(day["date"] for day in council.get("bank_holidays", ()))
