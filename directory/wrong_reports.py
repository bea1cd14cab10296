"""Anybody can say that an entry is wrong. Two who do not know of each other hide a closed one."""

import hashlib
import hmac
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from directory.errors import DirectoryError, NoSuchEntry
from directory.freshness import HiddenWhy, hide
from directory.freshness_questions import ask_group_again
from directory.freshness_rules import freshness_rules
from directory.freshness_tasks import open_task
from storage.tables.conversations import Conversation
from storage.tables.directory import DirectoryReport, Service

WRONG = ("closed", "full", "wrong_time", "wrong_number", "other")
"""What can be reported with one tap, text or key."""

LONGEST = 2000
"""Characters of a report that are kept."""


def report_wrong(
    session: Session,
    service_id: str,
    *,
    what: str,
    at: datetime,
    words: str | None = None,
    conversation_id: uuid.UUID | None = None,
    channel: str | None = None,
    reporter: str | None = None,
) -> int:
    """Keep that somebody says an entry is wrong, open its task, and return the report's id.

    ``what`` is one of WRONG; ``reporter`` is reporter_key's for who comes without a conversation.
    The second independent word that it has closed hides the entry. The same person's same word
    again is kept once. Raises NoSuchEntry, or DirectoryError for an unknown ``what``.
    """
    if what not in WRONG:
        raise DirectoryError(f"Nothing like {what!r} can be reported; one of {', '.join(WRONG)}.")
    service = _shown(session, service_id)
    report = DirectoryReport(
        service_id=service.id,
        what=what,
        words=(words or "").strip()[:LONGEST] or None,
        conversation_id=conversation_id,
        channel=channel,
        reporter=reporter,
        reported_at=at,
    )
    if known := _said_before(session, report):
        return known.id
    session.add(report)
    session.flush()
    open_task(session, service.id, kind="reported", at=at)
    if what == "closed":
        _hide_if_two_say_so(session, service, at)
    return report.id


def reporter_key(secret: str, address: str) -> str:
    """Return what tells two visitors apart without keeping an address: a keyed hash of it."""
    return hmac.new(secret.encode(), f"reporter {address}".encode(), hashlib.sha256).hexdigest()


def independent(reports: Sequence[DirectoryReport], session: Session) -> int:
    """Count how many different people are behind reports.

    Two are one if they share a conversation, a person, a number, or the place they wrote from; so
    are all callers who withhold their number. Each report counts into the first that it shares
    anything with, so a doubt lowers the count and never raises it.
    """
    groups: list[set[str]] = []
    for report in reports:
        marks = _marks(session, report)
        known = [group for group in groups if group & marks]
        groups = [group for group in groups if not group & marks]
        groups.append(marks.union(*known))
    return len(groups)


def _marks(session: Session, report: DirectoryReport) -> set[str]:
    marks = {f"reporter {report.reporter}"} if report.reporter else set()
    if report.conversation_id is None:
        return marks or {"nobody knows who"}
    marks.add(f"conversation {report.conversation_id}")
    thread = session.get(Conversation, report.conversation_id)
    if thread is None:
        return marks
    if thread.person_id:
        marks.add(f"person {thread.person_id}")
    if thread.sender:
        marks.add(f"number {thread.sender}")
    elif report.channel == "voice":
        marks.add("number withheld")
    return marks


def _hide_if_two_say_so(session: Session, service: Service, at: datetime) -> None:
    """Hide an entry when enough people say it has closed; the group can bring it back."""
    rules = freshness_rules()
    counted = _counted(session, service, at)
    if independent(counted, session) < rules.at("reports_that_hide"):
        return
    is_fresh = service.checked_at and at - service.checked_at < rules.days("trust_fresh_check")
    if is_fresh or _hidden_today(session, at) >= rules.at("most", "hidden_by_reports_a_day"):
        return  # the task is open: a person decides
    hide(session, service, why=HiddenWhy.REPORTS, at=at)
    open_task(session, service.id, kind="hidden_after_reports", at=at)
    ask_group_again(session, service, why="reported_closed", at=at)


def _counted(session: Session, service: Service, at: datetime) -> Sequence[DirectoryReport]:
    """Return the reports of a closing that nobody handled, and no later check contradicts."""
    since = at - freshness_rules().days("reports_count")
    if service.checked_at:
        since = max(since, service.checked_at)
    query = (
        select(DirectoryReport)
        .where(
            DirectoryReport.service_id == service.id,
            DirectoryReport.what == "closed",
            DirectoryReport.handled_at.is_(None),
            DirectoryReport.reported_at > since,
        )
        .order_by(DirectoryReport.id)
    )
    return session.scalars(query).all()


def _hidden_today(session: Session, at: datetime) -> int:
    query = select(func.count()).where(
        Service.hidden_reason == HiddenWhy.REPORTS, Service.hidden_at > at - timedelta(days=1)
    )
    return session.scalar(query) or 0


def _said_before(session: Session, report: DirectoryReport) -> DirectoryReport | None:
    """Return the same word of the same person that nobody has handled yet."""
    is_same = (
        DirectoryReport.conversation_id == report.conversation_id
        if report.conversation_id
        else DirectoryReport.reporter == report.reporter
    )
    if report.conversation_id is None and report.reporter is None:
        return None
    query = select(DirectoryReport).where(
        DirectoryReport.service_id == report.service_id,
        DirectoryReport.what == report.what,
        DirectoryReport.words.is_not_distinct_from(report.words),
        DirectoryReport.handled_at.is_(None),
        is_same,
    )
    return session.scalars(query.order_by(DirectoryReport.id)).first()


def _shown(session: Session, service_id: str) -> Service:
    """Return an entry that residents can see, locked: two reports at once must both be counted."""
    try:
        found = session.get(Service, uuid.UUID(str(service_id)), with_for_update=True)
    except ValueError as problem:
        raise NoSuchEntry("No entry has this id.") from problem
    if found is None or found.removed_at or found.hidden_at:
        raise NoSuchEntry("No entry has this id.")
    return found
