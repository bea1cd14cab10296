"""The stand-in's Messages: create, fetch, list; and delivery reports to who asked for them."""

from __future__ import annotations

import threading
from dataclasses import replace
from email.utils import format_datetime
from typing import TYPE_CHECKING

import httpx
from flask import Flask, Response, jsonify, request
from twilio.request_validator import SIGNATURE_HEADER, RequestValidator

from language.segments import segments
from telephony.rehearsal.carrier import new_sid
from telephony.rehearsal.rest_shapes import Delivered, created, error

if TYPE_CHECKING:
    from telephony.rehearsal.twilio_stand_in import TwilioStandIn

STOPPED, BAD_NUMBER, TOO_LONG, NOT_FOUND = 21610, 21604, 21617, 20404
LONGEST = 1600
A_MOMENT = 0.2
"""Seconds between two reports."""


def add(app: Flask, stand_in: TwilioStandIn) -> None:
    """Add the addresses of Messages, and the one where a handset looks for its texts."""
    desk = Messages(stand_in)
    base = f"/2010-04-01/Accounts/{stand_in.account}/Messages"
    app.add_url_rule(f"{base}.json", "create", desk.create, methods=["POST"])
    app.add_url_rule(f"{base}.json", "list", desk.list, methods=["GET"])
    app.add_url_rule(f"{base}/<sid>.json", "fetch", desk.fetch, methods=["GET"])
    app.add_url_rule("/handsets/<number>/texts", "texts", desk.texts)


class Messages:
    """Takes texts and delivers them to handsets."""

    def __init__(self, stand_in: TwilioStandIn) -> None:
        """Work for a stand-in."""
        self._its = stand_in

    def create(self) -> Response:
        """Take a text, deliver it, and report later."""
        fault = self._its.next_fault()
        if fault and fault.status:
            return error(fault.status, fault.code)
        if code := self._refused():
            return error(400, code)
        text = self._deliver(request.form["To"], request.form["Body"], request.form["From"])
        report_to = request.form.get("StatusCallback")
        if report_to:
            threading.Thread(target=self._report, args=(text, report_to), daemon=True).start()
        if fault and fault.silent_seconds:
            self._its.end.wait(fault.silent_seconds)
        return created(self._shown(text))

    def fetch(self, sid: str) -> Response:
        """Show one text."""
        text = self._found(sid)
        return jsonify(self._shown(text)) if text else error(404, NOT_FOUND)

    def list(self) -> Response:
        """Show texts by the numbers they went to and came from."""
        to, sender = request.args.get("To"), request.args.get("From")
        shown = [
            self._shown(text)
            for text in reversed(self._its.delivered)
            if to in (None, text.number) and sender in (None, text.sender)
        ]
        return jsonify({"messages": shown, "page": 0, "page_size": 50, "next_page_uri": None})

    def texts(self, number: str) -> Response:
        """Show a handset what has come."""
        after = request.args.get("after", 0, type=int)
        mine = [t for t in self._its.delivered if t.number == number and t.id > after]
        arrived = [t for t in mine if t.number not in self._its.undeliverable]
        return jsonify({"texts": [{"id": text.id, "body": text.body} for text in arrived]})

    def _refused(self) -> int:
        form = request.form
        if any(not form.get(name) for name in ("To", "From", "Body")):
            return BAD_NUMBER
        if form["To"] in self._its.stopped:
            return STOPPED
        return TOO_LONG if len(form["Body"]) > LONGEST else 0

    def _deliver(self, number: str, body: str, sender: str) -> Delivered:
        with self._its.lock:
            at = self._its.clock()
            text = Delivered(next(self._its.ids), new_sid("SM"), number, body, sender, made_at=at)
            self._its.delivered.append(text)
            return text

    def _found(self, sid: str) -> Delivered | None:
        return next((text for text in self._its.delivered if text.sid == sid), None)

    def _report(self, text: Delivered, address: str) -> None:
        """Post signed reports, a moment apart; the line may repeat or reorder them."""
        code = self._its.undeliverable.get(text.number)
        statuses = list(self._its.reports)
        if code and statuses:
            statuses = ["sent", "undelivered"]
        for status in self._its.luck.shuffled(statuses):
            if self._its.end.wait(A_MOMENT):
                return
            self._note(text, status, code if status == "undelivered" else None)
            copies = 2 if self._its.luck.strikes("duplicated") else 1
            for _ in range(0 if self._its.luck.strikes("lost") else copies):
                self._post(text, status, address, code)

    def _note(self, text: Delivered, status: str, code: int | None) -> None:
        with self._its.lock:
            place = next(i for i, one in enumerate(self._its.delivered) if one.sid == text.sid)
            noted = replace(self._its.delivered[place], status=status, error=code)
            self._its.delivered[place] = noted

    def _post(self, text: Delivered, status: str, address: str, code: int | None) -> None:
        fields = {
            "MessageSid": text.sid,
            "SmsSid": text.sid,
            "MessageStatus": status,
            "SmsStatus": status,
            "AccountSid": self._its.account,
            "From": text.sender,
            "To": text.number,
            "ApiVersion": "2010-04-01",
        } | ({"ErrorCode": str(code)} if code and status == "undelivered" else {})
        signature = RequestValidator(self._its.token).compute_signature(address, fields)
        headers = {SIGNATURE_HEADER: signature}
        try:
            httpx.post(address, data=fields, headers=headers, timeout=15, trust_env=False)
        except httpx.HTTPError:
            return

    def _shown(self, text: Delivered) -> dict[str, str | None]:
        return {
            "sid": text.sid,
            "account_sid": self._its.account,
            "to": text.number,
            "from": text.sender,
            "body": text.body,
            "status": text.status,
            "date_created": format_datetime(text.made_at) if text.made_at else None,
            "direction": "outbound-api",
            "num_segments": str(segments(text.body)),
            "error_code": str(text.error) if text.error else None,
        }
