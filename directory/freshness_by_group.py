"""What a group says of its own entry, by link or text: still right, changed, or closed."""

from datetime import datetime

from sqlalchemy.orm import Session

from directory.freshness import (
    CheckedHow,
    HiddenWhy,
    end_question,
    hide,
    mark_checked,
)
from directory.freshness_audit import GROUP, record_entry_act
from directory.freshness_tasks import finish_task, open_task, open_task_of
from directory.words import say
from storage.tables.directory import Service

SOLVED_BY_A_CHECK = frozenset({"unchecked"})
"""Kinds of task that the group's own word ends. What somebody reported a person still reads."""


def group_says_right(session: Session, service: Service, *, how: CheckedHow, at: datetime) -> None:
    """Take the group's word that all of its entry is right."""
    called = say("checked_by", "group")
    mark_checked(session, service, how=how, called=called, by=GROUP, at=at)
    task = open_task_of(session, service.id)
    if task is None:
        return
    if task.kind in SOLVED_BY_A_CHECK and task.claimed_by is None:
        finish_task(session, task, outcome="checked_by_group", by=None, at=at)
    else:
        open_task(session, service.id, kind=task.kind, words=say("task", "right"), by=GROUP, at=at)


def group_says_changed(session: Session, service: Service, words: str, *, at: datetime) -> None:
    """Take what has changed to a coordinator; the entry stays as it is until a person mends it."""
    told = words.strip() or say("task", "changed")
    open_task(session, service.id, kind="group_changed", words=told, by=GROUP, at=at)
    end_question(session, service.id, answer="changed", at=at)
    record_entry_act(session, "group_told_change", service.id, by=GROUP, at=at)


def group_says_closed(session: Session, service: Service, *, at: datetime) -> None:
    """Hide the entry of a group that has ended, and let a person tidy up after it."""
    hide(session, service, why=HiddenWhy.GROUP_CLOSED, by=GROUP, at=at)
    open_task(
        session, service.id, kind="group_closed", words=say("task", "closed"), by=GROUP, at=at
    )
    end_question(session, service.id, answer="closed", at=at)
