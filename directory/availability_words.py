"""Reads a group's one-line text: FULL 4 WEEKS, OPEN, WAITING 2 WEEKS, STILL RIGHT, 2 FULL."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import yaml

from directory.availability import Room, today
from settings import ROOT

TABLE = ROOT / "data" / "groups" / "keywords.yml"

ALL = 0
"""Stands for every entry of a number."""

NUMBERS = (
    "one", "two", "three", "four", "five", "six",
    "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip


@dataclass(frozen=True)
class GroupSays:
    """What a group's text says: ``what`` is a Room, ``still_right`` or ``changed``.

    ``pick`` is the number of one of its entries, ALL, or None. ``is_short``: a word that anybody
    may text for another reason ("yes"); it counts only as an answer to what we asked.
    """

    what: str
    until: date | None = None
    pick: int | None = None
    is_short: bool = False


def read_group_text(text: str, *, at: datetime) -> GroupSays | None:
    """Return what a whole text says; None for anything else, which goes the usual way."""
    found = _grammar().fullmatch(_bare(text))
    if not found:
        return None
    what, is_short = _table()[found["said"]]
    until = _end(found, at)
    if until is None and (found["count"] or found["day"]):
        return None  # "until 40 March": a person should read it
    if until and what not in list(Room):
        return None
    pick = found["pick"]
    number = None if pick is None else ALL if pick == "all" else int(pick)
    return GroupSays(what, until, number, is_short)


def _end(found: re.Match[str], at: datetime) -> date | None:
    if found["count"]:
        count = _number(found["count"])
        days = {"d": 1, "w": 7, "m": 30}[found["unit"][0]]
        return today(at) + timedelta(days=days * count)
    return _day(found["day"], found["month"], at) if found["day"] else None


def _number(word: str) -> int:
    if word in ("a", "an"):
        return 1
    return NUMBERS.index(word) + 1 if word in NUMBERS else int(word)


def _day(day: str, month: str, at: datetime) -> date | None:
    """Return the next such day: "5 January" said in November is next year's."""
    number = int(month) if month.isdecimal() else MONTHS.index(month[:3]) + 1
    for year in (today(at).year, today(at).year + 1):
        try:
            found = date(year, number, int(day))
        except ValueError:
            return None
        if found >= today(at):
            return found
    return None


MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@cache
def _table() -> dict[str, tuple[str, bool]]:
    """Return words -> what they say, and whether they need a question before them."""
    read: dict[str, Any] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    said = {word: (what, False) for what, words in read["words"].items() for word in words}
    short = {word: (what, True) for what, words in read["answers"].items() for word in words}
    return short | said


@cache
def _grammar() -> re.Pattern[str]:
    said = "|".join(sorted(map(re.escape, _table()), key=len, reverse=True))
    count = rf"\d{{1,2}}|an?|{'|'.join(NUMBERS)}"
    month = "|".join(f"{name}[a-z]*" for name in MONTHS)
    return re.compile(
        rf"(?:(?P<pick>\d{{1,2}}|all) )?(?P<said>{said})(?: now)?"
        rf"(?: (?:for )?(?P<count>{count}) ?(?P<unit>d|days?|w|wks?|weeks?|months?)"
        rf"| (?:until|till|til) (?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ?"
        rf"(?P<month>{month}|\d{{1,2}}))?(?: please)?(?: thanks?(?: you)?)?"
    )


def _bare(text: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", text.lower()).split())
