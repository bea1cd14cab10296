"""Builds the TwiML of every answer, as Twilio's documentation of each verb asks for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Response
from twilio.twiml.messaging_response import MessagingResponse
from twilio.twiml.voice_response import Gather, VoiceResponse

EXPECTS_HEADER = "Doorstep-Expects"
TURN_PATH = "/telephony/voice/turn"

LANGUAGE = "en-GB"
SECONDS_TO_BEGIN = 10
"""Silence before the caller has said anything. A slow start is not a refusal."""
SECONDS_OF_PAUSE = 3
"""Silence that ends what a caller says. A stammer or a breath is shorter."""
TELEPHONE_DIGITS = 11
"""A UK number, keyed without waiting for the time-out; hash ends a shorter one."""
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
        state = {"step": self.step, "missed": self.missed, "page": self.page}
        shown = {key: value for key, value in state.items() if value or key == "step"}
        return f"{TURN_PATH}?{urlencode(shown)}"


@dataclass(frozen=True)
class Ask:
    """What is said, then listened for. ``takes_number`` leaves time to key a telephone number."""

    warning: tuple[str, ...]
    prompt: tuple[str, ...]
    next: Place
    takes_number: bool = False
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
        timeout=SECONDS_TO_BEGIN,
        speech_timeout=SECONDS_OF_PAUSE,
        profanity_filter=False,
        action_on_empty_result=True,
        action=what.next.url,
        method="POST",
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


def message(text: str) -> MessagingResponse:
    """Answer a text; with nothing to say, nothing is sent."""
    response = MessagingResponse()
    if text:
        response.message(text)
    return response


def answer(twiml: MessagingResponse | VoiceResponse, *, expects: str = "nothing") -> Response:
    """Return TwiML with the header that tells simulations what is being asked."""
    return Response(str(twiml), mimetype="text/xml", headers={EXPECTS_HEADER: expects})


def _say(element: VoiceResponse | Gather, lines: tuple[str, ...], voice: str) -> None:
    """Say each line in one go, with a short pause between two."""
    for number, line in enumerate(lines):
        if number:
            element.pause(length=1)
        element.say(line, voice=voice, language=LANGUAGE)
