"""What each TwiML verb does to a simulated call. Source: Twilio's TwiML reference, verb by verb."""

from collections.abc import Callable
from xml.etree.ElementTree import Element

from telephony.rehearsal.call import Call
from telephony.rehearsal.dialling import dial
from telephony.rehearsal.queueing import enqueue, leave
from telephony.rehearsal.relay import connect


def do(call: Call, verb: Element) -> None:
    """Do one verb. A verb that Twilio does not know ends the call, as it does there."""
    VERBS.get(verb.tag, _unknown)(call, verb)


def words_of(say: Element) -> str:
    """Return the words of a <Say>, whatever SSML is around them."""
    return " ".join("".join(say.itertext()).split())


def _say(call: Call, say: Element) -> None:
    for _ in range(int(say.get("loop", "1")) or 1):
        call.hear(words_of(say))


def _play(call: Call, play: Element) -> None:
    tones = play.get("digits")
    call.hear(f"[tones {tones}]" if tones else f"[plays {(play.text or '').strip()}]")


def _pause(call: Call, pause: Element) -> None:
    """Let time pass; a rehearsal does not wait for it."""


def _gather(call: Call, gather: Element) -> None:
    for part in gather:
        do(call, part)
    call.gather = gather


def _record(call: Call, record: Element) -> None:
    if record.get("playBeep", "true") == "true":
        call.hear("[beep]")
    call.record = record


def _redirect(call: Call, redirect: Element) -> None:
    call.load((redirect.text or "").strip(), {}, redirect.get("method", "POST"))


def _hangup(call: Call, _: Element) -> None:
    call.end()


def _unknown(call: Call, verb: Element) -> None:
    call.hear(f"[Twilio does not know <{verb.tag}>]")
    call.end()


VERBS: dict[str, Callable[[Call, Element], None]] = {
    "Say": _say,
    "Play": _play,
    "Pause": _pause,
    "Gather": _gather,
    "Record": _record,
    "Redirect": _redirect,
    "Hangup": _hangup,
    "Reject": _hangup,
    "Dial": dial,
    "Enqueue": enqueue,
    "Leave": leave,
    "Connect": connect,
}
