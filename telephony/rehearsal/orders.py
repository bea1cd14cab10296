"""Orders for a call that runs, given through the REST API: another document, or its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from telephony.rehearsal.call import Call


def register(call: Call, status: str) -> None:
    """Tell the stand-in that a call runs, or is over, so that its REST API knows it."""
    if not call.carrier.stand_in or call.fields["Direction"] != "inbound":
        return
    shown = {
        "sid": call.sid,
        "from": call.fields["From"],
        "to": call.fields["To"],
        "direction": call.fields["Direction"],
        "status": status,
    }
    try:
        call.carrier.client.post(f"{call.carrier.stand_in}/handsets/calls", json=shown)
    except httpx.HTTPError:
        call.carrier.luck.happened.append("the stand-in does not answer")


def follow(call: Call) -> bool:
    """Follow an order when there is one, and tell whether there was."""
    if not call.carrier.stand_in:
        return False
    address = f"{call.carrier.stand_in}/handsets/calls/{call.sid}/order"
    try:
        order = call.carrier.client.get(address).json()
    except (httpx.HTTPError, ValueError):
        return False
    if not order:
        return False
    obey(call, order)
    return True


def obey(call: Call, order: dict[str, str]) -> None:
    """Do what Twilio does with an updated call: leave whatever it is in, then go there."""
    call.gather = call.record = None
    if call.queued:
        call.queued.redirected(call)
    if call.bridge:
        call.bridge.redirected(call)
    if call.relay:
        call.relay.hang_up()
        call.relay = None
    if order.get("status") == "completed":
        call.end()
    elif order.get("twiml"):
        call.rest = list(call.carrier.checked("Twiml", order["twiml"].encode()))
        call.run()
    elif order.get("url"):
        call.load(order["url"], {}, order.get("method") or "POST")
        call.run()
