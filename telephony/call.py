"""A simulated call: follows TwiML step by step, and keeps what the caller heard."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin
from xml.etree import ElementTree

import httpx

if TYPE_CHECKING:
    from telephony.handset import Handset

VOICE_PATH = "/telephony/voice"
STATUS_PATH = "/telephony/voice/status"
FALLBACK_PATH = "/telephony/voice/fallback"

MOST_VERBS = 200
"""TwiML that redirects for ever must not hang a rehearsal."""


class CallEnded(Exception):
    """The call is over: nobody listens any more."""


class NotListening(Exception):
    """A key or words were given while nothing was being gathered."""


class Call:
    """One call. ``gather`` is the <Gather> that waits for the caller, if one does."""

    def __init__(self, handset: Handset, *, sid: str, sender: str, to: str) -> None:
        """Make a call that has not rung yet."""
        self.sid = sid
        self.is_over = False
        self.gather: ElementTree.Element | None = None
        self._handset = handset
        self._fields = {
            "CallSid": sid,
            "AccountSid": "AC00000000000000000000000000000000",
            "From": sender,
            "Caller": sender,
            "To": to,
            "Called": to,
            "Direction": "inbound",
            "ApiVersion": "2010-04-01",
        }
        self._heard: list[str] = []
        self._rest: list[ElementTree.Element] = []
        self._at = VOICE_PATH

    def ring(self) -> Call:
        """Ring and hear the greeting."""
        self._fetch(VOICE_PATH, {"CallStatus": "ringing"})
        return self

    def hears(self) -> str:
        """Return what was heard since the last time, a line for each <Say>."""
        heard, self._heard = "\n".join(self._heard), []
        return heard

    def says(self, text: str, *, confidence: float = 0.92) -> str:
        """Say something into a <Gather> that takes speech, and return what is heard next."""
        gather = self._listening("speech")
        return self._answer(gather, {"SpeechResult": text, "Confidence": str(confidence)})

    def presses(self, keys: str) -> str:
        """Press keys; only those that the <Gather> waits for are sent. Return what is heard."""
        gather = self._listening("dtmf")
        finish = gather.get("finishOnKey", "#")
        digits = keys.split(finish)[0] if finish else keys
        digits = digits[: int(gather.get("numDigits", len(digits) or 1))]
        return self._answer(gather, {"Digits": digits}) if digits else self.silent()

    def silent(self) -> str:
        """Say nothing until the time is out, and return what is heard next."""
        gather = self._listening("")
        if gather.get("actionOnEmptyResult") == "true":
            return self._answer(gather, {"SpeechResult": ""})
        self.gather = None
        self._run()
        return self.hears()

    def hang_up(self) -> None:
        """Hang up. Twilio then tells the status address."""
        if not self.is_over:
            self._end()

    @property
    def expects(self) -> str:
        """What is being asked, from the header that Twilio ignores."""
        return self._handset.expects

    def _listening(self, kind: str) -> ElementTree.Element:
        if self.is_over:
            raise CallEnded
        if self.gather is None or kind not in self.gather.get("input", "dtmf"):
            raise NotListening(kind or "anything")
        return self.gather

    def _answer(self, gather: ElementTree.Element, fields: dict[str, str]) -> str:
        self.gather, self._heard = None, []
        self._fetch(gather.get("action", self._at), fields)
        return self.hears()

    def _fetch(self, path: str, fields: dict[str, str]) -> None:
        """Ask for the next TwiML; after no answer or an error, Twilio asks the fallback address."""
        self._at = urljoin(self._at, path)
        try:
            posted = {**self._fields, "CallStatus": "in-progress", **fields}
            answer = self._handset.post(self._at, posted)
            answer.raise_for_status()
        except httpx.HTTPError:
            answer = self._handset.get(FALLBACK_PATH)
        self._rest = list(ElementTree.fromstring(answer.content))  # noqa: S314 our own server's
        self._run()

    def _run(self) -> None:
        """Follow the verbs until the caller is asked, or the document ends and the call with it."""
        for _ in range(MOST_VERBS):
            if not self._rest:
                self._end()
                return
            verb = self._rest.pop(0)
            if self._does(verb):
                return
        raise CallEnded("the TwiML does not come to an end")

    def _does(self, verb: ElementTree.Element) -> bool:
        """Do one verb; tell whether the document is left or waits."""
        if verb.tag == "Say":
            self._hear(verb)
        elif verb.tag == "Play":
            self._heard.append(f"[plays {verb.text}]")
        elif verb.tag == "Gather":
            for part in verb:
                self._does(part)
            self.gather = verb
            return True
        elif verb.tag == "Redirect":
            self._fetch((verb.text or "").strip(), {})
            return True
        elif verb.tag in ("Hangup", "Reject"):
            self._end()
            return True
        elif verb.tag in ("Dial", "Record", "Enqueue"):
            self._heard.append(f"[{verb.tag.lower()} {''.join(verb.itertext()).strip()}]")
            return self._goes_to_action(verb)
        return False

    def _goes_to_action(self, verb: ElementTree.Element) -> bool:
        action = verb.get("action")
        if action:
            ended = {"Record": {"RecordingUrl": "", "RecordingDuration": "5"}}
            self._fetch(action, ended.get(verb.tag, {"DialCallStatus": "no-answer"}))
        return bool(action)

    def _hear(self, say: ElementTree.Element) -> None:
        """Hear a <Say>, its SSML too: the words in it, whatever is done with them."""
        words = " ".join("".join(say.itertext()).split())
        self._heard.extend([words] * int(say.get("loop", "1")))

    def _end(self) -> None:
        self.is_over, self.gather = True, None
        self._handset.post(STATUS_PATH, {**self._fields, "CallStatus": "completed"})
