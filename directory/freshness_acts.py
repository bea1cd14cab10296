"""What a coordinator does with an entry's task: checked, changed, hidden or put back."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from directory.freshness import CheckedHow, HiddenWhy, hide, mark_checked, put_back
from directory.freshness_tasks import (
    finish_task,
    note_on_task,
    require_free,
    task_for_change,
)
from storage.tables.directory import Service


class Outcome(StrEnum):
    """How a coordinator ends a task."""

    CHECKED = "checked"
    CHANGED = "changed"
    HIDDEN = "hidden"
    PUT_BACK = "put_back"


SHOWS = frozenset({Outcome.CHECKED, Outcome.CHANGED, Outcome.PUT_BACK})
"""Outcomes that say: it is there, and what we tell of it is right now."""


@dataclass(frozen=True)
class Actor:
    """Who does it: an id for the audit, and the team's name, which may be shown."""

    staff_id: uuid.UUID
    team: str


def finish_by_hand(
    session: Session,
    task_id: uuid.UUID,
    outcome: Outcome,
    *,
    words: str,
    by: Actor,
    at: datetime,
) -> None:
    """Do what was decided and end the task with its note; the reports are handled with it.

    Raises NoSuchTask, TaskDone, and TaskTaken if a colleague has it.
    """
    task = task_for_change(session, task_id)
    require_free(session, task, by=by.staff_id)
    service = session.get_one(Service, task.service_id, with_for_update=True)
    if words:
        note_on_task(session, task_id, words, by=by.staff_id, at=at)
    if outcome in SHOWS:
        mark_checked(
            session, service,
            how=CheckedHow.COORDINATOR_PHONE, called=by.team, by=by.staff_id, at=at,
        )  # fmt: skip
        if service.hidden_at:
            put_back(session, service, by=by.staff_id, at=at)
    elif service.hidden_at:
        service.hidden_reason = words  # a person has decided now: it stays hidden
    else:
        hide(session, service, why=words, by=by.staff_id, at=at)
    finish_task(session, task, outcome=outcome, by=by.staff_id, at=at)


def why_hidden(service: Service) -> str:
    """Return why an entry is hidden, for staff; empty if it is shown."""
    if service.hidden_at is None:
        return ""
    reasons: dict[str | None, str] = {
        HiddenWhy.REPORTS: "Two people said that it has closed.",
        HiddenWhy.UNCHECKED: "Nobody has checked it for more than 15 months.",
        HiddenWhy.GROUP_CLOSED: "The group says that it has closed.",
    }
    return reasons.get(service.hidden_reason, service.hidden_reason or "")
