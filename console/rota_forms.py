"""Reads the rota's forms: parts, numbers, addresses, hours and days."""

import uuid
from collections.abc import Mapping
from datetime import date, time

from console.forms import Problems
from language.phone_number import is_mobile, write_number
from referrals.rota import Part

NOTHING, MIDNIGHT = date.min, time.min
"""Stand where a field could not be read; the problem keeps them from being used."""

LONGEST_ADDRESS = 200


def read_part(form: Mapping[str, str], problems: Problems) -> Part:
    """Return what somebody is on the rota for."""
    try:
        return Part(form.get("part", ""))
    except ValueError:
        problems["part"] = "empty"
        return Part.DUTY


def read_staff(form: Mapping[str, str]) -> uuid.UUID | None:
    """Return the colleague who was chosen, if any."""
    try:
        return uuid.UUID(form.get("staff", ""))
    except ValueError:
        return None


def read_mobile(form: Mapping[str, str], problems: Problems) -> str:
    """Return a UK mobile number as +44…, or nothing for an empty field. A landline gets no text."""
    written = form.get("mobile", "").strip()
    number = write_number(written) or ""
    if written and not is_mobile(number):
        problems["mobile"] = "form"
    return number


def read_email(form: Mapping[str, str], problems: Problems) -> str:
    """Return an e-mail address, or nothing for an empty field."""
    address = form.get("email", "").strip()
    before, at_sign, host = address.partition("@")
    is_good = bool(before and at_sign and "." in host) and not any(c.isspace() for c in address)
    if address and (not is_good or len(address) > LONGEST_ADDRESS):
        problems["email"] = "form"
    return address


def read_hours(form: Mapping[str, str], problems: Problems) -> tuple[time, time]:
    """Return when a shift begins and ends."""
    return _clock(form, "begins", problems), _clock(form, "ends", problems)


def read_day(form: Mapping[str, str], field: str, problems: Problems) -> date:
    """Return a day, as a browser's date field sends it."""
    try:
        return date.fromisoformat(form.get(field, "").strip())
    except ValueError:
        problems[field] = "form"
        return NOTHING


def _clock(form: Mapping[str, str], field: str, problems: Problems) -> time:
    try:
        return time.fromisoformat(form.get(field, "").strip()).replace(tzinfo=None)
    except ValueError:
        problems[field] = "form"
        return MIDNIGHT
