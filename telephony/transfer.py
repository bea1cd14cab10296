"""Puts a caller through to a colleague on duty, who is told first who it is and why."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace

import structlog
from flask import Blueprint, Response, request

from conversation.transfers import (
    Ringing,
    Whisper,
    ring_next,
    take_call,
    transfer_ended,
    whisper_of,
)
from settings import Settings
from telephony.callers import caller_of
from telephony.twiml import VOICE, answer, hang_up, place_of, put_through, tell, whisper
from telephony.voice_steps import Step, Steps, Then
from telephony.voice_words import Spoken

log = structlog.get_logger()

TAKES_IT = "1"
"""The key that says that a person is there. A voicemail presses none."""

TRANSFERRED, WHISPER, WHISPER_ANSWER = (
    f"{VOICE}/transferred",
    f"{VOICE}/whisper",
    f"{VOICE}/whisper/answer",
)

EMERGENCY = frozenset({"999", "112", "111", "101", "18000"})
"""Never rung from here: they would be told the council's place for the caller's."""

Render = Callable[[Step], Response]


class NotADesk(Exception):
    """A number for emergencies was given as a colleague's."""


def add_transfer(blueprint: Blueprint, steps: Steps, settings: Settings, *, render: Render) -> None:
    """Add the addresses of a call that is put through."""
    line = TransferLine(steps, settings, render)
    for path, name, view in (
        ("/voice/transferred", "voice_transferred", line.transferred),
        ("/voice/whisper", "voice_whisper", line.whisper),
        ("/voice/whisper/answer", "voice_whisper_answer", line.whisper_answer),
    ):
        blueprint.add_url_rule(path, name, view, methods=["POST"])


def ring(step: Step, settings: Settings) -> Response:
    """Return the TwiML that rings the colleague of a step. Raises NotADesk."""
    if step.ringing is None or step.ringing.number.removeprefix("+44") in EMERGENCY:
        raise NotADesk
    transfer = str(step.ringing.transfer_id)
    twiml = put_through(
        step.spoken.prompt,
        number=step.ringing.number,
        caller_id=settings.twilio_number,
        whisper=f"{WHISPER}?transfer={transfer}",
        action=step.place.at(TRANSFERRED, transfer=transfer),
        voice=settings.twilio_voice,
    )
    return answer(twiml, expects=step.reply.expects)


@dataclass(frozen=True)
class TransferLine:
    """The line between a caller and a colleague."""

    steps: Steps
    settings: Settings
    render: Render

    def whisper(self) -> Response:
        """Ask who picked up whether they take the call. Nothing here tells who it is about."""
        with self.steps.desk.sessions.begin() as session:
            summary = whisper_of(session, _transfer_id())
        if summary is None:
            return self._late()
        lines = [*self._say("ask", key=TAKES_IT), *(self._say("grave") if summary.is_grave else ())]
        action = f"{WHISPER_ANSWER}?transfer={_transfer_id()}"
        return answer(whisper(lines, action=action, voice=self.settings.twilio_voice))

    def whisper_answer(self) -> Response:
        """Tell who takes the call about the caller, and join the two. Other keys decline."""
        if request.form.get("Digits") != TAKES_IT:
            return answer(hang_up(voice=self.settings.twilio_voice))
        desk = self.steps.desk
        with desk.sessions.begin() as session:
            summary = whisper_of(session, _transfer_id())
            is_taken = take_call(session, _transfer_id(), at=desk.clock())
        if not is_taken or summary is None:
            return self._late()
        log.info("call.taken", transfer=str(_transfer_id()))
        return answer(tell(self._summary(summary), voice=self.settings.twilio_voice))

    def transferred(self) -> Response:
        """Go on when a transfer is over: after the talk, with the next colleague, or alone."""
        desk, form = self.steps.desk, request.form
        with desk.sessions.begin() as session:
            has_talked = transfer_ended(
                session,
                _transfer_id(),
                is_bridged=_is_bridged(),
                words=desk.words,
                at=desk.clock(),
            )
        log.info("call.transfer_ended", transfer=str(_transfer_id()), has_talked=has_talked)
        if form.get("CallStatus") == "completed":
            return answer(hang_up(voice=self.settings.twilio_voice))
        return self.render(self._after(has_talked=has_talked))

    def _after(self, *, has_talked: bool) -> Step:
        caller, place = caller_of(request.form), place_of(request.args)
        if has_talked:
            return replace(self.steps.go_on(caller), place=place)
        if (ringing := self._next()) is not None:
            step = self.steps.go_on(caller)
            spoken = Spoken((), self.steps.voice.says("utter_voice_trying_next"))
            return replace(step, spoken=spoken, place=place, then=Then.PUT_THROUGH, ringing=ringing)
        has_number, voice = "" if caller.number else "_no_number", self.steps.voice
        sorry = voice.says(f"utter_voice_nobody_answered{has_number}")
        return self.steps.go_on_after(caller, place, (*sorry, *voice.message_offer()))

    def _next(self) -> Ringing | None:
        desk = self.steps.desk
        with desk.sessions.begin() as session:
            return ring_next(
                session,
                self.steps.conversation_id(session, caller_of(request.form)),
                council=desk.council,
                step=place_of(request.args).step,
                at=desk.clock(),
            )

    def _summary(self, summary: Whisper) -> list[str]:
        """Say first name, what it is about, and whether danger was noticed, in this order."""
        lines: list[str] = []
        if summary.name:
            lines += self._say("name", name=summary.name)
        if summary.matters:
            for_whom = "_for" if summary.whom else ""
            lines += self._say(f"matters{for_whom}", matters=summary.matters, whom=summary.whom)
        if summary.is_grave:
            lines += self._say("danger")
        return [*lines, *self._say("join")]

    def _late(self) -> Response:
        return answer(hang_up(self._say("late"), voice=self.settings.twilio_voice))

    def _say(self, what: str, **fill: str) -> tuple[str, ...]:
        return self.steps.voice.says(f"utter_voice_whisper_{what}", **fill)


def _is_bridged() -> bool:
    """Tell whether the two calls were joined, by Twilio's word."""
    told = request.form.get("DialBridged")
    return told == "true" if told else request.form.get("DialCallStatus") == "completed"


def _transfer_id() -> uuid.UUID:
    """Return the transfer of this request; an address of ours is signed with it."""
    return uuid.UUID(request.args["transfer"])
