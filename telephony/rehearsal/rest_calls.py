"""The stand-in's Calls: create (and be rung), fetch, list, update; and orders for running calls."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from flask import Flask, Response, jsonify, request

from telephony.rehearsal.call import Call
from telephony.rehearsal.carrier import Carrier, new_sid
from telephony.rehearsal.rest_shapes import Ringing, created, error

if TYPE_CHECKING:
    from telephony.rehearsal.twilio_stand_in import TwilioStandIn

NOT_FOUND, NOT_RUNNING, MISSING = 20404, 21220, 21201


def add(app: Flask, stand_in: TwilioStandIn) -> None:
    """Add the addresses of Calls, and those where a simulated call makes itself known."""
    desk = Calls(stand_in)
    base = f"/2010-04-01/Accounts/{stand_in.account}/Calls"
    app.add_url_rule(f"{base}.json", "create_call", desk.create, methods=["POST"])
    app.add_url_rule(f"{base}.json", "list_calls", desk.list, methods=["GET"])
    app.add_url_rule(f"{base}/<sid>.json", "fetch_call", desk.fetch, methods=["GET"])
    app.add_url_rule(f"{base}/<sid>.json", "update_call", desk.update, methods=["POST"])
    app.add_url_rule("/handsets/calls", "register_call", desk.register, methods=["POST"])
    app.add_url_rule("/handsets/calls/<sid>/order", "call_order", desk.order)


class Calls:
    """Rings whom Doorstep calls, and passes on what it says to calls that run."""

    def __init__(self, stand_in: TwilioStandIn) -> None:
        """Work for a stand-in."""
        self._its = stand_in

    def create(self) -> Response:
        """Ring a number; who answers it follows the TwiML of ``Url`` or ``Twiml``."""
        fault = self._its.next_fault()
        if fault and fault.status:
            return error(fault.status, fault.code)
        form = request.form
        if not (form.get("To") and form.get("From") and (form.get("Url") or form.get("Twiml"))):
            return error(400, MISSING)
        shown = {
            "sid": new_sid("CA"),
            "to": form["To"],
            "from": form["From"],
            "direction": "outbound-api",
            "status": "queued",
        }
        self._its.calls[shown["sid"]] = Ringing(shown)
        ring = threading.Thread(target=self._ring, args=(shown, form.to_dict()), daemon=True)
        ring.start()
        if fault and fault.silent_seconds:
            self._its.end.wait(fault.silent_seconds)
        return created(self._all(shown))

    def fetch(self, sid: str) -> Response:
        """Show one call."""
        call = self._its.calls.get(sid)
        return jsonify(self._all(call.shown)) if call else error(404, NOT_FOUND)

    def list(self) -> Response:
        """Show calls by their numbers and status."""
        wanted = {name: request.args.get(name.title()) for name in ("to", "from", "status")}
        shown = [
            self._all(call.shown)
            for call in self._its.calls.values()
            if all(value in (None, call.shown[name]) for name, value in wanted.items())
        ]
        return jsonify({"calls": shown, "page": 0, "page_size": 50, "next_page_uri": None})

    def update(self, sid: str) -> Response:
        """Give a running call an order: other TwiML, or its end."""
        call = self._its.calls.get(sid)
        if call is None:
            return error(404, NOT_FOUND)
        if call.shown["status"] == "completed":
            return error(400, NOT_RUNNING)
        names = {"Url": "url", "Method": "method", "Twiml": "twiml", "Status": "status"}
        call.order = {ours: request.form[its] for its, ours in names.items() if its in request.form}
        return jsonify(self._all(call.shown))

    def register(self) -> Response:
        """Note a call that a handset makes, or that it is over."""
        shown = request.get_json()
        known = self._its.calls.setdefault(shown["sid"], Ringing(shown))
        known.shown.update(shown)
        return Response(status=204)

    def order(self, sid: str) -> Response:
        """Hand an order to the call, once."""
        with self._its.lock:
            call = self._its.calls.get(sid)
            order = call.order if call else {}
            if call:
                call.order = {}
        return jsonify(order)

    def _ring(self, shown: dict[str, str], form: dict[str, str]) -> None:
        """Be the telephone at the other end, as the exchange says it behaves."""
        answering = self._its.exchange.at(shown["to"])
        carrier = Carrier(form.get("Url") or form.get("StatusCallback", ""), self._its.token)
        with carrier.client:
            call = Call(
                carrier,
                sid=shown["sid"],
                sender=shown["from"],
                to=shown["to"],
                exchange=self._its.exchange,
                direction="outbound-api",
            )
            call.status_url = ""
            shown["status"] = answering.outcome
            if answering.outcome == "answered":
                shown["status"] = "in-progress"
                self._follow(call, form, answering.presses)
                shown["status"] = "completed"
            asks = form.get("StatusCallback", "")
            call.tell(asks, {"CallStatus": shown["status"], "CallDuration": "30"})

    def _follow(self, call: Call, form: dict[str, str], keys: tuple[str, ...]) -> None:
        if form.get("Url"):
            call.load(form["Url"], {}, form.get("Method", "POST"))
        else:
            call.rest = list(call.carrier.checked("Twiml", form["Twiml"].encode()))
        call.run()
        for key in keys:
            if call.gather is not None:
                call.presses(key)
        while call.gather is not None and not call.is_over:
            call.silent()
        call.hang_up()

    def _all(self, shown: dict[str, str]) -> dict[str, str | None]:
        return {**shown, "account_sid": self._its.account, "parent_call_sid": None}
