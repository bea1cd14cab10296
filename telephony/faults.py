"""Answers when something is broken: never an error page, always a number to ring."""

import structlog
from flask import Request, Response

from conversation.desk import Desk
from conversation.message import Channel
from conversation.spool import keep
from language.segments import plain
from settings import Settings
from telephony.callers import number_of
from telephony.twiml import answer, message, tell
from telephony.voice_words import Voice

log = structlog.get_logger()

FAULT_LINES = (
    "utter_voice_fault",
    "utter_voice_fault_danger",
    "utter_voice_fault_council",
    "utter_voice_fault_again",
)


class Faults:
    """The answers that need no database and no bot, made once at the start."""

    def __init__(self, desk: Desk, settings: Settings) -> None:
        """Read the words and the council's numbers now: later nothing may be there."""
        phones = desk.council.phones
        self._settings = settings
        self._clock = desk.clock
        self._fill = {
            "council": desk.council.name,
            "number": phones.switchboard,
            "night_number": phones.out_of_hours,
        }
        self._kept = self._text(desk, "utter_text_fault")
        self._not_kept = self._text(desk, "utter_text_fault_not_kept")
        self.fields_missing = self._text(desk, "utter_telephony_fields_missing")
        voice = Voice(desk.words)
        lines = [line for name in FAULT_LINES for line in voice.says(name, **self._fill)]
        self._spoken = str(tell([*lines, *lines], voice=settings.twilio_voice))

    def call(self) -> Response:
        """Say 999, 111 and the council's number, twice."""
        return Response(self._spoken, mimetype="text/xml", headers={"Doorstep-Expects": "nothing"})

    def text(self, request: Request) -> Response:
        """Keep the text on disk, and say so."""
        kept = self.keep(request, kind="sms")
        return answer(message(self._kept if kept else self._not_kept))

    def keep(self, request: Request, *, kind: str) -> bool:
        """Keep a request on disk until the database is back; tell whether it could be kept."""
        record = {"kind": kind, "at": self._clock().isoformat(), **_kept_of(request)}
        try:
            keep(self._settings, record)
        except OSError as problem:
            log.critical("telephony.not_kept", problem=type(problem).__name__)
            return False
        return True

    def _text(self, desk: Desk, response: str) -> str:
        return plain(desk.words.say(response, Channel.SMS, **self._fill).text)


def _kept_of(request: Request) -> dict[str, str]:
    """Return what a turn needs to be taken later under the name it has now."""
    form, call = request.form, request.form.get("CallSid", "")
    return {
        "number": number_of(form.get("From", "")) or "",
        "call_sid": call,
        "text": form.get("Body") or form.get("SpeechResult") or form.get("Digits") or "",
        "provider_id": form.get("MessageSid") or f"{call}:{request.args.get('step', '0')}",
        "status": form.get("MessageStatus") or form.get("CallStatus") or "",
        "recording": form.get("RecordingSid", ""),
        "seconds": form.get("RecordingDuration", ""),
    }
