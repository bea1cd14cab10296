"""Takes calls by <Gather>: greets, hands on what is heard, and never hangs up first."""

from dataclasses import dataclass

import structlog
from flask import Blueprint, Response, request

from conversation.desk import Desk
from conversation.ending import call_ended
from conversation.transfers import give_up_transfers_of_call
from settings import Settings
from telephony.callers import caller_of
from telephony.options import options_of
from telephony.recording import add_recording
from telephony.relay import add_relay, relay_call
from telephony.transfer import add_transfer, ring
from telephony.twiml import RECORDING_PATH, Ask, answer, ask, place_of, record
from telephony.voice_steps import Step, Steps, Then
from telephony.voice_words import Voice

log = structlog.get_logger()

RELAY = "relay"
"""The setting VOICE_MODE under which calls begin on ConversationRelay."""


def add_voice(blueprint: Blueprint, *, desk: Desk, settings: Settings) -> None:
    """Add the addresses that Twilio posts a call's events to."""
    line = CallLine(Steps(desk, Voice(desk.words)), settings)
    for path, name, view in (
        ("/voice", "voice", line.greet),
        ("/voice/turn", "voice_turn", line.turn),
        ("/voice/partial", "voice_partial", line.partial),
        ("/voice/status", "voice_status", line.status),
    ):
        blueprint.add_url_rule(path, name, view, methods=["POST"])
    add_transfer(blueprint, line.steps, settings, render=line.render)
    add_recording(blueprint, line.steps, render=line.render)
    add_relay(blueprint, line.steps, settings, render=line.render)


@dataclass(frozen=True)
class CallLine:
    """The telephone line: one thread a call, one turn a step."""

    steps: Steps
    settings: Settings

    def greet(self) -> Response:
        """Answer a call."""
        step = self.steps.greet(caller_of(request.form))
        if self.settings.voice_mode == RELAY:
            return relay_call(step, self.settings)
        return self.render(step)

    def turn(self) -> Response:
        """Take what was heard at a step. The same step posted again gets the same answer."""
        return self.render(
            self.steps.hear(caller_of(request.form), request.form, place_of(request.args))
        )

    def partial(self) -> Response:
        """Watch for danger while the caller still speaks. Twilio reads no answer here."""
        form = request.form
        said = f"{form.get('StableSpeechResult', '')} {form.get('UnstableSpeechResult', '')}"
        if said.strip() and self.steps.overhear(
            caller_of(request.form), said.strip(), place_of(request.args).step
        ):
            log.info("call.overheard_danger", call=request.form["CallSid"])
        return Response(status=204)

    def status(self) -> Response:
        """Note that a call ended; who hung up with a need untold to a person is rung back."""
        log.info(
            "call.status",
            call=request.form["CallSid"],
            status=request.form.get("CallStatus", ""),
            seconds=request.form.get("CallDuration", ""),
        )
        desk = self.steps.desk
        with desk.sessions.begin() as session:
            give_up_transfers_of_call(session, request.form["CallSid"], at=desk.clock())
            call_ended(session, call_sid=request.form["CallSid"], at=desk.clock())
        return Response(status=204)

    def render(self, step: Step) -> Response:
        """Return the TwiML of a step."""
        if step.then is Then.PUT_THROUGH:
            return ring(step, self.settings)
        if step.then is Then.RECORD:
            return self._record(step)
        what = Ask(
            warning=step.spoken.warning,
            prompt=step.spoken.prompt,
            next=step.place,
            takes_number=step.takes_number,
            is_slow=step.is_slow,
            hints=tuple(option.title for option in options_of(step.reply)),
        )
        return answer(ask(what, voice=self.settings.twilio_voice), expects=step.reply.expects)

    def _record(self, step: Step) -> Response:
        twiml = record(
            step.spoken.prompt,
            action=step.place.at(RECORDING_PATH),
            otherwise=step.place.url,
            voice=self.settings.twilio_voice,
        )
        return answer(twiml, expects=step.reply.expects)
