"""Takes calls: greets, hands what is heard to the conversation, and never hangs up first."""

import uuid
from dataclasses import dataclass

import structlog
from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from conversation.desk import Desk
from conversation.ending import call_ended
from conversation.message import Channel, Incoming, Reply
from conversation.opening import Opened, conversation_for_call
from conversation.spool import keep
from conversation.thread import read_thread
from conversation.turn import take_turn
from settings import Settings
from telephony.callers import number_of
from telephony.heard import Page, Silence, heard_in, last_answer
from telephony.options import options_of
from telephony.twiml import Ask, Place, answer, ask, tell
from telephony.voice_words import Spoken, Voice

log = structlog.get_logger()

WANTS_DIGITS = frozenset({"contact"})
"""Questions that may be answered with a telephone number on the keypad."""


def add_voice(blueprint: Blueprint, *, desk: Desk, settings: Settings) -> None:
    """Add the addresses that Twilio posts a call's events to."""
    line = CallLine(desk, settings, Voice(desk.words))
    for path, name, view in (
        ("/voice", "voice", line.greet),
        ("/voice/turn", "voice_turn", line.turn),
        ("/voice/status", "voice_status", line.status),
        ("/voice/recording", "voice_recording", line.recording),
    ):
        blueprint.add_url_rule(path, name, view, methods=["POST"])


@dataclass(frozen=True)
class CallLine:
    """The telephone line: one thread a call, one turn a step."""

    desk: Desk
    settings: Settings
    voice: Voice

    def greet(self) -> Response:
        """Answer a call."""
        with self.desk.sessions.begin() as session:
            opened = self._open(session)
        return self._ask(opened.reply, Place(step=1))

    def turn(self) -> Response:
        """Take what was heard at a step. The same step posted again gets the same answer."""
        place = _place()
        conversation_id, last = self._last_said()
        pages = self.voice.page_count(last)
        heard = heard_in(request.form, last, page=place.page, pages=pages)
        if isinstance(heard, Silence):
            return self._ask_again(last, place)
        if isinstance(heard, Page):
            return self._ask(last, Place(place.step + 1, page=heard.number % pages))
        incoming = Incoming(
            conversation_id=conversation_id,
            channel=Channel.VOICE,
            text=heard.text,
            provider_id=f"{_call_sid()}:{place.step}",
            at=self.desk.clock(),
        )
        return self._ask(take_turn(incoming, desk=self.desk), Place(place.step + 1))

    def status(self) -> Response:
        """Note that a call ended; who hung up with a need untold to a person is rung back."""
        log.info(
            "call.status",
            call=_call_sid(),
            status=request.form.get("CallStatus", ""),
            seconds=request.form.get("CallDuration", ""),
        )
        with self.desk.sessions.begin() as session:
            call_ended(session, call_sid=_call_sid(), at=self.desk.clock())
        return Response(status=204)

    def recording(self) -> Response:
        """Keep where a recorded message lies until it is fetched, and thank the caller."""
        names = ("CallSid", "RecordingSid", "RecordingUrl", "RecordingDuration")
        record = {name: request.form.get(name, "") for name in names}
        at = self.desk.clock().isoformat()
        keep(self.settings, {"kind": "recording", "at": at, **record})
        return answer(
            tell(self.voice.says("utter_voice_recording_kept"), voice=self.settings.twilio_voice)
        )

    def _last_said(self) -> tuple[uuid.UUID, Reply]:
        with self.desk.sessions.begin() as session:
            opened = self._open(session)
            thread = read_thread(session, opened.conversation_id)
        return opened.conversation_id, last_answer(thread)

    def _open(self, session: Session) -> Opened:
        """Return the thread of this call; the caller's number is only a way to ring back."""
        return conversation_for_call(
            session,
            call_sid=_call_sid(),
            number=number_of(request.form.get("From", "")),
            words=self.desk.words,
            at=self.desk.clock(),
        )

    def _ask(self, reply: Reply, next_place: Place) -> Response:
        spoken = self.voice.page(reply, next_place.page)
        if not spoken.prompt and not spoken.warning:
            team = self.desk.council.coordinators.name
            spoken = Spoken((), self.voice.says("utter_voice_with_a_person", team=team))
        return self._listen(spoken, reply, next_place)

    def _ask_again(self, last: Reply, place: Place) -> Response:
        """Repeat; then offer the keys; then a person. The line stays open."""
        missed = place.missed + 1
        spoken = self.voice.after_silence(last, place.page, missed=missed)
        return self._listen(spoken, last, Place(place.step + 1, missed=missed, page=place.page))

    def _listen(self, spoken: Spoken, reply: Reply, next_place: Place) -> Response:
        what = Ask(
            warning=spoken.warning,
            prompt=spoken.prompt,
            next=next_place,
            takes_number=reply.expects in WANTS_DIGITS,
            hints=tuple(option.title for option in options_of(reply)),
        )
        return answer(ask(what, voice=self.settings.twilio_voice), expects=reply.expects)


def _call_sid() -> str:
    return request.form["CallSid"]


def _place() -> Place:
    args = request.args
    return Place(
        step=args.get("step", 1, type=int),
        missed=args.get("missed", 0, type=int),
        page=args.get("page", 0, type=int),
    )
