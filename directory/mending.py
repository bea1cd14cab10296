"""Mends single values of a feed: text, addresses on the web, times, dates, numbers, postcodes."""

import html
import re
import uuid
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import quote, urlsplit

import nh3

from directory.errors import RefusedRecord

NOTHING = frozenset(
    {"", "-", "--", "na", "n/a", "none", "null", "nil", "tbc", "tba", "unknown", "."}
)
"""What publishers write where there is nothing to say."""

NAMESPACE = uuid.UUID("5d3a4f8e-2b53-5f0e-9a50-6d0c2b6b1c55")
"""Of ids that we make where a feed's own are not UUIDs: the same id again for the same record."""

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_BREAK = re.compile(r"</(p|div|li|h\d|tr)>|<br\s*/?>", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b\u200e\u200f\ufeff]")
_TIME = re.compile(
    r"^(\d{1,2})[:.]?(\d{2})?(?::\d{2})?\s*(am|pm)?(?:z|[+-]00:?00)?$", re.IGNORECASE
)


def mend_text(value: Any) -> str | None:
    """Return plain text: no tags, entities, control signs or runs of spaces; None for "NA"."""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return None
    text = html.unescape(html.unescape(str(value)))
    if _TAG.search(text):
        text = html.unescape(nh3.clean(_BREAK.sub("\n", text), tags=set()))
    text = _CONTROL.sub("", text.replace("\xa0", " ").replace("\r\n", "\n"))
    lines = [" ".join(line.split()) for line in text.split("\n")]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return None if text.lower() in NOTHING else text


def mend_uuid(value: Any, *, of: str) -> str | None:
    """Return ``value`` as a UUID; another kind of id becomes a UUID that is always the same.

    ``of`` keeps the ids of two feeds apart. None where there is no id.
    """
    text = str(value).strip() if isinstance(value, str | int) and value != "" else ""
    if not text:
        return None
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return str(uuid.uuid5(NAMESPACE, f"{of}:{text}"))


def mend_url(value: Any) -> str | None:
    """Return an http(s) address; ``www.`` without a scheme gets one, what is no address goes."""
    text = mend_text(value)
    if not text or re.search(r"\s", text) or "@" in text.split("/")[0]:
        return None
    if not re.match(r"^[a-z][a-z0-9+.-]*:", text, re.IGNORECASE):
        text = "https://" + text.lstrip("/")
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not _is_host(host):
        return None
    return quote(text, safe=":/?#[]@!$&'()*+,;=-._~%")


def _is_host(host: str) -> bool:
    return bool(re.fullmatch(r"[^\s.]+(\.[^\s.]+)+", host)) and not host.endswith(".")


def mend_postcode(value: Any) -> str | None:
    """Return "WA15 0HF" for "wa150hf" or "WA15 OHF"; the outward half alone stays; else None."""
    text = re.sub(r"[^A-Z0-9]", "", (mend_text(value) or "").upper())
    full = re.fullmatch(r"([A-Z]{1,2}[0-9O][A-Z0-9]?)([0-9O])([A-Z]{2})", text)
    if full:
        outward, digit, unit = full.groups()
        return f"{_mend_outward(outward)} {digit.replace('O', '0')}{unit}"
    return text if re.fullmatch(r"[A-Z]{1,2}[0-9][A-Z0-9]?", text) else None


def _mend_outward(outward: str) -> str:
    letters = re.match(r"^[A-Z]{1,2}(?=[0-9O])", outward)
    start = letters.end() if letters else 1
    return outward[:start] + outward[start:].replace("O", "0")


def mend_time(value: Any) -> str | None:
    """Return "09:30" for "9.30am", "09:30:00" or "930"; None for what is no time of day."""
    found = _TIME.match((mend_text(value) or "").replace(" ", ""))
    if not found:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half == "pm" and hour < 12:
        hour += 12
    if half == "am" and hour == 12:
        hour = 0
    if hour == 24 and minute == 0:
        return "23:59"
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def read_time(value: str | None) -> time | None:
    """Read a mended time."""
    return time.fromisoformat(value) if value else None


def mend_date(value: Any) -> str | None:
    """Return the ISO date at the start of ``value``, or of "31/12/2026"; None if there is none."""
    text = mend_text(value) or ""
    british = re.match(r"^(\d{1,2})/(\d{1,2})/(\d{4})", text)
    if british:
        text = f"{british[3]}-{int(british[2]):02}-{int(british[1]):02}"
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        return None


def read_date(value: str | None) -> date | None:
    """Read a mended date."""
    return date.fromisoformat(value) if value else None


def mend_moment(value: Any) -> str | None:
    """Return a date and time with its zone (UTC where none is said) as RFC 3339 writes it."""
    text = mend_text(value)
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def mend_number(value: Any) -> float | int | None:
    """Return a finite number, or None; "12" is one, "over 12" is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    if number != number or abs(number) > 1e12:
        return None
    return int(number) if number.is_integer() else number


def mend_age(value: Any) -> int | None:
    """Return an age in years; -1, 0 and 120 are what publishers write for "any"."""
    number = mend_number(value)
    return int(number) if number is not None and 0 < number < 120 else None


def needed(value: str | None, what: str) -> str:
    """Return a value that a record cannot do without, or refuse the record."""
    if value is None:
        raise RefusedRecord(f"It has no {what}.")
    return value
