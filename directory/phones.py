"""Mends telephone numbers of a feed, and keeps only those that can be dialled."""

import re
from typing import Any

import phonenumbers
from phonenumbers import PhoneNumberFormat

DRAMA = re.compile(r"^0(1632960|7700900)\d{3}$")
"""Ofcom's numbers for drama, used by demonstrations and tests; no real network has them."""

_SPREADSHEET = re.compile(r"^(\d+)e(\d{1,2})$", re.IGNORECASE)


def mend_phone(value: Any) -> str | None:
    """Return a UK number as people write it ("0161 748 3378"), or None if it cannot be dialled.

    Mended: a lost first 0, letter O for nought, a spreadsheet's 1618341e3, +44, 0044.
    """
    if not isinstance(value, str | int):
        return None
    written = str(value).strip()
    digits = _digits(written)
    for candidate in (digits, "0" + digits):
        if DRAMA.match(candidate):
            return _as_written(written, candidate) or f"{candidate[:5]} {candidate[5:]}"
    for candidate in (digits, "0" + digits):
        number = _valid(candidate)
        if number:
            return _as_written(written, candidate) or phonenumbers.format_number(
                number, PhoneNumberFormat.NATIONAL
            )
    return _short(written, digits)


def _digits(written: str) -> str:
    plain = re.sub(r"[oO](?=[\d ]|$)", "0", written)
    plain = re.sub(r"(ext|x)\.?\s*\d+$", "", plain, flags=re.IGNORECASE).strip()
    mangled = _SPREADSHEET.match(plain)
    if mangled:
        plain = mangled[1] + "0" * int(mangled[2])
    digits = re.sub(r"\D", "", plain.replace("(0)", ""))
    for prefix in ("0044", "44"):
        if digits.startswith(prefix) and len(digits) > 10:
            return "0" + digits.removeprefix(prefix).lstrip("0")
    return digits


def _valid(digits: str) -> phonenumbers.PhoneNumber | None:
    if not digits.startswith("0") or len(digits) < 10:
        return None
    try:
        number = phonenumbers.parse(digits, "GB")
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def _as_written(written: str, digits: str) -> str | None:
    """Keep a helpline's own rhythm, as in 0800 4 70 80 90."""
    tidy = " ".join(written.split())
    ours = re.fullmatch(r"0[\d ]+", tidy) and " " in tidy and tidy.replace(" ", "") == digits
    return tidy if ours else None


def _short(written: str, digits: str) -> str | None:
    """111, 116 123 and text numbers such as 85258."""
    if not re.fullmatch(r"[\d ]{3,7}", written.strip()):
        return None
    try:
        number = phonenumbers.parse(digits, "GB")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_short_number_for_region(number, "GB"):
        return None
    return " ".join(written.split())
