"""Help lines whose number nobody has checked for six months: a wrong one is a danger."""

from datetime import date, timedelta

from triage.numbers import HelpLine, all_numbers

CHECKED_EVERY = timedelta(days=183)
"""Half a year (design: conversation.md, safety)."""


def old_numbers(today: date) -> list[HelpLine]:
    """Return the help lines whose last check is longer ago than half a year, the oldest first."""
    old = [line for line in all_numbers() if today - line.checked_on > CHECKED_EVERY]
    return sorted(old, key=lambda line: line.checked_on)
