"""The worklist of the directory: entries that need a person, to claim, look at and put right."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from console.at_hand import at_hand, now, secret, staff, transaction
from console.forms import LONGEST_NOTE, Problems, read_text
from directory.entry import show_entry
from directory.errors import NoSuchTask, TaskDone, TaskTaken
from directory.freshness import entry_for_change
from directory.freshness_acts import Actor, Outcome, finish_by_hand, why_hidden
from directory.freshness_contacts import contacts_of_group, way_to_ask
from directory.freshness_links import token_of
from directory.freshness_questions import open_question
from directory.freshness_tasks import (
    TaskRow,
    claim_task,
    note_on_task,
    open_task,
    open_tasks,
    release_task,
    reports_on,
)
from referrals.staff import Role, all_staff
from storage.tables.directory import Service
from storage.tables.freshness import DirectoryTask

directory_tasks = Blueprint("directory_tasks", __name__, url_prefix="/directory-tasks")

VIEWS = ("waiting", "mine", "all")
"""What the worklist can show; the first is what it shows by itself."""

NEEDS_WORDS = frozenset({Outcome.CHANGED, Outcome.HIDDEN})
"""Outcomes that a colleague must be able to understand a year later."""


@directory_tasks.get("/")
def show() -> str:
    """Show the worklist, the weightiest first."""
    with transaction() as session:
        rows = open_tasks(session)
    view = request.args.get("show", "")
    view = view if view in VIEWS else VIEWS[0]
    counts = {each: len(_shown(rows, each)) for each in VIEWS}
    return render_template(
        "directory_tasks.html", rows=_shown(rows, view), view=view, counts=counts
    )


@directory_tasks.get("/<uuid:task_id>")
def look(task_id: uuid.UUID) -> str:
    """Show one task: what was said, what residents read, and what can be done."""
    with transaction() as session:
        return render_task(session, task_id)


@directory_tasks.post("/for/<uuid:service_id>")
def open_for(service_id: uuid.UUID) -> AnyResponse:
    """Open an entry's task by hand, and take it on."""
    with transaction() as session:
        service = entry_for_change(session, service_id)
        task = open_task(session, service.id, kind="reported", by=str(staff().id), at=now())
        if task.claimed_by is None:
            claim_task(session, task.id, by=staff().id, at=now())
        task_id = task.id
    return back_to(task_id)


@directory_tasks.post("/<uuid:task_id>/claim")
def claim_it(task_id: uuid.UUID) -> AnyResponse:
    """Take a task on; who comes second is told who has it."""
    with transaction() as session:
        claim_task(session, task_id, by=staff().id, at=now())
    return back_to(task_id, "task_claimed")


@directory_tasks.post("/<uuid:task_id>/release")
def release(task_id: uuid.UUID) -> AnyResponse:
    """Put a task back; a team lead can do so for others."""
    is_lead = staff().role is Role.LEAD
    with transaction() as session:
        release_task(session, task_id, by=staff().id, at=now(), is_lead=is_lead)
    flash("", "task_released")
    return redirect(url_for("directory_tasks.show"), 303)


@directory_tasks.post("/<uuid:task_id>/note")
def note(task_id: uuid.UUID) -> AnyResponse | tuple[str, int]:
    """Keep a note on the task."""
    problems: Problems = {}
    words = read_text(request.form, "task-note", problems, longest=LONGEST_NOTE)
    with transaction() as session:
        if problems:
            return render_task(session, task_id, problems), 422
        note_on_task(session, task_id, words, by=staff().id, at=now())
    return back_to(task_id, "noted")


@directory_tasks.post("/<uuid:task_id>/done")
def finish(task_id: uuid.UUID) -> AnyResponse | tuple[str, int]:
    """Do what was decided, and end the task."""
    problems: Problems = {}
    chosen = request.form.get("task-outcome", "")
    if chosen not in list(Outcome):
        problems["task-outcome"] = "empty"
    needs = chosen in NEEDS_WORDS
    words = read_text(request.form, "task-words", problems, longest=LONGEST_NOTE, required=needs)
    with transaction() as session:
        if problems:
            return render_task(session, task_id, problems), 422
        actor = Actor(staff().id, at_hand().desk.council.coordinators.name)
        finish_by_hand(session, task_id, Outcome(chosen), words=words, by=actor, at=now())
    flash("", f"task_{chosen}")
    return redirect(url_for("directory_tasks.show"), 303)


def back_to(task_id: uuid.UUID, notice: str = "") -> AnyResponse:
    """Go back to a task's page."""
    if notice:
        flash("", notice)
    return redirect(url_for("directory_tasks.look", task_id=task_id), 303)


def tell_lost(problem: NoSuchTask | TaskDone | TaskTaken) -> AnyResponse | tuple[str, int]:
    """Say why nothing was changed: a colleague was faster."""
    if isinstance(problem, NoSuchTask):
        return render_template("problem.html", problem="404"), 404
    taken = isinstance(problem, TaskTaken)
    flash(str(problem) if taken else "", "already_task_taken" if taken else "already_task_done")
    return redirect(url_for("directory_tasks.show"), 303)


def task_at(session: Session, task_id: uuid.UUID) -> DirectoryTask:
    """Return a task, open or done. Raises NoSuchTask."""
    task = session.get(DirectoryTask, task_id)
    if task is None:
        raise NoSuchTask
    return task


def render_task(session: Session, task_id: uuid.UUID, problems: Problems | None = None) -> str:
    """Return a task's page, with what was wrong in a form."""
    task = task_at(session, task_id)
    service = session.get_one(Service, task.service_id)
    names = {str(one.id): one.name for one in all_staff(session)}
    link_id = request.args.get("link", "")
    return render_template(
        "directory_task.html",
        task=task,
        names=names | {"group": "The group", "doorstep": "Doorstep"},
        entry=show_entry(session, service, at=now()),
        service=service,
        why_hidden=why_hidden(service),
        reports=reports_on(session, service.id),
        question=open_question(session, service.id),
        way=way_to_ask(session, service),
        contacts=contacts_of_group(session, service.id),
        link=_link(link_id),
        is_mine=task.claimed_by in (None, staff().id),
        problems=problems or {},
        form=request.form,
    )


def _link(link_id: str) -> str:
    try:
        token = token_of(uuid.UUID(link_id), secret=secret())
    except ValueError:
        return ""
    return f"{at_hand().settings.public_address}/g/{token}"


def _shown(rows: list[TaskRow], view: str) -> list[TaskRow]:
    if view == "mine":
        return [row for row in rows if row.claimed_by == staff().id]
    if view == "waiting":
        return [row for row in rows if row.claimed_by is None]
    return rows
