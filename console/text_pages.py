"""Texts that did not arrive, and texts that wait: a person rings, sends again or writes why not."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from console.at_hand import now, staff, transaction
from console.forms import LONGEST_NOTE, Problems, read_text
from conversation.undelivered import (
    NOTED,
    RANG,
    lost_texts,
    send_again,
    settle_text,
    waiting_texts,
)
from referrals.seen import record_seen

texts = Blueprint("texts", __name__, url_prefix="/texts")


@texts.get("")
def show() -> str:
    """Show the worklist, and write down who looked."""
    with transaction() as session:
        return _page(session, {})


@texts.post("/<int:text_id>/again")
def again(text_id: int) -> AnyResponse:
    """Send the same words again, where that is safe."""
    with transaction() as session:
        was_queued = send_again(session, text_id, by=staff().id, at=now())
    flash("", "text_again" if was_queued else "text_not_again")
    return redirect(url_for("texts.show"), 303)


@texts.post("/<int:text_id>/rang")
def rang(text_id: int) -> AnyResponse:
    """Write down that somebody rang instead; a note may say how it went."""
    return _settled(text_id, RANG)


@texts.post("/<int:text_id>/noted")
def noted(text_id: int) -> AnyResponse | tuple[str, int]:
    """Leave it, with a sentence that says why."""
    problems: Problems = {}
    read_text(request.form, f"note-{text_id}", problems, longest=LONGEST_NOTE)
    if problems:
        with transaction() as session:
            return _page(session, problems), 422
    return _settled(text_id, NOTED)


def _settled(text_id: int, how: str) -> AnyResponse:
    note = request.form.get(f"note-{text_id}", "").replace("\x00", "").strip()[:LONGEST_NOTE]
    with transaction() as session:
        was_open = settle_text(session, text_id, how=how, note=note, by=staff().id, at=now())
    flash("", "text_settled" if was_open else "already_settled")
    return redirect(url_for("texts.show"), 303)


def _page(session: Session, problems: Problems) -> str:
    record_seen(session, subject="queue", subject_id="texts", by=staff().id, at=now())
    return render_template(
        "texts.html",
        lost=lost_texts(session, at=now()),
        waiting=waiting_texts(session),
        problems=problems,
        form=request.form,
    )
