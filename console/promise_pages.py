"""Promises: made to a resident with a date, kept, or moved to another date."""

import uuid

from flask import Blueprint, flash, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from console.at_hand import at_hand, now, staff, transaction
from console.forms import LONGEST_LINE, Problems, read_due, read_text
from console.person_pages import render_person
from conversation.promising import Heard, tell_promise
from referrals.claiming import current_referral
from referrals.errors import NoSuchReferral
from referrals.promises import change_due_date, keep_promise, make_promise, read_promise
from storage.tables.referrals import Promise

promises = Blueprint("promises", __name__, url_prefix="/people")


@promises.post("/<uuid:conversation_id>/promises")
def make(conversation_id: uuid.UUID) -> AnyResponse | tuple[str, int]:
    """Make a promise."""
    problems: Problems = {}
    what = read_text(request.form, "what", problems, longest=LONGEST_LINE)
    who = read_text(request.form, "who", problems, longest=LONGEST_LINE)
    due_at = read_due(request.form, problems, council=at_hand().desk.council, at=now(), field="due")
    with transaction() as session:
        current_referral(session, conversation_id)
        if problems:
            return render_person(session, conversation_id, problems=problems), 422
        promise = make_promise(
            session,
            conversation_id=conversation_id,
            what=what,
            who=who,
            due_at=due_at,
            at=now(),
            by=staff().id,
        )
        heard = _tell(session, promise)
    return _done(conversation_id, f"promised_{heard}")


@promises.post("/<uuid:conversation_id>/promises/<int:promise_id>/keep")
def keep(conversation_id: uuid.UUID, promise_id: int) -> AnyResponse:
    """Mark a promise as kept."""
    with transaction() as session:
        promise = _promise(session, conversation_id, promise_id)
        keep_promise(session, promise, by=staff().id, at=now())
    return _done(conversation_id, "promise_kept")


@promises.post("/<uuid:conversation_id>/promises/<int:promise_id>/change")
def change(conversation_id: uuid.UUID, promise_id: int) -> AnyResponse | tuple[str, int]:
    """Promise the same by another date."""
    problems: Problems = {}
    field = f"due-{promise_id}"
    due_at = read_due(request.form, problems, council=at_hand().desk.council, at=now(), field=field)
    with transaction() as session:
        promise = _promise(session, conversation_id, promise_id)
        if problems:
            return render_person(session, conversation_id, problems=problems), 422
        moved = change_due_date(session, promise, due_at=due_at, by=staff().id, at=now())
        heard = _tell(session, moved)
    return _done(conversation_id, f"promised_{heard}")


def _tell(session: Session, promise: Promise) -> Heard:
    desk = at_hand().desk
    return tell_promise(session, promise, words=desk.words, council=desk.council, at=now())


def _promise(session: Session, conversation_id: uuid.UUID, promise_id: int) -> Promise:
    promise = read_promise(session, promise_id)
    if promise.conversation_id != conversation_id:
        raise NoSuchReferral
    return promise


def _done(conversation_id: uuid.UUID, what: str) -> AnyResponse:
    flash("", what)
    return redirect(
        url_for("person.show", conversation_id=conversation_id, _anchor="promises"), 303
    )
