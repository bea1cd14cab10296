"""Calls: who wants to be rung to be put through, and messages that callers recorded."""

import uuid
from io import BytesIO

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from console.at_hand import at_hand, now, staff, transaction
from console.forms import Problems
from conversation.recordings import read_recording, record_heard, unheard_recordings
from conversation.transfers import call_taker, set_call_taker
from language.phone_number import find_phone_numbers
from referrals.errors import NoSuchReferral
from referrals.rota_rows import read_rota
from storage.sealing import CannotUnseal, unseal

calls = Blueprint("calls", __name__, url_prefix="/calls")

WAVE = b"RIFF"


@calls.get("")
def show() -> str:
    """Show the messages that nobody has listened to, and the switch."""
    with transaction() as session:
        return _page(session, {})


@calls.post("/ring-me")
def ring_me() -> AnyResponse | tuple[str, int]:
    """Switch on or off that callers who want a person are put through."""
    is_on, problems = request.form.get("ring-me") == "on", Problems()
    numbers = find_phone_numbers(request.form.get("ring-number", ""))
    if is_on and not numbers:
        problems["ring-number"] = "number"
    with transaction() as session:
        if problems:
            return _page(session, problems), 422
        known = call_taker(session, staff().id)
        number = numbers[0] if numbers else (known.number if known else "")
        set_call_taker(session, staff().id, number=number, is_on=is_on, at=now())
    flash("", "ring_me_on" if is_on else "ring_me_off")
    return redirect(url_for("calls.show"), 303)


@calls.get("/recordings/<uuid:recording_id>")
def listen(recording_id: uuid.UUID) -> AnyResponse:
    """Play a message, and write down who listens. It is unsealed in memory only."""
    with transaction() as session:
        row = read_recording(session, recording_id)
        if row.audio is None:
            raise NoSuchReferral
        keys = at_hand().settings.recording_key.get_secret_value()
        try:
            sound = unseal(row.audio, keys)
        except (CannotUnseal, ValueError):
            return Response(render_template("problem.html", problem="recording_sealed"), 500)
        if _is_the_start():
            record_heard(session, row, by=staff().id, at=now())
    kind = "audio/wav" if sound.startswith(WAVE) else "audio/mpeg"
    return send_file(BytesIO(sound), mimetype=kind, conditional=True, max_age=0)


def _is_the_start() -> bool:
    """Tell the first request of a player from those for later parts of the same message."""
    return request.headers.get("Range", "bytes=0-").startswith("bytes=0-")


def _page(session: Session, problems: Problems) -> str:
    duty = read_rota(session, at_hand().desk.council).on_duty(now())
    return render_template(
        "calls.html",
        unheard=unheard_recordings(session),
        taker=call_taker(session, staff().id),
        on_duty=[one.name for one in duty],
        problems=problems,
        form=request.form,
    )
