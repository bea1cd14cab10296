"""The thread with a resident: take it over, reply, and give it back to the assistant."""

import uuid

from flask import Blueprint, flash, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from console.at_hand import at_hand, now, staff, transaction
from console.forms import LONGEST_REPLY, Problems, read_text
from console.person_pages import render_person
from conversation import ownership
from referrals.claiming import current_referral, holds_thread, require_holder
from referrals.errors import NotHolder

thread = Blueprint("thread", __name__, url_prefix="/people")


@thread.post("/<uuid:conversation_id>/take-over")
def take(conversation_id: uuid.UUID) -> AnyResponse:
    """Hold the thread: the assistant is silent from now on."""
    with transaction() as session:
        referral = current_referral(session, conversation_id)
        require_holder(session, referral.id, by=staff().id)
        ownership.take_over(
            session, conversation_id, by=staff().id, words=at_hand().desk.words, at=now()
        )
    return _to(conversation_id, "reply")


@thread.post("/<uuid:conversation_id>/give-back")
def give_back(conversation_id: uuid.UUID) -> AnyResponse:
    """Let the assistant answer again; the referral stays with who holds it."""
    with transaction() as session:
        _require_thread(session, conversation_id)
        ownership.hand_back(
            session, conversation_id, by=staff().id, words=at_hand().desk.words, at=now()
        )
    flash("", "given_back")
    return _to(conversation_id, "conversation")


@thread.post("/<uuid:conversation_id>/reply")
def reply(conversation_id: uuid.UUID) -> AnyResponse | tuple[str, int]:
    """Write to the resident on their channel."""
    problems: Problems = {}
    words = read_text(request.form, "reply", problems, longest=LONGEST_REPLY)
    with transaction() as session:
        referral = current_referral(session, conversation_id)
        require_holder(session, referral.id, by=staff().id)
        _require_thread(session, conversation_id)
        if problems:
            return render_person(session, conversation_id, problems=problems), 422
        ownership.coordinator_says(session, conversation_id, words, by=staff().id, at=now())
    return _to(conversation_id, "reply")


def _require_thread(session: Session, conversation_id: uuid.UUID) -> None:
    if not holds_thread(session, conversation_id, by=staff().id):
        raise NotHolder


def _to(conversation_id: uuid.UUID, anchor: str) -> AnyResponse:
    return redirect(url_for("person.show", conversation_id=conversation_id, _anchor=anchor), 303)
