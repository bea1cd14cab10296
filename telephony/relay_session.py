"""One WebSocket of ConversationRelay: words in, words out, until the call goes another way."""

import json
from collections.abc import Mapping
from typing import Any

import structlog
from simple_websocket import ConnectionClosed, Server  # type: ignore[import-untyped]  # has none

from conversation.spool import keep
from settings import Settings
from telephony.callers import Caller, number_of
from telephony.pace import seconds_to_say
from telephony.relay_words import dtmf_of, end, heard_of, language, text
from telephony.twiml import SECONDS_TO_BEGIN, SLOW_TO_BEGIN, TELEPHONE_DIGITS, Place
from telephony.voice_steps import Step, Steps, Then

log = structlog.get_logger()

SECONDS_FOR_SETUP = 10
SECONDS_BETWEEN_KEYS = 4
"""After the last key of a telephone number that is not ended by hash."""
LARGEST_MESSAGE = 64 * 1024


class RelaySession:
    """A session; everything that must outlive it is stored by the steps."""

    def __init__(self, socket: Server, steps: Steps, settings: Settings) -> None:
        """Prepare; nothing is said before Twilio has introduced the call."""
        self._socket, self._steps, self._settings = socket, steps, settings
        self._keys = ""
        self._language = "en"

    def run(self) -> None:
        """Talk until the socket closes. Whatever breaks, Twilio's action address takes over."""
        caller = self._introduced()
        if caller is None:
            return
        log.info("relay.opened", call=caller.call_sid)
        try:
            self._talk(caller)
        except ConnectionClosed:
            log.info("relay.closed", call=caller.call_sid)
        except Exception as problem:  # noqa: BLE001  the caller must not be left with a dead socket
            log.error("relay.fault", call=caller.call_sid, problem=type(problem).__name__)

    def _introduced(self) -> Caller | None:
        setup = self._receive(SECONDS_FOR_SETUP)
        if setup is None or setup.get("type") != "setup" or not setup.get("callSid"):
            log.warning("relay.no_setup")
            return None
        return Caller(str(setup["callSid"]), number_of(str(setup.get("from", ""))))

    def _talk(self, caller: Caller) -> None:
        """Say and listen in turn. What ends the session is said by TwiML: an end cuts words off."""
        step = self._steps.go_on(caller)
        self._say(step)
        while True:
            form = self._listen(caller, step)
            if form is None:
                continue
            step = self._hear(caller, form, step.place)
            if step.then is not Then.LISTEN:
                self._socket.send(end(step))
                return
            self._say(step)

    def _hear(self, caller: Caller, form: Mapping[str, str], place: Place) -> Step:
        """Take a step; words that cannot be taken now are kept on disk for the worker."""
        try:
            return self._steps.hear(caller, form, place)
        except Exception:
            self._keep(caller, form, place)
            raise

    def _listen(self, caller: Caller, step: Step) -> Mapping[str, str] | None:
        """Wait for words, keys or the end of patience; None when it was none of these."""
        message = self._receive(self._patience(step))
        if message is None:
            keys, self._keys = self._keys, ""
            return {"Digits": keys} if keys else {}
        kind = message.get("type")
        if kind == "prompt":
            return self._prompted(caller, message, step)
        if kind == "dtmf":
            return self._pressed(dtmf_of(message), step)
        if kind == "error":
            log.warning("relay.error", call=caller.call_sid)
        return None

    def _prompted(
        self, caller: Caller, message: Mapping[str, Any], step: Step
    ) -> Mapping[str, str] | None:
        words = heard_of(message)
        if message.get("last", True):
            self._keys = ""
            return {"SpeechResult": words}
        if self._steps.overhear(caller, words, step.place.step):
            log.info("call.overheard_danger", call=caller.call_sid)
        return None

    def _pressed(self, key: str, step: Step) -> Mapping[str, str] | None:
        """Gather the keys of a telephone number; elsewhere one key is an answer."""
        if not step.takes_number:
            return {"Digits": key}
        if key != "#":
            self._keys += key
        if key != "#" and len(self._keys) < TELEPHONE_DIGITS:
            return None
        keys, self._keys = self._keys or key, ""
        return {"Digits": keys}

    def _say(self, step: Step) -> None:
        """Say a step; nothing may cut danger's words short."""
        if step.language != self._language:
            self._language = step.language
            self._socket.send(language(step.language))
        for line in step.spoken.warning:
            self._socket.send(text(line, interruptible=False))
        for line in step.spoken.prompt:
            self._socket.send(text(line))

    def _patience(self, step: Step) -> float:
        if self._keys:
            return SECONDS_BETWEEN_KEYS
        said = " ".join((*step.spoken.warning, *step.spoken.prompt))
        return seconds_to_say(said) + (SLOW_TO_BEGIN if step.is_slow else SECONDS_TO_BEGIN)

    def _receive(self, seconds: float) -> Mapping[str, Any] | None:
        """Return the next message; None when none came in time. What is no message is {}."""
        raw = self._socket.receive(timeout=seconds)
        if raw is None:
            return None
        try:
            read = json.loads(raw) if len(raw) <= LARGEST_MESSAGE else {}
        except ValueError:
            read = {}
        return read if isinstance(read, dict) else {}

    def _keep(self, caller: Caller, form: Mapping[str, str], place: Place) -> None:
        record = {
            "kind": "voice_turn",
            "at": self._steps.desk.clock().isoformat(),
            "number": caller.number or "",
            "call_sid": caller.call_sid,
            "text": form.get("SpeechResult") or form.get("Digits") or "",
            "provider_id": f"{caller.call_sid}:{place.step}",
            "status": "",
        }
        if record["text"]:
            keep(self._settings, record)
