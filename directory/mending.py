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

FIRST_YEAR, LAST_YEAR = 1900, 9000
"""Earlier is what databases write for "no date"; later is no moment that can be reckoned with."""

NAMESPACE = uuid.UUID("5d3a4f8e-2b53-5f0e-9a50-6d0c2b6b1c55")
"""Of ids that we make where a feed's own are not UUIDs: the same id again for the same record."""

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_BREAK = re.compile(r"</(p|div|li|h\d|tr)>|<br\s*/?>", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\ufeff\ud800-\udfff]")
_UPPER = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_MISREAD = re.compile(f"[ÂÃÄÅ][{_UPPER}]|[àáâãä][{_UPPER}]{{2}}|ð[{_UPPER}]{{3}}")
"""Two, three or four bytes of UTF-8 as Windows-1252 shows them."""

_TIME = re.compile(
    r"^(\d{1,2})[:.]?(\d{2})?(?::\d{2})?\s*(am|pm)?(?:z|[+-]00:?00)?$", re.IGNORECASE
)


def mend_text(value: Any) -> str | None:
    """Return plain text: no tags, entities, control signs or runs of spaces; None for "NA"."""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return None
    text = mend_letters(html.unescape(html.unescape(str(value))))
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
    is_id = isinstance(value, str | int) and not isinstance(value, bool)
    text = str(value).strip() if is_id else ""
    if not text:
        return None
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return make_uuid(f"{of}:{text}")


def make_uuid(words: str) -> str:
    """Return the id that always belongs to these words."""
    return str(uuid.uuid5(NAMESPACE, words.encode("utf-8", "replace").decode("utf-8")))


def is_blank(value: Any) -> bool:
    """Tell whether there is nothing in a value: null, spaces, or "NA"."""
    return value is None or (isinstance(value, str) and value.strip().lower() in NOTHING)


def mend_letters(text: str) -> str:
    """Return text with UTF-8 that was read as Windows-1252 put right: "cafÃ©" is "café"."""
    if not _MISREAD.search(text):
        return text
    mended = _MISREAD.sub(_reread, text)
    return _MISREAD.sub(_reread, mended)  # twice misread is seen too


def _reread(found: re.Match[str]) -> str:
    try:
        raw = b"".join(
            bytes([ord(letter)]) if ord(letter) < 256 else letter.encode("cp1252")
            for letter in found.group()
        )
        return raw.decode("utf-8")
    except UnicodeError:
        return found.group()


def mend_url(value: Any) -> str | None:
    """Return an http(s) address; ``www.`` without a scheme gets one, what is no address goes."""
    text = mend_text(value)
    if not text or re.search(r"\s", text) or "@" in text.split("/")[0]:
        return None
    text = text.rstrip(".,;")
    text = re.sub(r"^(?:(https?):?/{1,3})+(?=[^/])", r"\1://", text, flags=re.IGNORECASE)
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
    british = re.match(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b", text)
    if british:
        text = f"{british[3]}-{int(british[2]):02}-{int(british[1]):02}"
    try:
        found = date.fromisoformat(text[:10])
    except ValueError:
        return None
    return found.isoformat() if found.year >= FIRST_YEAR else None


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
        day = mend_date(text)
        return f"{day}T00:00:00.000Z" if day else None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def mend_number(value: Any) -> float | int | None:
    """Return a finite number, or None; "12" and "£1,200" are one, "over 12" is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    if isinstance(value, str):
        value = value.strip().removeprefix("£").replace(",", "")
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


def is_on_the_map(latitude: Any, longitude: Any) -> bool:
    """Within the United Kingdom and the seas around it; 0, 0 is what no place has."""
    if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        return False
    return 49 < latitude < 61.5 and -9 < longitude < 3


def needed(value: str | None, what: str) -> str:
    """Return a value that a record cannot do without, or refuse the record."""
    if value is None:
        raise RefusedRecord(f"It has no {what}. Ask whoever publishes the feed to give it one.")
    return value
