"""A coordinator says that a theme is wrong, or adds one that was missed."""

import uuid

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from console.at_hand import now, staff, transaction
from console.forms import Problems
from console.person_pages import render_person
from conversation.titles import theme_titles
from referrals.errors import NoSuchNote
from referrals.theme_corrections import add_missed_theme, correct_theme

themes = Blueprint("themes", __name__, url_prefix="/people")

NOTHING = "nothing"
"""Chosen where the words named no theme at all."""

Answer = AnyResponse | tuple[str, int]


@themes.post("/<uuid:conversation_id>/themes/<int:note_id>")
def correct(conversation_id: uuid.UUID, note_id: int) -> Answer:
    """Set a theme aside, and put the right one in its place."""
    meant = request.form.get("meant", "")
    if meant != NOTHING and meant not in theme_titles():
        return _again(conversation_id, {f"theme-{note_id}": "empty"})
    try:
        with transaction() as session:
            correct_theme(
                session,
                note_id,
                meant=None if meant == NOTHING else meant,
                by=staff().id,
                at=now(),
            )
    except NoSuchNote:
        return _again(conversation_id, {f"theme-{note_id}": "gone"})
    return _done(conversation_id)


@themes.post("/<uuid:conversation_id>/themes")
def add(conversation_id: uuid.UUID) -> Answer:
    """Add a theme that was missed in one of the resident's messages."""
    meant, said = request.form.get("meant", ""), request.form.get("message", "")
    if meant not in theme_titles() or not said.isdecimal():
        return _again(conversation_id, {"theme-missed": "empty"})
    try:
        with transaction() as session:
            add_missed_theme(session, int(said), meant=meant, by=staff().id, at=now())
    except NoSuchNote:
        return _again(conversation_id, {"theme-missed": "gone"})
    return _done(conversation_id)


def _again(conversation_id: uuid.UUID, problems: Problems) -> Answer:
    with transaction() as session:
        return render_person(session, conversation_id, problems=problems), 422


def _done(conversation_id: uuid.UUID) -> AnyResponse:
    flash("", "theme_corrected")
    return redirect(url_for("person.show", conversation_id=conversation_id, _anchor="story"), 303)
