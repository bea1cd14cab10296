"""What a coordinator does for an entry's group: room for people, addresses, a link, a question."""

import uuid
from datetime import timedelta

from flask import Blueprint, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from console.at_hand import now, staff, transaction
from console.directory_task_pages import back_to, render_task, task_at
from console.forms import Problems
from console.rota_forms import read_email, read_mobile
from directory.availability import Room, availability_rules, set_availability, today
from directory.freshness import entry_for_change
from directory.freshness_contacts import EMAIL, MOBILE, add_group_contact, remove_group_contact
from directory.freshness_links import end_links, make_link
from directory.freshness_questions import ask_group
from storage.tables.directory import Service

directory_groups = Blueprint("directory_groups", __name__, url_prefix="/directory-tasks")


@directory_groups.post("/<uuid:task_id>/room")
def set_room(task_id: uuid.UUID) -> AnyResponse | tuple[str, int]:
    """Say whether the group has room, and for how long that is believed."""
    weeks = request.form.get("weeks", type=int)
    with transaction() as session:
        service = _entry(session, task_id)
        if request.form.get("room", "") not in list(Room):
            return render_task(session, task_id, {"room": "empty"}), 422
        room = Room(request.form["room"])
        has_end = room in (Room.FULL, Room.WAITING_LIST)
        is_offered = weeks in availability_rules().choices_weeks
        until = today(now()) + timedelta(weeks=weeks) if has_end and weeks and is_offered else None
        set_availability(
            session, service, room, until=until, how="coordinator", by=staff().id, at=now()
        )
    return back_to(task_id, "room_set")


@directory_groups.post("/<uuid:task_id>/contacts")
def add_contact(task_id: uuid.UUID) -> AnyResponse | tuple[str, int]:
    """Write down a mobile or an e-mail address that the group said we may use."""
    problems: Problems = {}
    given = {MOBILE: read_mobile(request.form, problems), EMAIL: read_email(request.form, problems)}
    if not problems and not any(given.values()):
        problems["mobile"] = "unreachable"
    with transaction() as session:
        service = _entry(session, task_id)
        if problems:
            return render_task(session, task_id, problems), 422
        for kind, value in given.items():
            if value:
                add_group_contact(
                    session, service.id, kind=kind, value=value, by=staff().id, at=now()
                )
    return back_to(task_id, "contact_added")


@directory_groups.post("/<uuid:task_id>/contacts/<int:contact_id>/remove")
def remove_contact(task_id: uuid.UUID, contact_id: int) -> AnyResponse:
    """Forget an address, and end the links that were sent to it."""
    with transaction() as session:
        service = _entry(session, task_id)
        remove_group_contact(session, service.id, contact_id, by=staff().id, at=now())
        end_links(session, service.id, by=staff().id, at=now())
    return back_to(task_id, "contact_removed")


@directory_groups.post("/<uuid:task_id>/link")
def new_link(task_id: uuid.UUID) -> AnyResponse:
    """Make a link for the group, to be sent or read out by hand."""
    with transaction() as session:
        link = make_link(session, _entry(session, task_id).id, by=staff().id, at=now())
        link_id = link.id
    return redirect(url_for("directory_tasks.look", task_id=task_id, link=link_id), 303)


@directory_groups.post("/<uuid:task_id>/ask")
def ask(task_id: uuid.UUID) -> AnyResponse:
    """Ask the group now whether its entry is still right."""
    with transaction() as session:
        is_asked = ask_group(session, _entry(session, task_id), why="due", at=now())
    return back_to(task_id, "group_asked" if is_asked else "group_not_asked")


def _entry(session: Session, task_id: uuid.UUID) -> Service:
    return entry_for_change(session, task_at(session, task_id).service_id)
