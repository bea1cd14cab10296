"""How fresh an entry is, and what a check of it does. A check is not a change: both have a date."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import update
from sqlalchemy.orm import Session

from directory.errors import NoSuchEntry
from directory.freshness_audit import DOORSTEP, record_entry_act
from directory.freshness_rules import freshness_rules, is_older
from storage.tables.directory import DirectoryReport, Service
from storage.tables.freshness import StillRightQuestion


class CheckedHow(StrEnum):
    """Who said that an entry is right, and by which way."""

    GROUP_LINK = "group_link"
    GROUP_TEXT = "group_text"
    COORDINATOR_PHONE = "coordinator_phone"
    FEED = "feed"


class Stage(StrEnum):
    """How long ago the last check is, in the steps of freshness.yml."""

    FRESH = "fresh"
    ASK = "ask"
    DEMOTED = "demoted"
    HIDDEN = "hidden"


class HiddenWhy(StrEnum):
    """Why an entry is hidden. What no coordinator hid comes back with the next check."""

    REPORTS = "two reports that it has closed"
    UNCHECKED = "not checked for a long time"
    GROUP_CLOSED = "the group says it has closed"


def comes_back(service: Service) -> bool:
    """Tell whether a check shows a hidden entry again; what a coordinator hid waits for one."""
    return service.hidden_at is not None and service.hidden_reason in list(HiddenWhy)


def age_counts_from(service: Service) -> datetime:
    """Return the last check, or when an entry that nobody checked first came here."""
    return service.checked_at or service.added_at


def stage_of(service: Service, *, at: datetime) -> Stage:
    """Return where an entry stands. Pure; the night's job acts on it."""
    rules, since = freshness_rules(), age_counts_from(service)
    may_hide = service.checked_at is not None or rules.at("hide_never_checked")
    if may_hide and is_older(since, rules.months("hide"), at):
        return Stage.HIDDEN
    if is_older(since, rules.months("demote"), at):
        return Stage.DEMOTED
    return Stage.ASK if is_older(since, rules.months("ask"), at) else Stage.FRESH


def entry_for_change(session: Session, service_id: uuid.UUID | str) -> Service:
    """Return an entry, hidden or not, locked. Raises NoSuchEntry, also if its feed dropped it."""
    try:
        found = session.get(Service, uuid.UUID(str(service_id)), with_for_update=True)
    except ValueError as problem:
        raise NoSuchEntry("No entry has this id.") from problem
    if found is None or found.removed_at:
        raise NoSuchEntry("No entry has this id.")
    return found


def mark_checked(
    session: Session,
    service: Service,
    *,
    how: CheckedHow,
    called: str,
    by: uuid.UUID | str,
    at: datetime,
) -> None:
    """Write down that an entry was found right now; what no coordinator hid comes back.

    ``called`` is who checked, in words that may be shown ("the group", a team): no member of
    staff's name; ``by`` is for the audit alone.
    """
    service.checked_at, service.checked_how, service.checked_by = at, how, called
    if comes_back(service):
        put_back(session, service, by=by, at=at)
    end_question(session, service.id, answer="still_right", at=at)
    record_entry_act(session, "entry_checked", service.id, by=by, at=at, how=str(how))


def hide(
    session: Session, service: Service, *, why: str, by: uuid.UUID | str = DOORSTEP, at: datetime
) -> None:
    """Take an entry out of search, pages and API until it is put back. ``why`` is for staff."""
    if service.hidden_at:
        return
    service.hidden_at, service.hidden_reason = at, why
    record_entry_act(session, "entry_hidden", service.id, by=by, at=at)


def put_back(
    session: Session, service: Service, *, by: uuid.UUID | str = DOORSTEP, at: datetime
) -> None:
    """Show an entry again."""
    service.hidden_at = service.hidden_reason = None
    record_entry_act(session, "entry_put_back", service.id, by=by, at=at)


def end_question(
    session: Session, service_id: uuid.UUID, *, answer: str | None, at: datetime
) -> None:
    """End the open question to a group, by an answer or because it has become idle."""
    session.execute(
        update(StillRightQuestion)
        .where(StillRightQuestion.service_id == service_id, StillRightQuestion.ended_at.is_(None))
        .values(ended_at=at, answer=answer)
    )


def forget_reporters(session: Session, *, at: datetime) -> None:
    """Take away what told reporters apart, once it is handled or no longer counts."""
    old = at - freshness_rules().days("reporter_kept")
    is_over = DirectoryReport.handled_at.is_not(None) | (DirectoryReport.reported_at < old)
    session.execute(
        update(DirectoryReport)
        .where(DirectoryReport.reporter.is_not(None), is_over)
        .values(reporter=None)
    )
