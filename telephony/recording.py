"""Takes a message in the caller's own voice: where it lies is kept, the worker fetches it."""

from collections.abc import Callable
from dataclasses import dataclass

import structlog
from flask import Blueprint, Response, request

from conversation.recordings import keep_recorded
from telephony.callers import caller_of
from telephony.twiml import answer, hang_up, place_of
from telephony.voice_steps import Step, Steps

log = structlog.get_logger()

SHORTEST = 2
"""Seconds; less is a cough or the click of hanging up."""


def add_recording(
    blueprint: Blueprint, steps: Steps, *, render: Callable[[Step], Response]
) -> None:
    """Add the address that Twilio posts to when a message is recorded."""
    line = RecordingLine(steps, render)
    blueprint.add_url_rule("/voice/recording", "voice_recording", line.recorded, methods=["POST"])


@dataclass(frozen=True)
class RecordingLine:
    """The line after the tone."""

    steps: Steps
    render: Callable[[Step], Response]

    def recorded(self) -> Response:
        """Keep a message, say by when it is heard, and go on; the caller may have hung up."""
        caller, form = caller_of(request.form), request.form
        by = self._keep() if _seconds() >= SHORTEST and form.get("RecordingSid") else ""
        if form.get("Digits") == "hangup" or form.get("CallStatus") == "completed":
            return answer(hang_up())
        place = place_of(request.args)
        says = self.steps.voice.says
        if not by:
            said = says("utter_voice_recording_empty")
            return self.render(self.steps.go_on_after(caller, place, said))
        said = says("utter_voice_recording_kept", by=by)
        return self.render(self.steps.tell_more(caller, place, said))

    def _keep(self) -> str:
        desk, seconds = self.steps.desk, _seconds()
        with desk.sessions.begin() as session:
            by = keep_recorded(
                session,
                self.steps.conversation_id(session, caller_of(request.form)),
                provider_id=request.form["RecordingSid"],
                seconds=seconds,
                council=desk.council,
                at=desk.clock(),
            )
        log.info("call.recorded", call=request.form["CallSid"], seconds=seconds)
        return by


def _seconds() -> int:
    """Return the length that Twilio tells; a recording of which it tells none is fetched."""
    told = request.form.get("RecordingDuration", "")
    return int(told) if told.isdecimal() else SHORTEST
