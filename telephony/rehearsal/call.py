"""A simulated call: follows TwiML step by step, and keeps what the caller heard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

import httpx

from telephony.rehearsal import gathering, orders, recorder
from telephony.rehearsal.carrier import ACCOUNT, NO_ANSWER, Carrier, LineBroken
from telephony.rehearsal.exchange import Exchange

if TYPE_CHECKING:
    from telephony.rehearsal.bridge import Bridge
    from telephony.rehearsal.queueing import Queued
    from telephony.rehearsal.relay import Relay

VOICE_PATH = "/telephony/voice"
STATUS_PATH = "/telephony/voice/status"
FALLBACK_PATH = "/telephony/voice/fallback"

MOST_VERBS = 200
"""TwiML that redirects for ever must not hang a rehearsal."""

APPLICATION_ERROR = "[Twilio says that an application error has occurred]"
"""What a caller hears when the fallback page fails too."""


class CallEnded(Exception):
    """The call is over: nobody listens any more."""


class NotListening(Exception):
    """A key or words were given while nothing was being gathered."""


class Call:
    """One leg of a call. ``gather`` is the <Gather> that waits for the caller, if one does.

    Instead, ``record`` (a <Record>), ``queued``, ``bridge`` (somebody at the other end) or
    ``relay`` (a ConversationRelay session) may be what the call is in.
    """

    def __init__(
        self,
        carrier: Carrier,
        *,
        sid: str,
        sender: str,
        to: str,
        exchange: Exchange,
        direction: str = "inbound",
        parent: str = "",
    ) -> None:
        """Make a leg that has not rung yet. ``parent`` is the id of the call that dialled it."""
        self.sid = sid
        self.is_over = False
        self.carrier, self.exchange = carrier, exchange
        self.gather: Element | None = None
        self.record: Element | None = None
        self.queued: Queued | None = None
        self.bridge: Bridge | None = None
        self.relay: Relay | None = None
        self.expects = ""
        self.rest: list[Element] = []
        self.at = carrier.address(VOICE_PATH)
        self.at_the_end: Callable[[], None] = self.end
        self.status_url = carrier.address(STATUS_PATH) if not parent else ""
        self._heard: list[str] = []
        self.fields = {
            "CallSid": sid,
            "AccountSid": ACCOUNT,
            "From": sender,
            "Caller": sender,
            "To": to,
            "Called": to,
            "Direction": direction,
            "ApiVersion": "2010-04-01",
        } | ({"ParentCallSid": parent} if parent else {})

    def ring(self) -> Call:
        """Ring and hear the greeting."""
        orders.register(self, "in-progress")
        self.load(VOICE_PATH, {"CallStatus": "ringing"})
        self.run()
        return self

    # --- what the caller does ------------------------------------------------------------------

    def hears(self) -> str:
        """Return what was heard since the last time, a line for each <Say>."""
        if self.relay:
            self.relay.listen()
        heard, self._heard = "\n".join(self._heard), []
        return heard

    def says(self, text: str, *, confidence: float = 0.92, interrupting: str = "") -> str:
        """Say something and return what is heard next; the line may be silent or garble it.

        ``interrupting``: how much of the last answer was heard when the caller broke in (only in
        a ConversationRelay session).
        """
        self.is_listened_to("speech")
        if self.relay:
            return self.relay.says(text, interrupting=interrupting)
        return gathering.says(self, text, confidence=confidence)

    def presses(self, keys: str) -> str:
        """Press keys; only those that are waited for are sent. Return what is heard next."""
        self.is_listened_to("dtmf")
        return self.relay.presses(keys) if self.relay else gathering.presses(self, keys)

    def silent(self) -> str:
        """Say nothing until the time is out, and return what is heard next."""
        self.is_listened_to("")
        if self.record is not None:
            return recorder.leaves_nothing(self)
        return self.relay.silent() if self.relay else gathering.silent(self)

    def leaves_message(self, words: str, *, seconds: int = 5, ends: str = "#") -> str:
        """Speak after the tone. ``ends`` is the key that ends it, "hangup", or "" for silence."""
        if self.is_over:
            raise CallEnded
        if self.record is None:
            raise NotListening("no message is being recorded")
        return recorder.leaves(self, words, seconds=seconds, ends=ends)

    def waits(self) -> str:
        """Wait on in a queue, or for an order that comes from outside; return what is heard."""
        if self.is_over:
            raise CallEnded
        if not orders.follow(self) and self.queued:
            self.queued.waits_on(self)
        return self.hears()

    def hang_up(self) -> None:
        """Hang up. Twilio then tells whoever must know, and the status address last."""
        if self.is_over:
            return
        if self.record is not None:
            recorder.leaves(self, "", seconds=3, ends="hangup")
        if self.relay:
            self.relay.hang_up()
        if self.queued:
            self.queued.hang_up(self)
        if self.bridge:
            self.bridge.hang_up(self)
        self.end()

    @property
    def other(self) -> Call | None:
        """Who is at the other end."""
        return self.bridge.other if self.bridge else None

    def is_listened_to(self, kind: str) -> None:
        """Raise unless words ("speech") or keys ("dtmf") would be taken now."""
        if self.is_over:
            raise CallEnded
        orders.follow(self)
        if self.relay or (not kind and self.record is not None):
            return
        if self.gather is None or kind not in self.gather.get("input", "dtmf"):
            raise NotListening(kind or "anything")

    # --- what the line does --------------------------------------------------------------------

    def hear(self, line: str) -> None:
        """Let the caller hear a line."""
        self._heard.append(line)

    def goes_on(self, url: str, fields: Mapping[str, str], method: str = "POST") -> str:
        """Fetch what comes next, follow it, and return what is heard."""
        self.load(url, fields, method)
        self.run()
        return self.hears()

    def load(self, url: str, fields: Mapping[str, str], method: str = "POST") -> None:
        """Take the next document; after an error, that of the fallback address."""
        self.gather = self.record = None
        self.at = urljoin(self.at, url)
        posted = {**self.fields, "CallStatus": "in-progress", **fields}
        try:
            root, answer = self.carrier.document(self.at, posted, method)
            self.expects = answer.headers.get("Doorstep-Expects", self.expects)
        except (LineBroken, httpx.HTTPError) as problem:
            self._fall_back(posted, getattr(problem, "code", NO_ANSWER))
            return
        self.rest = list(root)

    def _fall_back(self, posted: Mapping[str, str], code: str) -> None:
        failed, self.at = self.at, self.carrier.address(FALLBACK_PATH)
        fields = {**posted, "ErrorCode": code, "ErrorUrl": failed}
        try:
            root, _ = self.carrier.document(self.at, fields, "GET")
        except (LineBroken, httpx.HTTPError):
            self.hear(APPLICATION_ERROR)
            self.end()
            return
        self.rest = list(root)

    def run(self) -> None:
        """Follow the verbs until the caller is asked, or the document ends and the call with it."""
        from telephony.rehearsal.verbs import do  # verbs make calls themselves

        for _ in range(MOST_VERBS):
            if self.is_over or self.is_waiting:
                return
            if not self.rest:
                if self.queued:
                    return  # the waiting music plays again and again
                self.at_the_end()
                return
            do(self, self.rest.pop(0))
        raise CallEnded("the TwiML does not come to an end")

    @property
    def is_waiting(self) -> bool:
        """Tell whether somebody must do something before the document goes on."""
        waits_for = (self.gather, self.record, self.bridge, self.relay)
        return any(one is not None for one in waits_for)

    def after(self, verb: Element, fields: Mapping[str, str]) -> None:
        """Go to a verb's action address, or on in the document when it has none."""
        action = verb.get("action")
        if action:
            self.load(action, fields, verb.get("method", "POST"))

    def tell(self, url: str, fields: Mapping[str, str]) -> None:
        """Post something to an address whose answer plays no part."""
        if url:
            try:
                self.carrier.post(urljoin(self.at, url), {**self.fields, **fields})
            except (LineBroken, httpx.HTTPError):
                self.carrier.luck.happened.append(f"nobody took {url}")

    def end(self) -> None:
        """End the call and report it."""
        if self.is_over:
            return
        self.is_over = True
        self.gather = self.record = self.bridge = self.queued = self.relay = None
        orders.register(self, "completed")
        self.tell(self.status_url, {"CallStatus": "completed", "CallDuration": "30"})
