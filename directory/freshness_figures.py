"""Counts of how fresh the directory is, for `doorstep report`. They tell nothing of people."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from directory.freshness_rules import freshness_rules
from storage.tables.directory import DirectoryReport, Service
from storage.tables.freshness import DirectoryTask, StillRightQuestion

Row = tuple[str, str, str, str, str, str]
"""As the report's columns: month, what, kind, count, and two empty ones."""


def freshness_rows(session: Session, *, at: datetime) -> Iterator[Row]:
    """Return how things stand now, as rows of the report."""
    for kind, count in freshness_figures(session, at=at).items():
        yield (f"{at:%Y-%m}", "directory", kind, str(count), "", "")


def freshness_figures(session: Session, *, at: datetime) -> dict[str, int]:
    """Return entries shown, checked, overdue and hidden, tasks, reports and answers of groups."""
    rules = freshness_rules()
    shown = (Service.removed_at.is_(None), Service.hidden_at.is_(None))
    since = func.coalesce(Service.checked_at, Service.added_at)
    fresh = at - rules.months("ask") - timedelta(days=1)
    asked = at - rules.days("ask_again")
    entries = _count(session, *shown)
    checked = _count(session, *shown, Service.checked_at > fresh)
    return {
        "entries shown": entries,
        f"percent checked in the last {rules.at('months', 'ask')} months": (
            round(100 * checked / entries) if entries else 0
        ),
        "entries never checked": _count(session, *shown, Service.checked_at.is_(None)),
        "entries overdue for a check": _count(session, *shown, since <= fresh),
        "entries hidden": _count(session, Service.removed_at.is_(None), ~shown[1]),
        "tasks open": _count(session, DirectoryTask.done_at.is_(None)),
        "tasks with nobody": _count(
            session, DirectoryTask.done_at.is_(None), DirectoryTask.claimed_by.is_(None)
        ),
        "reports not handled": _count(session, DirectoryReport.handled_at.is_(None)),
        "groups asked in the last 90 days": _count(session, StillRightQuestion.asked_at > asked),
        "groups that answered": _count(
            session, StillRightQuestion.asked_at > asked, StillRightQuestion.answer.is_not(None)
        ),
    }


def _count(session: Session, *where: object) -> int:
    return session.scalar(select(func.count()).where(*where)) or 0  # type: ignore[arg-type]
