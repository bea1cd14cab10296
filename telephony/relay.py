"""Calls over ConversationRelay: Twilio listens and speaks, a WebSocket carries the words.

The steps are those of <Gather>. When the socket fails at any moment, Twilio posts to the action
address, and <Gather> goes on from what is stored.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from flask import Blueprint, Response, request
from flask_sock import Sock  # type: ignore[import-untyped]  # has none
from simple_websocket import Server  # type: ignore[import-untyped]  # has none

from settings import Settings
from telephony.callers import caller_of
from telephony.relay_session import RelaySession
from telephony.signature import socket_address
from telephony.twiml import RELAY_ENDED_PATH, RELAY_PATH, answer, connect_relay, hang_up
from telephony.voice_steps import Step, Steps, Then

log = structlog.get_logger()

Render = Callable[[Step], Response]


def add_relay(blueprint: Blueprint, steps: Steps, settings: Settings, *, render: Render) -> None:
    """Add the socket and the address that takes over when it is closed."""

    def voice_relay(socket: Server) -> None:
        RelaySession(socket, steps, settings).run()

    Sock().route("/voice/relay", bp=blueprint)(voice_relay)
    line = RelayLine(steps, render)
    blueprint.add_url_rule("/voice/relay/ended", "voice_relay_ended", line.ended, methods=["POST"])


def relay_call(step: Step, settings: Settings) -> Response:
    """Return the TwiML that opens the socket; the greeting comes over it."""
    twiml = connect_relay(
        url=socket_address(settings) + RELAY_PATH,
        action=RELAY_ENDED_PATH,
        voice=settings.relay_voice,
    )
    return answer(twiml, expects=step.reply.expects)


@dataclass(frozen=True)
class RelayLine:
    """What follows on a socket's end."""

    steps: Steps
    render: Render

    def ended(self) -> Response:
        """Go on where the socket ended: with a transfer, a recording, or by <Gather>."""
        form, caller = request.form, caller_of(request.form)
        log.info(
            "relay.ended",
            call=caller.call_sid,
            status=form.get("SessionStatus", ""),
            error=form.get("ErrorCode", ""),
        )
        if form.get("CallStatus") == "completed" or form.get("SessionStatus") == "completed":
            return answer(hang_up())
        then, step = _handed_off(form.get("HandoffData", ""))
        if then is Then.PUT_THROUGH:
            return self.render(self.steps.ring_again(caller, step))
        if then is Then.RECORD:
            return self.render(self.steps.record(caller, step))
        return self.render(self.steps.go_on(caller))


def _handed_off(data: str) -> tuple[Then, int]:
    """Read what our own session handed over; anything else means: go on listening."""
    try:
        read = json.loads(data)
        return Then(read["then"]), int(read["step"])
    except (ValueError, KeyError, TypeError):
        return Then.LISTEN, 0
