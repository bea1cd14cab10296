"""What in the directory needs a person: opened by itself, claimed, released, worked on, done."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from directory.errors import NoSuchTask, TaskDone, TaskTaken
from directory.freshness_audit import DOORSTEP, record_entry_act
from directory.freshness_rules import freshness_rules
from storage.tables.directory import DirectoryReport, Service
from storage.tables.freshness import DirectoryTask
from storage.tables.staff import StaffMember


@dataclass(frozen=True)
class TaskRow:
    """A line of the worklist."""

    id: uuid.UUID
    kind: str
    title: str
    service_id: uuid.UUID
    name: str
    organisation: str | None
    opened_at: datetime
    checked_at: datetime | None
    hidden_at: datetime | None
    reports: int
    claimed_by: uuid.UUID | None
    claimed_by_name: str | None


def open_task(
    session: Session,
    service_id: uuid.UUID,
    *,
    kind: str,
    at: datetime,
    words: str = "",
    by: str = DOORSTEP,
) -> DirectoryTask:
    """Open an entry's task, or add to the one that is open: the weightier kind stands."""
    kinds = freshness_rules().kinds
    task = open_task_of(session, service_id)
    if task is None:
        task = DirectoryTask(service_id=service_id, kind=kind, opened_at=at, notes=[])
        session.add(task)
        session.flush()
        record_entry_act(
            session, "entry_task_opened", service_id, by=by, at=at, kind=kind, task=str(task.id)
        )
    elif kinds[kind].weight < kinds[task.kind].weight:
        task.kind = kind
    if words:
        _note(task, words, by=by, at=at)
    return task


def open_task_of(session: Session, service_id: uuid.UUID) -> DirectoryTask | None:
    """Return an entry's open task, locked."""
    query = select(DirectoryTask).where(
        DirectoryTask.service_id == service_id, DirectoryTask.done_at.is_(None)
    )
    return session.scalars(query.with_for_update()).one_or_none()


def task_for_change(session: Session, task_id: uuid.UUID) -> DirectoryTask:
    """Return an open task, locked. Raises NoSuchTask and TaskDone."""
    task = session.get(DirectoryTask, task_id, with_for_update=True)
    if task is None:
        raise NoSuchTask("There is no such task.")
    if task.done_at:
        raise TaskDone("This task is done.")
    return task


def claim_task(session: Session, task_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> None:
    """Take a task on. Raises TaskTaken with the name of who has it."""
    task = task_for_change(session, task_id)
    require_free(session, task, by=by)
    if task.claimed_by != by:
        task.claimed_by, task.claimed_at = by, at
        record_entry_act(
            session, "entry_task_claimed", task.service_id, by=by, at=at, task=str(task_id)
        )


def release_task(
    session: Session, task_id: uuid.UUID, *, by: uuid.UUID, at: datetime, is_lead: bool = False
) -> None:
    """Give a task back; a team lead can do so for others."""
    task = task_for_change(session, task_id)
    if not is_lead:
        require_free(session, task, by=by)
    task.claimed_by = task.claimed_at = None
    record_entry_act(
        session, "entry_task_released", task.service_id, by=by, at=at, task=str(task_id)
    )


def note_on_task(
    session: Session, task_id: uuid.UUID, words: str, *, by: uuid.UUID, at: datetime
) -> None:
    """Add a note. Everybody may: who rings back may get a colleague's task."""
    task = task_for_change(session, task_id)
    _note(task, words, by=str(by), at=at)
    record_entry_act(session, "entry_task_noted", task.service_id, by=by, at=at, task=str(task_id))


def finish_task(
    session: Session, task: DirectoryTask, *, outcome: str, by: uuid.UUID | None, at: datetime
) -> None:
    """End a task; the reports about its entry are handled with it."""
    task.done_at, task.done_by, task.outcome = at, by, outcome
    session.execute(
        update(DirectoryReport)
        .where(DirectoryReport.service_id == task.service_id, DirectoryReport.handled_at.is_(None))
        .values(handled_at=at, handled_by=by, reporter=None)
    )
    record_entry_act(
        session, "entry_task_done", task.service_id,
        by=by or DOORSTEP, at=at, task=str(task.id), outcome=outcome,
    )  # fmt: skip


def require_free(session: Session, task: DirectoryTask, *, by: uuid.UUID) -> None:
    """Raise TaskTaken, with the name, if somebody else has the task."""
    if task.claimed_by not in (None, by):
        raise TaskTaken(session.get_one(StaffMember, task.claimed_by).name)


def open_tasks(session: Session) -> list[TaskRow]:
    """Return the worklist: by weight, then the oldest first."""
    reports = (
        select(func.count())
        .where(DirectoryReport.service_id == Service.id, DirectoryReport.handled_at.is_(None))
        .scalar_subquery()
    )
    query = (
        select(DirectoryTask, Service, StaffMember.name, reports)
        .join(Service, Service.id == DirectoryTask.service_id)
        .outerjoin(StaffMember, StaffMember.id == DirectoryTask.claimed_by)
        .where(DirectoryTask.done_at.is_(None), Service.removed_at.is_(None))
        .order_by(DirectoryTask.opened_at, DirectoryTask.id)
    )
    rows = [_row(*found) for found in session.execute(query)]
    kinds = freshness_rules().kinds
    return sorted(rows, key=lambda row: kinds[row.kind].weight)


def reports_on(session: Session, service_id: uuid.UUID) -> Sequence[DirectoryReport]:
    """Return what was reported and nobody has handled, the oldest first."""
    query = (
        select(DirectoryReport)
        .where(DirectoryReport.service_id == service_id, DirectoryReport.handled_at.is_(None))
        .order_by(DirectoryReport.reported_at, DirectoryReport.id)
    )
    return session.scalars(query).all()


def _row(task: DirectoryTask, service: Service, name: str | None, reports: int) -> TaskRow:
    return TaskRow(
        id=task.id,
        kind=task.kind,
        title=freshness_rules().kinds[task.kind].title,
        service_id=service.id,
        name=service.name,
        organisation=service.organisation,
        opened_at=task.opened_at,
        checked_at=service.checked_at,
        hidden_at=service.hidden_at,
        reports=reports,
        claimed_by=task.claimed_by,
        claimed_by_name=name,
    )


def _note(task: DirectoryTask, words: str, *, by: str, at: datetime) -> None:
    task.notes = [*task.notes, {"at": at.isoformat(), "by": by, "words": words.strip()[:5000]}]
