"""What one night does for freshness: asks, reminds, opens tasks, hides; a little at a time."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from directory.freshness import HiddenWhy, Stage, forget_reporters, hide, stage_of
from directory.freshness_questions import ask_group, remind_and_end
from directory.freshness_rules import freshness_rules
from directory.freshness_tasks import open_task
from storage.tables.directory import Service
from storage.tables.freshness import DirectoryTask, GroupContact, StillRightQuestion


def keep_fresh(session: Session, *, can_email: bool = True, at: datetime) -> int:
    """Do the night's work and return how many things were done. Doing it twice does no more."""
    done = remind_and_end(session, at=at)
    done += _ask_those_due(session, at, can_email=can_email)
    done += _open_tasks(session, at)
    done += _hide_old(session, at)
    forget_reporters(session, at=at)
    return done


def _ask_those_due(session: Session, at: datetime, *, can_email: bool) -> int:
    """Ask groups whose entry has not been checked for half a year, the oldest first."""
    rules = freshness_rules()
    asked_today = _asked_since(session, at - timedelta(hours=20))
    left = rules.at("most", "questions_a_day") - asked_today
    recently = select(StillRightQuestion.id).where(
        StillRightQuestion.service_id == Service.id,
        StillRightQuestion.asked_at > at - rules.days("ask_again"),
    )
    can_be_asked = Service.email.is_not(None) | Service.phone.is_not(None) | _has_contact()
    due = _oldest(
        session,
        rules.months("ask"),
        at,
        ~recently.exists(),
        can_be_asked,
        most=max(left, 0) * 3,  # some have a landline only: they are passed over
    )
    asked = 0
    for service in due:
        if asked >= left:
            break
        asked += ask_group(session, service, why="due", can_email=can_email, at=at)
    return asked


def _has_contact() -> ColumnElement[bool]:
    return select(GroupContact.id).where(GroupContact.service_id == Service.id).exists()


def _open_tasks(session: Session, at: datetime) -> int:
    """Ask a coordinator about entries that nobody has checked for a year."""
    rules = freshness_rules()
    has_task = select(DirectoryTask.id).where(
        DirectoryTask.service_id == Service.id,
        DirectoryTask.done_at.is_(None) | (DirectoryTask.done_at > at - rules.days("ask_again")),
    )
    opened_today = (
        session.scalar(
            select(func.count()).where(
                DirectoryTask.kind == "unchecked",
                DirectoryTask.opened_at > at - timedelta(hours=20),
            )
        )
        or 0
    )
    most = rules.at("most", "tasks_a_day") - opened_today
    due = _oldest(session, rules.months("demote"), at, ~has_task.exists(), most=max(most, 0))
    for service in due:
        open_task(session, service.id, kind="unchecked", at=at)
    return len(due)


def _hide_old(session: Session, at: datetime) -> int:
    """Hide what was checked once and then not for fifteen months, and see that it has a task."""
    rules = freshness_rules()
    checked_once = [] if rules.at("hide_never_checked") else [Service.checked_at.is_not(None)]
    due = _oldest(
        session, rules.months("hide"), at, *checked_once, most=rules.at("most", "hidden_a_night")
    )
    hidden = [service for service in due if stage_of(service, at=at) is Stage.HIDDEN]
    for service in hidden:
        hide(session, service, why=HiddenWhy.UNCHECKED, at=at)
        open_task(session, service.id, kind="unchecked", at=at)
    return len(hidden)


def _oldest(
    session: Session, age: timedelta, at: datetime, *also: ColumnElement[bool], most: int
) -> Sequence[Service]:
    """Return shown entries whose last check is longer ago than an age, the oldest first."""
    since = func.coalesce(Service.checked_at, Service.added_at)
    query = (
        select(Service)
        .where(
            Service.removed_at.is_(None),
            Service.hidden_at.is_(None),
            since < at - age - timedelta(days=1),
            *also,
        )
        .order_by(since, Service.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    return session.scalars(query).all()


def _asked_since(session: Session, since: datetime) -> int:
    query = select(func.count()).where(
        StillRightQuestion.asked_at > since, StillRightQuestion.why == "due"
    )
    return session.scalar(query) or 0
