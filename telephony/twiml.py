"""Builds the TwiML of every answer, as Twilio's documentation of each verb asks for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import structlog
from flask import Response
from twilio.twiml.messaging_response import MessagingResponse
from twilio.twiml.voice_response import Gather, VoiceResponse

from telephony.twiml_check import check_twiml

log = structlog.get_logger()

EXPECTS_HEADER = "Doorstep-Expects"
VOICE = "/telephony/voice"
TURN_PATH, PARTIAL_PATH, RECORDING_PATH = f"{VOICE}/turn", f"{VOICE}/partial", f"{VOICE}/recording"
RELAY_PATH, RELAY_ENDED_PATH = f"{VOICE}/relay", f"{VOICE}/relay/ended"

LANGUAGE = "en-GB"
SECONDS_TO_BEGIN = 10
"""Silence before the caller has said anything. A slow start is not a refusal."""
SECONDS_OF_PAUSE = 3
"""Silence that ends what a caller says. A stammer or a breath is shorter."""
SLOW_TO_BEGIN, SLOW_PAUSE = 40, 6
"""The same for somebody who types through Relay UK: their words are read out by an assistant."""
TELEPHONE_DIGITS = 11
"""A UK number, keyed without waiting for the time-out; hash ends a shorter one."""
SECONDS_TO_RING = 20
"""Until the next colleague is tried; most voicemails answer later."""
SECONDS_TO_PRESS = 6
LONGEST_RECORDING, SECONDS_OF_SILENCE = 120, 8
"""Of a recorded message. Twilio's 5 s of silence would cut a stammer short."""
LONGEST_COUNT = 7
LONGEST_HINT, MOST_HINTS = 100, 500
"""What Twilio's recogniser takes as hints, in characters and in phrases."""


@dataclass(frozen=True)
class Place:
    """Where a call is: the step, how often in a row nothing was heard, and the page read out."""

    step: int
    missed: int = 0
    page: int = 0

    @property
    def url(self) -> str:
        """The address that Twilio posts the caller's next words to."""
        return self.at(TURN_PATH)

    def at(self, path: str, **more: str) -> str:
        """Return an address that carries this place, and ``more`` ids of ours."""
        state = {"step": self.step, "missed": self.missed, "page": self.page}
        shown = {key: value for key, value in state.items() if value or key == "step"}
        return f"{path}?{urlencode({**shown, **more})}"


def place_of(args: Mapping[str, str]) -> Place:
    """Return where a call stands, by the query of its address."""
    step, missed, page = (args.get(key, "") for key in ("step", "missed", "page"))
    return Place(_count(step) or 1, _count(missed), _count(page))


def _count(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < LONGEST_COUNT else 0


@dataclass(frozen=True)
class Ask:
    """What is said, then listened for. ``takes_number`` leaves time to key a telephone number."""

    warning: tuple[str, ...]
    prompt: tuple[str, ...]
    next: Place
    takes_number: bool = False
    is_slow: bool = False
    hints: tuple[str, ...] = ()


def ask(what: Ask, *, voice: str) -> VoiceResponse:
    """Say, then listen to speech and keys; the line stays open whatever comes.

    The warning stands before <Gather>, so that neither a key nor a noise cuts it short.
    """
    response = VoiceResponse()
    _say(response, what.warning, voice)
    gather = response.gather(
        input="speech dtmf",
        language=LANGUAGE,
        timeout=SLOW_TO_BEGIN if what.is_slow else SECONDS_TO_BEGIN,
        speech_timeout=SLOW_PAUSE if what.is_slow else SECONDS_OF_PAUSE,
        profanity_filter=False,
        action_on_empty_result=True,
        action=what.next.url,
        method="POST",
        partial_result_callback=Place(what.next.step).at(PARTIAL_PATH),
        partial_result_callback_method="POST",
        num_digits=TELEPHONE_DIGITS if what.takes_number else 1,
        finish_on_key="#" if what.takes_number else "",
        hints=",".join(hint[:LONGEST_HINT] for hint in what.hints[:MOST_HINTS]) or None,
    )
    _say(gather, what.prompt, voice)
    response.redirect(what.next.url, method="POST")
    return response


def tell(lines: Iterable[str], *, voice: str) -> VoiceResponse:
    """Say something and leave the call to end."""
    response = VoiceResponse()
    _say(response, tuple(lines), voice)
    return response


def put_through(
    lines: Iterable[str], *, number: str, caller_id: str, whisper: str, action: str, voice: str
) -> VoiceResponse:
    """Ring a colleague; they hear ``whisper`` first, and the caller the ringing tone meanwhile.

    ``caller_id`` is our own number: the caller's may be withheld. Never an emergency service.
    """
    response = tell(lines, voice=voice)
    dial = response.dial(
        action=action,
        method="POST",
        timeout=SECONDS_TO_RING,
        answer_on_bridge=True,
        caller_id=caller_id,
    )
    dial.number(number, url=whisper, method="POST")
    return response


def whisper(lines: Iterable[str], *, action: str, voice: str) -> VoiceResponse:
    """Ask a colleague, twice, to press a key; a voicemail presses none, and is hung up on."""
    response, said = VoiceResponse(), tuple(lines)
    for _ in range(2):
        gather = response.gather(
            input="dtmf", num_digits=1, finish_on_key="", timeout=SECONDS_TO_PRESS,
            action=action, method="POST",
        )  # fmt: skip
        _say(gather, said, voice)
    response.hangup()
    return response


def record(lines: Iterable[str], *, action: str, otherwise: str, voice: str) -> VoiceResponse:
    """Record a message after a tone. Twilio goes to ``otherwise`` when nothing was said."""
    response = tell(lines, voice=voice)
    response.record(
        action=action,
        method="POST",
        max_length=LONGEST_RECORDING,
        timeout=SECONDS_OF_SILENCE,
        finish_on_key="#",
        play_beep=True,
        trim="trim-silence",
        transcribe=False,
    )
    response.redirect(otherwise, method="POST")
    return response


def connect_relay(*, url: str, action: str, voice: str) -> VoiceResponse:
    """Hand a call to ConversationRelay. What a caller says or keys counts while we speak, too."""
    response = VoiceResponse()
    connect = response.connect(action=action, method="POST")
    connect.conversation_relay(
        url=url,
        language=LANGUAGE,
        tts_provider="Amazon",
        voice=voice,
        interruptible="any",
        report_input_during_agent_speech="any",
        dtmf_detection=True,
        partial_prompts=True,
    )
    return response


def hang_up(lines: Iterable[str] = (), *, voice: str = "") -> VoiceResponse:
    """End a call after the last words."""
    response = tell(lines, voice=voice)
    response.hangup()
    return response


def message(text: str, *, report_to: str = "") -> MessagingResponse:
    """Answer a text; with nothing to say, nothing is sent. Delivery is reported to an address."""
    response = MessagingResponse()
    if text:
        response.message(text, **({"status_callback": report_to} if report_to else {}))
    return response


def answer(twiml: MessagingResponse | VoiceResponse, *, expects: str = "nothing") -> Response:
    """Return TwiML with the header that tells simulations what is being asked.

    It is sent whatever is wrong with it, for a poor answer is better than none: a problem is a
    warning in the log, which names the verb and never the words. Tests refuse any problem.
    """
    document = str(twiml)
    for problem in check_twiml(document):
        log.warning("twiml.problem", what=problem.what, verb=problem.verb)
    return Response(document, mimetype="text/xml", headers={EXPECTS_HEADER: expects})


def _say(element: VoiceResponse | Gather, lines: tuple[str, ...], voice: str) -> None:
    """Say each line in one go, with a short pause between two."""
    for number, line in enumerate(lines):
        if number:
            element.pause(length=1)
        element.say(line, voice=voice, language=LANGUAGE)
