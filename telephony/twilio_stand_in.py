"""A small stand-in for Twilio's REST API: takes texts, delivers them to handsets, reports back.

For rehearsals and tests, so that texts on our own account show up on the simulated handset.
"""

import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx
from flask import Flask, Response, jsonify, request
from twilio.request_validator import SIGNATURE_HEADER, RequestValidator
from werkzeug.serving import make_server

from telephony.handset import new_sid

DELIVERY = ("sent", "delivered")
"""The reports after a text was taken. Twilio reports no initial "queued"."""


@dataclass(frozen=True)
class Delivered:
    """A text that reached a handset."""

    id: int
    sid: str
    number: str
    body: str


@dataclass(frozen=True)
class Fault:
    """What the next request meets: an HTTP status with Twilio's code, or silence for seconds.

    A silent request is delivered all the same: that is why it must not be sent again.
    """

    status: int = 0
    code: int = 0
    silent_seconds: float = 0.0


class TwilioStandIn:
    """Twilio's Messages, in memory."""

    def __init__(self, account_sid: str, auth_token: str) -> None:
        """Take requests of this account, and sign reports with its token."""
        self.delivered: list[Delivered] = []
        self.faults: list[Fault] = []
        self.reports: tuple[str, ...] = DELIVERY
        self._account, self._token = account_sid, auth_token
        self._ids = itertools.count(1)
        self._lock = threading.Lock()
        self._end = threading.Event()

    def app(self) -> Flask:
        """Return the web app that stands in for api.twilio.com."""
        app = Flask("twilio_stand_in")
        messages = f"/2010-04-01/Accounts/{self._account}/Messages.json"
        app.add_url_rule(messages, "create", self._create, methods=["POST"])
        app.add_url_rule(messages, "list", self._list, methods=["GET"])
        app.add_url_rule("/handsets/<number>/texts", "texts", self._texts)
        return app

    @contextmanager
    def serving(self, *, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
        """Serve on a port in a thread while the block runs, and give the address."""
        server = make_server(host, port, self.app(), threaded=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.1,), name="Twilio stand-in")
        thread.start()
        try:
            yield f"http://{host}:{server.server_port}"
        finally:
            self._end.set()
            server.shutdown()
            thread.join()
            server.server_close()

    def _create(self) -> Response:
        refused = self._refusal()
        if refused is not None:
            return refused
        fault = self._next_fault()
        if fault and fault.status:
            return _error(fault.status, fault.code)
        text = self._deliver(request.form["To"], request.form["Body"])
        report_to = request.form.get("StatusCallback")
        if report_to:
            threading.Thread(target=self._report, args=(text, report_to), daemon=True).start()
        if fault and fault.silent_seconds:
            self._end.wait(fault.silent_seconds)
        return _created(self._shown(text))

    def _refusal(self) -> Response | None:
        login = request.authorization
        if login is None or (login.username, login.password) != (self._account, self._token):
            return _error(401, 20003)
        missing = [name for name in ("To", "From", "Body") if not request.form.get(name)]
        return _error(400, 21604) if request.method == "POST" and missing else None

    def _next_fault(self) -> Fault | None:
        with self._lock:
            return self.faults.pop(0) if self.faults else None

    def _deliver(self, number: str, body: str) -> Delivered:
        with self._lock:
            text = Delivered(next(self._ids), new_sid("SM"), number, body)
            self.delivered.append(text)
            return text

    def _report(self, text: Delivered, address: str) -> None:
        """Post signed reports, a moment apart, to whoever sent the text."""
        for status in self.reports:
            if self._end.wait(0.2):
                return
            fields = {
                "MessageSid": text.sid,
                "SmsSid": text.sid,
                "MessageStatus": status,
                "SmsStatus": status,
                "AccountSid": self._account,
                "To": text.number,
            }
            signature = RequestValidator(self._token).compute_signature(address, fields)
            try:
                httpx.post(address, data=fields, headers={SIGNATURE_HEADER: signature}, timeout=15)
            except httpx.HTTPError:
                return

    def _list(self) -> Response:
        refused = self._refusal()
        if refused is not None:
            return refused
        to = request.args.get("To")
        shown = [self._shown(text) for text in self.delivered if to in (None, text.number)]
        return jsonify({"messages": shown, "page": 0, "page_size": 50, "next_page_uri": None})

    def _texts(self, number: str) -> Response:
        after = request.args.get("after", 0, type=int)
        mine = [text for text in self.delivered if text.number == number and text.id > after]
        return jsonify({"texts": [{"id": text.id, "body": text.body} for text in mine]})

    def _shown(self, text: Delivered) -> dict[str, str | None]:
        return {
            "sid": text.sid,
            "account_sid": self._account,
            "to": text.number,
            "body": text.body,
            "status": "queued",
            "direction": "outbound-api",
            "error_code": None,
        }


def _created(shown: dict[str, str | None]) -> Response:
    answer = jsonify(shown)
    answer.status_code = 201
    return answer


def _error(status: int, code: int) -> Response:
    answer = jsonify({"code": code, "message": "refused by the stand-in", "status": status})
    answer.status_code = status
    return answer
