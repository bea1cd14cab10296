"""Counts for the council: how many referrals, by which way, how long people waited."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from statistics import median

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from directory.unmet import unmet_by_month
from storage.tables.conversations import Conversation
from storage.tables.referrals import Referral
from storage.tables.safety import Alert

FEWEST = 5
"""Smaller counts are not told: in a small town they point at people."""


@dataclass(frozen=True)
class Line:
    """A month's count of one kind.

    ``hours_waited`` is the median until somebody took it up, ``minutes_waited`` that of alerts.
    """

    month: date
    what: str
    kind: str
    count: int
    hours_waited: float | None
    minutes_waited: float | None = None

    @property
    def shown(self) -> tuple[str, str, str, str, str, str]:
        """Return the cells; a count below five is told as that and without its wait."""
        few = self.count < FEWEST
        waits = (self.hours_waited, self.minutes_waited)
        hours, minutes = ("" if few or each is None else f"{each:.1f}" for each in waits)
        count = f"under {FEWEST}" if few else str(self.count)
        return (f"{self.month:%Y-%m}", self.what, self.kind, count, hours, minutes)


def report_lines(session: Session) -> Iterator[Line]:
    """Return conversations by channel, referrals by route and alerts by level, month by month;
    then unmet needs."""
    yield from _conversations(session)
    yield from _referrals(session)
    yield from _alerts(session)
    yield from _unmet(session)


def _unmet(session: Session) -> Iterator[Line]:
    """Count needs for which the directory had nothing that fitted, by theme and neighbourhood."""
    for month, theme, place, count in unmet_by_month(session):
        yield Line(month, "unmet needs", f"{theme}: {place}", count, None)


def _conversations(session: Session) -> Iterator[Line]:
    month = func.date_trunc("month", Conversation.opened_at)
    query = (
        select(month, Conversation.channel, func.count())
        .group_by(month, Conversation.channel)
        .order_by(month, Conversation.channel)
    )
    for begins, channel, count in session.execute(query):
        yield Line(begins.date(), "conversations", channel, count, None)


def _referrals(session: Session) -> Iterator[Line]:
    by_kind: dict[tuple[date, str], list[float | None]] = {}
    query = select(Referral).order_by(Referral.opened_at, Referral.id)
    for referral in session.scalars(query).yield_per(1000):
        key = (referral.opened_at.date().replace(day=1), referral.route)
        by_kind.setdefault(key, []).append(_hours_waited(referral))
    for (month, route), waits in sorted(by_kind.items()):
        known = [wait for wait in waits if wait is not None]
        yield Line(month, "referrals", route, len(waits), median(known) if known else None)


def _alerts(session: Session) -> Iterator[Line]:
    """Count alerts and the minutes until somebody took them up. A drill is not one of them."""
    by_kind: dict[tuple[date, str], list[float | None]] = {}
    query = select(Alert).where(~Alert.is_drill).order_by(Alert.raised_at, Alert.id)
    for alert in session.scalars(query).yield_per(1000):
        key = (alert.raised_at.date().replace(day=1), alert.level)
        by_kind.setdefault(key, []).append(_minutes_waited(alert))
    for (month, level), waits in sorted(by_kind.items()):
        known = [wait for wait in waits if wait is not None]
        minutes = median(known) if known else None
        yield Line(month, "alerts", level, len(waits), None, minutes)


def _minutes_waited(alert: Alert) -> float | None:
    if alert.acknowledged_at is None:
        return None
    return (alert.acknowledged_at - alert.raised_at).total_seconds() / 60


def _hours_waited(referral: Referral) -> float | None:
    if referral.claimed_at is None:
        return None
    return (referral.claimed_at - referral.opened_at).total_seconds() / 3600
