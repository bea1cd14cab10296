"""The telephone's addresses on the public web: signed by Twilio, and never an error page."""

import traceback

import structlog
from flask import Blueprint, Response, request
from werkzeug.exceptions import HTTPException

from conversation.desk import Desk
from settings import Settings
from telephony.callers import number_of
from telephony.faults import Faults
from telephony.signature import require_twilio
from telephony.sms import add_sms
from telephony.voice import add_voice

log = structlog.get_logger()

NEEDED = {"sms": ("MessageSid", "From"), "sms_status": ("MessageSid",)}
NEEDED_ON_CALLS = ("CallSid",)

SOCKET = "voice_relay"
"""The one address that is no form: the WebSocket of ConversationRelay."""

SPOKEN = frozenset(
    {
        "voice", "voice_turn", "voice_transferred", "voice_whisper", "voice_whisper_answer",
        "voice_recording", "voice_relay_ended",
    }
)  # fmt: skip
"""Addresses whose answer is said to somebody."""


def telephony(desk: Desk, settings: Settings) -> Blueprint:
    """Return the blueprint for the public web app. Its protection is Twilio's signature.

    The app must not ask for CSRF tokens here: Twilio has none.
    """
    blueprint = Blueprint("telephony", __name__, url_prefix="/telephony")
    faults = Faults(desk, settings)

    @blueprint.before_request
    def check() -> Response | None:
        if _name() == "voice_fallback":
            return None
        require_twilio(request, settings, is_socket=_name() == SOCKET)
        if _name() == SOCKET or _is_complete():
            return None
        return Response(faults.fields_missing, 400, mimetype="text/plain")

    @blueprint.errorhandler(Exception)
    def answer_anyway(problem: Exception) -> Response | HTTPException:
        """Give words and a number whatever broke; the log gets its kind, no words."""
        if isinstance(problem, HTTPException):
            return problem
        log.error("telephony.fault", door=_name(), problem=_kind_and_place(problem))
        return _after_fault(faults)

    # Twilio posts to a fallback address unless its number is set to GET: answer both.
    blueprint.add_url_rule(
        "/voice/fallback", "voice_fallback", faults.call, methods=["GET", "POST"]
    )
    add_sms(blueprint, desk=desk, settings=settings)
    add_voice(blueprint, desk=desk, settings=settings)
    return blueprint


def _after_fault(faults: Faults) -> Response:
    if _name() == "sms":
        return faults.text(request)
    if _name() in SPOKEN:
        faults.keep(request, kind=_name())
        return faults.call()
    faults.keep(request, kind=_name())
    return Response(status=204)


def _is_complete() -> bool:
    fields = NEEDED.get(_name(), NEEDED_ON_CALLS)
    has_all = all(request.form.get(field, "").strip() for field in fields)
    return has_all and (_name() != "sms" or number_of(request.form["From"]) is not None)


def _name() -> str:
    return (request.endpoint or "").rpartition(".")[2]


def _kind_and_place(problem: Exception) -> str:
    """Name an error by its kind and where it arose; its message may hold a resident's words."""
    frames = traceback.extract_tb(problem.__traceback__)
    place = f" in {frames[-1].name}, line {frames[-1].lineno}" if frames else ""
    return type(problem).__name__ + place
