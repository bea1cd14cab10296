"""What a <Gather> takes: speech with its confidence and partial results, keys, silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telephony.rehearsal import orders
from telephony.rehearsal.mishearing import misheard

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from telephony.rehearsal.call import Call

WORDS_A_PARTIAL = 3
"""Words between two partial results; Twilio sends them as they come."""
LOW, HIGH = 0.05, 0.45
"""Confidence of a recogniser that is unsure."""


def says(call: Call, text: str, *, confidence: float) -> str:
    """Say something into a <Gather> that takes speech, and return what is heard next."""
    luck = call.carrier.luck
    if luck.strikes("silent"):
        return silent(call)
    if luck.strikes("unsure"):
        confidence = round(luck.between(LOW, HIGH), 2)
    text = misheard(text, luck)
    gather = _waiting(call)
    if _reports_partials(call, gather, text):
        return call.hears()
    fields = {"SpeechResult": text, "Confidence": str(confidence)}
    return _answer(call, gather, {**fields, "Language": gather.get("language", "en-US")})


def presses(call: Call, keys: str) -> str:
    """Press keys; only those that the <Gather> waits for are sent. Return what is heard."""
    gather = _waiting(call)
    finish = gather.get("finishOnKey", "#")
    digits = keys.split(finish)[0] if finish else keys
    digits = digits[: int(gather.get("numDigits", len(digits) or 1))]
    if digits:
        return _answer(call, gather, {"Digits": digits, "FinishedOnKey": _finished(keys, finish)})
    return silent(call)


def silent(call: Call) -> str:
    """Say nothing until the time is out, and return what is heard next."""
    gather = _waiting(call)
    if gather.get("actionOnEmptyResult") == "true":
        return _answer(call, gather, {"SpeechResult": "", "Digits": ""})
    call.gather = None
    call.run()
    return call.hears()


def _finished(keys: str, finish: str) -> str:
    return finish if finish and finish in keys else ""


def _waiting(call: Call) -> Element:
    assert call.gather is not None  # noqa: S101 the call has looked
    return call.gather


def _answer(call: Call, gather: Element, fields: dict[str, str]) -> str:
    """Go to the action with what was gathered; what was heard before is past."""
    call.hears()
    return call.goes_on(gather.get("action", call.at), fields, gather.get("method", "POST"))


def _reports_partials(call: Call, gather: Element, text: str) -> bool:
    """Report what was understood so far; tell whether Doorstep took the call elsewhere meanwhile.

    Twilio reads no TwiML from the answers: only the REST API can change the call.
    """
    url = gather.get("partialResultCallback", "")
    words = text.split()
    for number, end in enumerate(
        range(WORDS_A_PARTIAL, len(words), WORDS_A_PARTIAL) if url else ()
    ):
        stable = " ".join(words[: end - 1])
        call.tell(
            url,
            {
                "CallStatus": "in-progress",
                "SequenceNumber": str(number),
                "StableSpeechResult": stable,
                "UnstableSpeechResult": " ".join(words[:end]),
                "Stability": "0.9",
                "Language": gather.get("language", "en-US"),
            },
        )
        call.hears()
        if orders.follow(call):
            return True
    return False
