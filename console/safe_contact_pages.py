"""Safe contact: what a coordinator learnt is safe, and the end of a hold with a reason."""

import uuid

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from console.at_hand import now, staff, transaction
from console.forms import LONGEST_LINE, LONGEST_NOTE, Problems, read_text
from console.person_pages import render_person
from referrals.safe_contact import SafeWay, lift_hold, record_safe_way, resident_of

safe_contact = Blueprint("safe_contact", __name__, url_prefix="/people")


@safe_contact.post("/<uuid:conversation_id>/safe-contact")
def record(conversation_id: uuid.UUID) -> AnyResponse | tuple[str, int]:
    """Write down what is safe, and how that is known."""
    problems: Problems = {}
    reason = read_text(request.form, "safe-reason", problems, longest=LONGEST_NOTE)
    best_time, pretext = (
        read_text(request.form, field, problems, longest=LONGEST_LINE, required=False)
        for field in ("safe-time", "safe-say")
    )
    allowed = set(request.form.getlist("safe-may"))
    way = SafeWay(
        may_text="text" in allowed,
        may_ring="ring" in allowed,
        may_leave_message="message" in allowed,
        best_time=best_time,
        pretext=pretext,
    )
    with transaction() as session:
        conversation = resident_of(session, conversation_id)
        if problems:
            return render_person(session, conversation_id, problems=problems), 422
        record_safe_way(session, conversation, way, reason=reason, by=staff().id, at=now())
    return _done(conversation_id, "safe_way_kept")


@safe_contact.post("/<uuid:conversation_id>/safe-contact/lift")
def lift(conversation_id: uuid.UUID) -> AnyResponse | tuple[str, int]:
    """Let the resident be contacted as anybody else."""
    problems: Problems = {}
    reason = read_text(request.form, "lift-reason", problems, longest=LONGEST_NOTE)
    with transaction() as session:
        conversation = resident_of(session, conversation_id)
        if problems:
            return render_person(session, conversation_id, problems=problems), 422
        lift_hold(session, conversation, reason=reason, by=staff().id, at=now())
    return _done(conversation_id, "hold_lifted")


def _done(conversation_id: uuid.UUID, what: str) -> AnyResponse:
    flash("", what)
    return redirect(url_for("person.show", conversation_id=conversation_id, _anchor="safe"), 303)
