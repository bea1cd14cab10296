"""<Dial>: rings numbers, whispers to who answers, joins conferences, takes calls from queues."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from telephony.rehearsal import conferencing
from telephony.rehearsal.bridge import Bridge
from telephony.rehearsal.call import Call
from telephony.rehearsal.carrier import new_sid
from telephony.rehearsal.queueing import take_first

TALK_SECONDS = "60"


def dial(call: Call, verb: Element) -> None:
    """Connect the caller as a <Dial> asks."""
    queue, conference = verb.find("Queue"), verb.find("Conference")
    if conference is not None:
        conferencing.join(call, verb, conference)
    elif queue is not None:
        take_first(call, verb, queue)
    else:
        _ring_numbers(call, verb)


def _ring_numbers(call: Call, verb: Element) -> None:
    """Ring all numbers at once; the first who answers, and wants the call, is connected."""
    nouns = list(verb) or [verb]
    outcome, leg, is_bridged = "failed", None, False
    for noun in nouns:
        number = (noun.text or "").strip()
        call.hear(f"[rings {number}]")
        leg = _leg(call, verb, number)
        outcome = call.exchange.at(number).outcome
        _report(leg, noun, "initiated", "ringing")
        if outcome == "answered":
            _report(leg, noun, "answered")
            is_bridged = _whisper(leg, noun, call.exchange.at(number).presses)
        if is_bridged:
            _connect(call, verb, leg, noun)
            return
        _report(leg, noun, "completed")
    status = "completed" if outcome == "answered" else outcome
    call.after(verb, _ending(leg, status, is_bridged=False))


def _leg(call: Call, verb: Element, number: str) -> Call:
    """Make the call to a number; whoever is rung sees the caller's number unless told otherwise."""
    return Call(
        call.carrier,
        sid=new_sid("CA"),
        sender=verb.get("callerId", call.fields["From"]),
        to=number,
        exchange=call.exchange,
        direction="outbound-dial",
        parent=call.sid,
    )


def _whisper(leg: Call, noun: Element, keys: tuple[str, ...]) -> bool:
    """Play the whisper to who answered; tell whether they still want the call."""
    url = noun.get("url")
    if not url:
        return True
    is_through = False

    def through() -> None:
        nonlocal is_through
        is_through = True

    leg.at_the_end = through
    leg.load(url, {}, noun.get("method", "POST"))
    leg.run()
    pressed = list(keys)
    while leg.gather is not None and not leg.is_over:
        heard = leg.hears()
        said = leg.presses(pressed.pop(0)) if pressed else leg.silent()
        leg.hear("\n".join(part for part in (heard, said) if part))
    return is_through and not leg.is_over


def _connect(call: Call, verb: Element, leg: Call, noun: Element) -> None:
    call.hear(f"[connected to {leg.fields['To']}]")

    def ended(goes_on: bool) -> None:
        _report(leg, noun, "completed")
        fields = _ending(leg, "completed", is_bridged=True)
        if goes_on:
            call.after(verb, fields)
            call.run()
        else:
            call.tell(verb.get("action", ""), {**fields, "CallStatus": "completed"})

    call.bridge = Bridge(leg, ended)
    leg.bridge = Bridge(call, lambda goes_on: leg.end() if goes_on else None)


def _ending(leg: Call | None, status: str, *, is_bridged: bool) -> Mapping[str, str]:
    fields = {"DialCallStatus": status, "DialBridged": str(is_bridged).lower()}
    if leg:
        fields["DialCallSid"] = leg.sid
    return fields | ({"DialCallDuration": TALK_SECONDS} if is_bridged else {})


STATUS_OF = {"initiated": "initiated", "ringing": "ringing", "answered": "in-progress"}


def _report(leg: Call, noun: Element, *events: str) -> None:
    """Tell a number's own status address of the events it asked for."""
    wanted = noun.get("statusCallbackEvent", "completed").split()
    for event in events:
        if event in wanted and noun.tag == "Number":
            leg.tell(
                noun.get("statusCallback", ""), {"CallStatus": STATUS_OF.get(event, "completed")}
            )
