"""<Connect><ConversationRelay>: the telephone company's end of the socket, and what a caller hears.

Sources: Twilio's TwiML reference "<ConversationRelay>" and "WebSocket messages".
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

from twilio.request_validator import SIGNATURE_HEADER
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI
from websockets.sync.client import ClientConnection
from websockets.sync.client import connect as connect_socket

from telephony.rehearsal.carrier import CONNECT_PATIENCE, BadTwiml, new_sid
from telephony.rehearsal.mishearing import misheard
from telephony.rehearsal.relay_messages import read
from telephony.twiml_check import TwimlProblem, problems_aloud

if TYPE_CHECKING:
    from telephony.rehearsal.call import Call

QUIET = 0.2
"""Seconds without a message after which an answer that has said ``last`` is over."""
NO_CONNECTION, SOCKET_ENDED = "64102", "64105"
"""Twilio's error codes: unable to connect to the WebSocket URL, WebSocket ended."""
MILLISECONDS_A_WORD = 350


class RelayRefused(AssertionError):
    """Doorstep sent a message that ConversationRelay does not know: mend the program."""


class Relay:
    """One session. ``language`` is what is listened to, ``spoken_language`` what is spoken."""

    def __init__(self, call: Call, verb: Element, noun: Element, socket: ClientConnection) -> None:
        """Take over a call on a socket that is open."""
        self.sid = new_sid("VX")
        self.language = noun.get("transcriptionLanguage") or noun.get("language", "en-US")
        self.spoken_language = noun.get("ttsLanguage") or noun.get("language", "en-US")
        self.answer: list[str] = []
        self.handoff = ""
        self._call, self._verb, self._noun, self._socket = call, verb, noun, socket
        self._line = ""
        self._is_answering = False

    def begin(self) -> None:
        """Introduce the call, and let the caller hear the greeting."""
        fields = self._call.fields
        self._send(
            {
                "type": "setup",
                "sessionId": self.sid,
                "accountSid": fields["AccountSid"],
                "parentCallSid": fields.get("ParentCallSid", ""),
                "callSid": self._call.sid,
                "from": fields["From"],
                "to": fields["To"],
                "forwardedFrom": "",
                "callType": "PSTN",
                "callerName": "",
                "direction": fields["Direction"],
                "callStatus": "RINGING",
                "customParameters": {
                    one.get("name", ""): one.get("value", "")
                    for one in self._noun.iter("Parameter")
                },
            }
        )
        greeting = self._noun.get("welcomeGreeting")
        if greeting:
            self._heard(greeting)
        else:
            self.listen()

    def says(self, text: str, *, interrupting: str = "") -> str:
        """Say something, in parts where partial prompts are on, and return the answer."""
        luck = self._call.carrier.luck
        if luck.strikes("silent"):
            return self.silent()
        if interrupting:
            self._interrupt(interrupting)
        words = misheard(text, luck).split()
        if self._noun.get("partialPrompts") == "true":
            for end in range(3, len(words), 3):
                self._send(self._prompt(" ".join(words[:end]), last=False))
        self._call.hears()
        self._send(self._prompt(" ".join(words), last=True))
        return self._answered()

    def presses(self, keys: str) -> str:
        """Press keys one after another; without dtmfDetection nobody learns of them."""
        self._call.hears()
        if self._noun.get("dtmfDetection") != "true":
            return ""
        for key in keys:
            self._send({"type": "dtmf", "digit": key})
        return self._answered()

    def silent(self) -> str:
        """Say nothing: ConversationRelay reports no silence; Doorstep may speak by itself."""
        self.listen(wait=QUIET)
        return self._call.hears()

    def reports_error(self, description: str) -> None:
        """Tell Doorstep of a fault of the session."""
        self._send({"type": "error", "description": description})

    def listen(self, *, wait: float = QUIET) -> None:
        """Take what has come, until it is quiet for ``wait`` seconds, or the session is over."""
        while not self._call.is_over and self._call.relay is self:
            try:
                raw = self._socket.recv(timeout=wait)
            except TimeoutError:
                return
            except ConnectionClosed:
                self._over("failed", {"ErrorCode": SOCKET_ENDED, "ErrorMessage": "WebSocket ended"})
                return
            self._take(raw)

    def hang_up(self) -> None:
        """The caller hangs up: the socket closes, and the action address is told."""
        self._socket.close()
        fields = self._ending("completed", {})
        self._call.tell(self._verb.get("action", ""), {**fields, "CallStatus": "completed"})

    def _answered(self) -> str:
        """Wait for an answer that says it is the last of it, then for what follows at once."""
        self._is_answering = True
        patience = self._call.carrier.client.timeout.read or 15.0
        while self._is_answering and self._call.relay is self:
            try:
                self._take(self._socket.recv(timeout=patience))
            except TimeoutError:
                self._call.hear("[nothing is said]")
                break
            except ConnectionClosed:
                break
        self.listen()
        return self._call.hears()

    def _take(self, raw: str | bytes) -> None:
        try:
            message = read(raw)
        except ValueError as problem:
            self.reports_error(str(problem))
            raise RelayRefused(str(problem)) from problem
        getattr(self, f"_on_{message['type']}")(message)

    def _on_text(self, message: dict[str, Any]) -> None:
        self._line += message["token"]
        if message.get("last"):
            line, self._line, self._is_answering = self._line, "", False
            self._heard(line)

    def _on_play(self, message: dict[str, Any]) -> None:
        self._call.hear(f"[plays {message['source']}]")
        self._is_answering = False

    def _on_sendDigits(self, message: dict[str, Any]) -> None:  # noqa: N802 Twilio's name
        self._call.hear(f"[tones {message['digits']}]")

    def _on_language(self, message: dict[str, Any]) -> None:
        self.language = message.get("transcriptionLanguage", self.language)
        self.spoken_language = message.get("ttsLanguage", self.spoken_language)

    def _on_end(self, message: dict[str, Any]) -> None:
        self.handoff = message.get("handoffData", "")
        self._socket.close()
        self._over("ended", {"HandoffData": self.handoff} if self.handoff else {})

    def _heard(self, line: str) -> None:
        words = " ".join(line.split())
        problems = [TwimlProblem(what, "text") for what in problems_aloud(words)]
        if problems:
            raise BadTwiml(self._noun.get("url", ""), problems, words.encode())
        self.answer = words.split()
        self._call.hear(words)

    def _interrupt(self, heard: str) -> None:
        """Break into the answer after ``heard`` of it."""
        if self._noun.get("interruptible", "any") in ("none", "false", "dtmf"):
            return
        duration = MILLISECONDS_A_WORD * len(heard.split())
        self._send(
            {
                "type": "interrupt",
                "utteranceUntilInterrupt": heard,
                "durationUntilInterruptMs": duration,
            }
        )

    def _prompt(self, words: str, *, last: bool) -> dict[str, Any]:
        return {"type": "prompt", "voicePrompt": words, "lang": self.language, "last": last}

    def _send(self, message: dict[str, Any]) -> None:
        try:
            self._socket.send(json.dumps(message))
        except ConnectionClosed:
            self.listen()

    def _over(self, status: str, fields: dict[str, str]) -> None:
        self._call.relay = None
        self._socket.close()
        self._call.after(self._verb, self._ending(status, fields))
        self._call.run()

    def _ending(self, status: str, fields: dict[str, str]) -> dict[str, str]:
        return {"SessionId": self.sid, "SessionStatus": status, "SessionDuration": "30", **fields}


def connect(call: Call, verb: Element) -> None:
    """Open a ConversationRelay session; where that fails, the action address takes over."""
    noun = verb.find("ConversationRelay")
    if noun is None:
        call.hear("[Twilio connects to nothing]")
        call.end()
        return
    url = noun.get("url", "")
    try:
        socket = connect_socket(
            url,
            additional_headers={SIGNATURE_HEADER: call.carrier.signature(url)},
            open_timeout=CONNECT_PATIENCE,
            proxy=None,
        )
    except (OSError, TimeoutError, InvalidHandshake, InvalidURI):
        failed = {"SessionStatus": "failed", "SessionId": new_sid("VX"), "SessionDuration": "0"}
        why = {"ErrorCode": NO_CONNECTION, "ErrorMessage": "Unable to connect to WebSocket URL"}
        call.after(verb, {**failed, **why})
        return
    call.relay = Relay(call, verb, noun, socket)
    call.relay.begin()
