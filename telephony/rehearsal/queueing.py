"""<Enqueue>, <Leave> and <Dial><Queue>: callers wait, and somebody takes the first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from telephony.rehearsal.bridge import Bridge

if TYPE_CHECKING:
    from telephony.rehearsal.call import Call

MUSIC = "[music]"
WAITED = "30"
"""Seconds that a rehearsal says somebody waited."""


@dataclass
class Queued:
    """A call waits in a queue; ``rest`` is the document that goes on after it."""

    name: str
    verb: Element
    rest: list[Element]

    def waits_on(self, call: Call) -> None:
        """Hear the waiting document, from its start."""
        url = self.verb.get("waitUrl")
        if not url:
            call.hear(MUSIC)
            return
        queue = call.exchange.queue(self.name)
        position = queue.waiting.index(call) + 1 if call in queue.waiting else 1
        fields = {
            "QueueSid": queue.sid,
            "QueuePosition": str(position),
            "QueueTime": WAITED,
            "AvgQueueTime": WAITED,
            "CurrentQueueSize": str(len(queue.waiting)),
        }
        call.load(url, fields, self.verb.get("waitUrlMethod", "POST"))
        call.run()

    def leaves(self, call: Call, result: str) -> None:
        """Leave the queue, and go to its action or on in the document."""
        fields = self._out(call, result)
        call.rest = self.rest
        call.after(self.verb, fields)

    def hang_up(self, call: Call) -> None:
        """Hang up while waiting."""
        fields = self._out(call, "hangup")
        call.tell(self.verb.get("action", ""), {**fields, "CallStatus": "completed"})

    def redirected(self, call: Call) -> None:
        """Be taken elsewhere by the REST API."""
        fields = self._out(call, "redirected")
        call.tell(self.verb.get("action", ""), fields)

    def _out(self, call: Call, result: str) -> dict[str, str]:
        queue = call.exchange.queue(self.name)
        if call in queue.waiting:
            queue.waiting.remove(call)
        call.queued = None
        return {"QueueResult": result, "QueueSid": queue.sid, "QueueTime": WAITED}


def enqueue(call: Call, verb: Element) -> None:
    """Put the caller into a queue and let them hear what there is to hear."""
    name = (verb.text or "").strip()
    call.queued, call.rest = Queued(name, verb, call.rest), []
    call.exchange.queue(name).waiting.append(call)
    call.queued.waits_on(call)


def leave(call: Call, _: Element) -> None:
    """<Leave> in a waiting document."""
    if call.queued:
        call.queued.leaves(call, "leave")


def take_first(call: Call, verb: Element, noun: Element) -> None:
    """Connect with who waits longest; nobody there is a call that nobody answers."""
    queue = call.exchange.queues.get((noun.text or "").strip())
    if not queue or not queue.waiting:
        call.after(verb, {"DialCallStatus": "no-answer" if queue else "failed"})
        return
    caller = queue.waiting.pop(0)
    queued, caller.queued = caller.queued, None
    caller.gather = None
    if noun.get("url"):
        _whisper_to(caller, call, noun, queue.sid)
    assert queued is not None  # noqa: S101 whoever waits is queued

    def caller_freed(goes_on: bool) -> None:
        caller.queued = queued
        if goes_on:
            queued.leaves(caller, "bridged")
            caller.run()
        else:
            queued.hang_up(caller)

    def taker_freed(goes_on: bool) -> None:
        fields = {"DialCallStatus": "completed", "DialCallSid": caller.sid, "QueueSid": queue.sid}
        if goes_on:
            call.after(verb, fields)
            call.run()
        else:
            call.tell(verb.get("action", ""), {**fields, "CallStatus": "completed"})

    caller.bridge, call.bridge = Bridge(call, caller_freed), Bridge(caller, taker_freed)
    caller.hear(f"[connected to {call.fields['From']}]")
    call.hear(f"[connected to {caller.fields['From']}]")


def _whisper_to(caller: Call, taker: Call, noun: Element, queue_sid: str) -> None:
    """Tell who waited that they are about to be connected. Only Say, Play, Pause and Redirect."""
    ends, caller.at_the_end = caller.at_the_end, lambda: None
    fields = {"QueueSid": queue_sid, "QueueTime": WAITED, "DequeingCallSid": taker.sid}
    caller.load(noun.get("url", ""), fields, noun.get("method", "POST"))
    caller.run()
    caller.at_the_end = ends
