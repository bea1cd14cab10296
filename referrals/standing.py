"""How things stand, for the team lead: who waits, what is overdue, who holds what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from referrals.waiting import QueueRow, waiting
from storage.tables.referrals import Promise, Referral

BACK_TO = timedelta(days=7)
"""The stretch that the counts look back on."""


@dataclass(frozen=True)
class Standing:
    """Counts of this moment and of the last seven days."""

    unclaimed: Sequence[QueueRow]
    overdue: Sequence[QueueRow]
    longest_wait: timedelta
    by_route: Mapping[str, int]
    by_holder: Mapping[str, int]
    by_patch: Mapping[str, int]
    opened: int
    closed: int
    outcomes: Mapping[str, int]
    promises_due: int
    promises_kept_in_time: int


def standing(session: Session, *, at: datetime) -> Standing:
    """Count how things stand at ``at``."""
    rows = waiting(session, at=at)
    unclaimed = [row for row in rows if row.claimed_by is None]
    due, kept = _promises(session, at)
    return Standing(
        unclaimed=unclaimed,
        overdue=sorted((row for row in rows if row.is_overdue), key=lambda row: str(row.due_at)),
        longest_wait=max((row.waited for row in unclaimed), default=timedelta()),
        by_route=_count(row.route for row in rows),
        by_holder=_count(row.claimed_by_name for row in rows if row.claimed_by_name),
        by_patch=_count(row.patch for row in rows),
        opened=_number(session, Referral.opened_at > at - BACK_TO),
        closed=_number(session, Referral.closed_at > at - BACK_TO),
        outcomes=_outcomes(session, at),
        promises_due=due,
        promises_kept_in_time=kept,
    )


def _count(values: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _number(session: Session, condition: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count(Referral.id)).where(condition)) or 0


def _outcomes(session: Session, at: datetime) -> dict[str, int]:
    query = (
        select(Referral.outcome, func.count(Referral.id))
        .where(Referral.closed_at > at - BACK_TO)
        .group_by(Referral.outcome)
        .order_by(func.count(Referral.id).desc(), Referral.outcome)
    )
    return {outcome or "": count for outcome, count in session.execute(query)}


def _promises(session: Session, at: datetime) -> tuple[int, int]:
    """Return how many promises fell due in the last days, and how many were kept in time."""
    due = select(Promise).where(
        Promise.due_at > at - BACK_TO, Promise.due_at <= at, Promise.replaced_at.is_(None)
    )
    promises = list(session.scalars(due))
    kept = [p for p in promises if p.kept_at is not None and p.kept_at <= p.due_at]
    return len(promises), len(kept)
