"""<Conference>: who comes, waits, starts it, leaves, and ends it for all; and who is told."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from telephony.rehearsal.bridge import Bridge
from telephony.rehearsal.exchange import Conference

if TYPE_CHECKING:
    from telephony.rehearsal.call import Call

EVENTS = {
    "participant-join": "join",
    "participant-leave": "leave",
    "conference-start": "start",
    "conference-end": "end",
}
"""What Twilio calls an event in its reports, and in ``statusCallbackEvent``."""


def join(call: Call, verb: Element, noun: Element) -> None:
    """Bring a call into a conference; it begins when somebody who may start it is there."""
    conference = call.exchange.conference((noun.text or "").strip())
    conference.present.append((call, noun))

    def ended(goes_on: bool) -> None:
        leave(call, conference)
        fields = {"DialCallStatus": "answered", "DialBridged": "true"}
        if goes_on:
            call.after(verb, fields)
            call.run()
        else:
            call.tell(verb.get("action", ""), {**fields, "CallStatus": "completed"})

    call.bridge = Bridge(None, ended)
    _report(conference, "participant-join", call)
    call.hear(f"[in the conference {conference.name}]")
    starters = [n for _, n in conference.present if n.get("startConferenceOnEnter") != "false"]
    if not conference.has_started and starters and len(conference.present) > 1:
        conference.has_started = True
        _report(conference, "conference-start", call)


def leave(call: Call, conference: Conference) -> None:
    """Take a call out; the last one, or one that ends it for all, ends the conference."""
    mine = next((noun for one, noun in conference.present if one is call), None)
    if mine is None:
        return
    _report(conference, "participant-leave", call)
    conference.present = [(one, noun) for one, noun in conference.present if one is not call]
    if not conference.present:
        _report(conference, "conference-end", call, of=mine)
        call.exchange.conferences.pop(conference.name, None)
    elif mine.get("endConferenceOnExit") == "true":
        for other, _ in list(conference.present):
            bridge, other.bridge = other.bridge, None
            if bridge:
                bridge.ended(True)


def _report(conference: Conference, event: str, call: Call, *, of: Element | None = None) -> None:
    """Tell the address that the first who came in by gave."""
    noun = of if of is not None else conference.present[0][1]
    if EVENTS[event] not in noun.get("statusCallbackEvent", "").split():
        return
    conference.events += 1
    call.tell(
        noun.get("statusCallback", ""),
        {
            "ConferenceSid": conference.sid,
            "FriendlyName": conference.name,
            "StatusCallbackEvent": event,
            "SequenceNumber": str(conference.events),
            "Timestamp": format_datetime(datetime.now(UTC)),
            "ParticipantLabel": noun.get("participantLabel", ""),
        },
    )
