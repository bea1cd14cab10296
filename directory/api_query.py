"""Reads the parameters of the Open Referral API: typed, with words for what cannot be read."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import TypeVar

from directory.errors import DirectoryError
from directory.mending import mend_time
from directory.opening import DAYS

PER_PAGE, MOST_PER_PAGE = 50, 500
LAST_PAGE = 10_000_000
"""A page beyond any directory; PostgreSQL's offsets end at 2 to the 63."""

Value = TypeVar("Value")


class BadParameter(DirectoryError):
    """A parameter cannot be read; the message names it and says what it should be."""


@dataclass(frozen=True)
class ListQuery:
    """What may be asked of a list. None means: not asked."""

    page: int = 1
    per_page: int = PER_PAGE
    search: str | None = None
    taxonomy_term_id: uuid.UUID | None = None
    taxonomy_id: uuid.UUID | None = None
    organization_id: uuid.UUID | None = None
    parent_id: uuid.UUID | None = None
    modified_after: datetime | None = None
    minimum_age: float | None = None
    maximum_age: float | None = None
    day: str | None = None
    start_time: time | None = None
    end_time: time | None = None
    postcode: str | None = None
    proximity: float | None = None
    full: bool = False
    minimal: bool = False
    full_service: bool = False
    top_only: bool = False


def read_query(given: Mapping[str, str]) -> ListQuery:
    """Read parameters as text; unknown ones are let pass, empty ones were not asked.

    Raises BadParameter.
    """
    read = {
        name: _read(name, given[name].strip(), reader)
        for name, reader in _READERS.items()
        if given.get(name, "").strip()
    }
    if given.get("format", "json") != "json":
        raise BadParameter("format: only json is given.")
    return ListQuery(**read)  # type: ignore[arg-type]  # each reader gives its own field's type


def _read(name: str, text: str, reader: Callable[[str], Value]) -> Value:
    try:
        return reader(text)
    except (ValueError, OverflowError) as problem:
        raise BadParameter(f"{name}: {problem}") from problem


def _page(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= LAST_PAGE:
        raise ValueError("a whole number from 1 on.")
    return int(text)


def _per_page(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ValueError(f"a whole number from 1 to {MOST_PER_PAGE}.")
    return min(int(text), MOST_PER_PAGE)


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as problem:
        raise ValueError("a UUID.") from problem


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.replace(" ", "+", 1) if text[10:11] == "T" else text)
    except ValueError as problem:
        raise ValueError("a date and time as in 2026-11-24T10:00:00Z.") from problem
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError as problem:
        raise ValueError("a number.") from problem
    if not abs(number) < 1e9:
        raise ValueError("a number.")
    return number


def _yes(text: str) -> bool:
    if text.lower() not in ("true", "false", "1", "0"):
        raise ValueError("true or false.")
    return text.lower() in ("true", "1")


def _day(text: str) -> str:
    day = text.upper()[-2:] if text[:1].isdigit() or text[:1] == "-" else text.upper()[:2]
    if day not in DAYS:
        raise ValueError(f"one of {', '.join(DAYS)}.")
    return day


def _time(text: str) -> time:
    mended = mend_time(text)
    if mended is None:
        raise ValueError("a time as in 09:30.")
    return time.fromisoformat(mended)


def _words(text: str) -> str:
    return text.replace("\x00", "")[:500]


_READERS: dict[str, Callable[[str], object]] = {
    "page": _page,
    "per_page": _per_page,
    "search": _words,
    "taxonomy_term_id": _uuid,
    "taxonomy_id": _uuid,
    "organization_id": _uuid,
    "parent_id": _uuid,
    "modified_after": _moment,
    "minimum_age": _number,
    "maximum_age": _number,
    "day": _day,
    "start_time": _time,
    "end_time": _time,
    "postcode": _words,
    "proximity": _number,
    "full": _yes,
    "minimal": _yes,
    "full_service": _yes,
    "top_only": _yes,
}
