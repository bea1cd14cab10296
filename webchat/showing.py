"""Shows things on pages: templates, paragraphs, numbers that can be rung, months and distances."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from urllib.parse import urlsplit

from flask import Flask
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from markupsafe import Markup, escape

from council import WEEKDAYS, Council


@dataclass(frozen=True)
class OpenDays:
    """Days of the week, from the first to the last, on which the team works the same hours."""

    first: str
    last: str
    opens: time
    closes: time


MILE = 1.609344
"""Kilometres."""

RINGS = re.compile(
    r"(?<![\w@.-])"
    r"(?:text (?P<word>[A-Z]+) to (?P<short>\d{5})"
    r"|(?P<number>999|111|112|101|105|116 \d{3}|18000|(?:18001 )?(?:\+44 ?\d|0)\d(?: ?\d){7,9}))"
    r"(?![\w-])"
)
"""Numbers that residents are told to ring or text, as the words and the help lines write them."""


def add_showing(app: Flask) -> None:
    """Let templates find GOV.UK Frontend's macros and these filters."""
    app.jinja_loader = ChoiceLoader(
        [
            PackageLoader("webchat"),
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.add_template_filter(paragraphs)
    app.add_template_filter(can_ring)
    app.add_template_filter(digits)
    app.add_template_filter(as_date)
    app.add_template_filter(miles)
    app.add_template_filter(web_address)
    app.add_template_filter(clock_time)


def paragraphs(text: str) -> list[str]:
    """Split into paragraphs at empty lines."""
    return [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]


def can_ring(text: str) -> Markup:
    """Turn numbers in a sentence into links that ring or text them. Everything else is escaped."""
    return Markup("").join(_linked(text))


def digits(phone: str) -> str:
    """Return a number as a tel: link wants it."""
    return re.sub(r"[^\d+]", "", phone)


def as_date(text: str) -> date | None:
    """Read the ISO date of a card; None when it has none."""
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None


def miles(kilometres: float) -> float:
    """Return a distance in miles, to the nearest half, and one at least."""
    return max(1.0, round(kilometres / MILE * 2) / 2)


def web_address(url: str) -> str | None:
    """Return an address that a link may go to, or None: a feed may carry anything."""
    parts = urlsplit(url.strip())
    return url.strip() if parts.scheme in ("http", "https") and parts.netloc else None


def opening_hours(council: Council) -> list[OpenDays]:
    """Return the team's hours, days that follow each other with equal hours as one."""
    days = [(day, council.coordinators.hours.get(day)) for day in WEEKDAYS]
    runs = [(hours, [day for day, _ in run]) for hours, run in groupby(days, lambda day: day[1])]
    return [OpenDays(run[0], run[-1], hours.opens, hours.closes) for hours, run in runs if hours]


def clock_time(at: time) -> str:
    """Write a time as people say it: 9am, 4:30pm."""
    hour, half = at.hour % 12 or 12, "am" if at.hour < 12 else "pm"
    return f"{hour}:{at.minute:02}{half}" if at.minute else f"{hour}{half}"


def _linked(text: str) -> Iterator[Markup]:
    done = 0
    for found in RINGS.finditer(text):
        yield escape(text[done : found.start()])
        yield _link(found)
        done = found.end()
    yield escape(text[done:])


def _link(found: re.Match[str]) -> Markup:
    if found["number"]:
        address = f"tel:{digits(found['number'])}"
    else:
        address = f"sms:{found['short']}?body={found['word']}"
    return Markup('<a class="govuk-link door-number" href="{}">{}</a>').format(address, found[0])
