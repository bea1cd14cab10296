"""Reads the console's forms: a field is good, or it has a problem whose words the page knows."""

from collections.abc import Mapping
from datetime import datetime

from council import Council

Problems = dict[str, str]
"""Field -> key of its words in templates/words.html."""

LONGEST_REPLY = 1_500
"""Characters of a reply: ten texts cost a resident's patience and the council's money."""
LONGEST_LINE = 200
LONGEST_NOTE = 5_000


def read_text(
    form: Mapping[str, str], field: str, problems: Problems, *, longest: int, required: bool = True
) -> str:
    """Return a field's words, without blanks around them."""
    words = form.get(field, "").replace("\x00", "").strip()
    if required and not words:
        problems[field] = "empty"
    if len(words) > longest:
        problems[field] = "long"
    return words


def read_due(
    form: Mapping[str, str], problems: Problems, *, council: Council, at: datetime, field: str
) -> datetime:
    """Return a moment in the future from the fields day, month, year and hour."""
    try:
        day, month, year = (
            int(form.get(f"{field}-{part}", "")) for part in ("day", "month", "year")
        )
        hour = int(form.get(f"{field}-hour", "17"))
        due_at = datetime(year, month, day, hour, tzinfo=council.zone)
    except ValueError:
        problems[field] = "no_date"
        return at
    if due_at <= at:
        problems[field] = "past"
    if due_at.year > at.year + 2:
        problems[field] = "far"
    return due_at
