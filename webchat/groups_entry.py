"""A group keeps its own entry right by its link, without an account. Looking changes nothing."""

from datetime import timedelta

from flask import Blueprint, Response, make_response, redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from conversation.desk import Desk
from directory.availability import Room, availability_rules, set_availability, today
from directory.entry import show_entry
from directory.errors import NoSuchLink
from directory.freshness import CheckedHow, comes_back
from directory.freshness_audit import GROUP
from directory.freshness_by_group import group_says_changed, group_says_closed, group_says_right
from directory.freshness_links import entry_of_link
from settings import Settings
from storage.tables.directory import Service
from webchat.limits import Limits
from webchat.problems import Refused

SAYS = ("right", "changed", "closed", "room")
"""What the page's forms say of the entry."""

LONGEST = 2000
"""Characters of what has changed."""


def group_entry_pages(desk: Desk, settings: Settings, limits: Limits) -> Blueprint:
    """Return the blueprint of the page on which a group sees and answers for its entry."""
    blueprint = Blueprint("group_entry", __name__)
    secret = settings.secret_key.get_secret_value()

    def opened(session: Session, token: str) -> Service:
        try:
            return entry_of_link(session, token, secret=secret, at=desk.clock())
        except NoSuchLink as nothing:
            raise Refused("old_link") from nothing

    def show(token: str, *, problem: str = "") -> Response:
        with desk.sessions() as session:
            service = opened(session, token)
            entry = show_entry(session, service, at=desk.clock())
            is_hidden, may_come_back = service.hidden_at is not None, comes_back(service)
        page = make_response(
            render_template(
                "group_entry.html",
                entry=entry,
                token=token,
                problem=problem,
                thanks=request.args.get("thanks", ""),
                weeks=availability_rules().choices_weeks,
                is_hidden=is_hidden,
                may_come_back=may_come_back,
            ),
            400 if problem else 200,
        )
        page.headers["X-Robots-Tag"] = "noindex, nofollow"
        return page

    @blueprint.get("/g/<token>")
    def read(token: str) -> Response:
        return show(token)

    @blueprint.post("/g/<token>")
    @limits.tries
    def answer(token: str) -> AnyResponse:
        says = request.form.get("says", "")
        problem = _problem_of(says)
        if problem:
            return show(token, problem=problem)
        with desk.sessions.begin() as session:
            _take(session, opened(session, token), says, desk)
        return redirect(f"/g/{token}?thanks={says}#thanks", 303)

    return blueprint


def _problem_of(says: str) -> str:
    """Return which part of the form is not filled in; empty if all is well."""
    if says not in SAYS:
        return "says"
    if says == "room" and request.form.get("room", "") not in list(Room):
        return "room"
    if says == "changed" and not request.form.get("words", "").strip():
        return "words"
    return "sure" if says == "closed" and request.form.get("sure") != "yes" else ""


def _take(session: Session, service: Service, says: str, desk: Desk) -> None:
    at = desk.clock()
    if says == "right":
        group_says_right(session, service, how=CheckedHow.GROUP_LINK, at=at)
    elif says == "changed":
        group_says_changed(session, service, request.form["words"][:LONGEST], at=at)
    elif says == "closed":
        group_says_closed(session, service, at=at)
    else:
        weeks = request.form.get("weeks", type=int)
        chosen = weeks if weeks in availability_rules().choices_weeks else None
        until = today(at) + timedelta(weeks=chosen) if chosen else None
        room = Room(request.form["room"])
        has_end = room in (Room.FULL, Room.WAITING_LIST)
        set_availability(
            session, service, room,
            until=until if has_end else None, how="group_link", by=GROUP, at=at,
        )  # fmt: skip
