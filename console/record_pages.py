"""What a coordinator writes down: notes, and the outcome that closes a referral."""

import uuid

from flask import Blueprint, flash, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from console.at_hand import at_hand, now, staff, transaction
from console.forms import LONGEST_NOTE, Problems, read_text
from console.person_pages import render_person
from conversation import ownership
from referrals.claiming import current_referral
from referrals.errors import AlertsOpen, OutcomeNeedsNote, PromisesOpen, UnknownOutcome
from referrals.notes import add_note
from referrals.outcomes import close_referral
from referrals.promises import open_promises
from storage.tables.referrals import Referral

record = Blueprint("record", __name__, url_prefix="/people")

CLOSING_PROBLEMS: dict[type[Exception], tuple[str, str]] = {
    UnknownOutcome: ("outcome", "empty"),
    OutcomeNeedsNote: ("outcome-note", "empty"),
    AlertsOpen: ("outcome", "alerts_open"),
    PromisesOpen: ("promise-ends", "empty"),
}
"""Why a referral does not close -> the field that shows it, and the words' key."""


@record.post("/<uuid:conversation_id>/notes")
def note(conversation_id: uuid.UUID) -> AnyResponse | tuple[str, int]:
    """Keep a note; the resident does not see it in the chat."""
    problems: Problems = {}
    words = read_text(request.form, "note", problems, longest=LONGEST_NOTE)
    with transaction() as session:
        referral = current_referral(session, conversation_id)
        if problems:
            return render_person(session, conversation_id, problems=problems), 422
        add_note(session, referral.id, words, by=staff().id, at=now())
    flash("", "noted")
    return redirect(_address(conversation_id, "notes"), 303)


@record.post("/<uuid:conversation_id>/close")
def close(conversation_id: uuid.UUID) -> AnyResponse | tuple[str, int]:
    """Close the referral with an outcome, and the thread kindly."""
    problems: Problems = {}
    words = read_text(request.form, "outcome-note", problems, longest=LONGEST_NOTE, required=False)
    with transaction() as session:
        referral = current_referral(session, conversation_id)
        problems |= {} if problems else _try_to_close(session, referral, words)
        if problems:
            return render_person(session, conversation_id, problems=problems), 422
        ownership.close(
            session, conversation_id, by=staff().id, words=at_hand().desk.words, at=now()
        )
    flash("", "closed")
    return redirect(url_for("queue.show"), 303)


def _try_to_close(session: Session, referral: Referral, note: str) -> Problems:
    """Close, or say which field keeps it open; a refused try changes nothing."""
    ends = {
        promise.id: request.form.get(f"promise-{promise.id}", "")
        for promise in open_promises(session, referral.conversation_id)
    }
    try:
        with session.begin_nested():
            close_referral(
                session,
                referral.id,
                outcome=request.form.get("outcome", ""),
                note=note,
                promises=ends,
                by=staff().id,
                at=now(),
            )
    except tuple(CLOSING_PROBLEMS) as problem:
        field, key = CLOSING_PROBLEMS[type(problem)]
        return {field: key}
    return {}


def _address(conversation_id: uuid.UUID, anchor: str) -> str:
    return url_for("person.show", conversation_id=conversation_id, _anchor=anchor)
