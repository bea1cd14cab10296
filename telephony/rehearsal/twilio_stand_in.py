"""A stand-in for Twilio's REST API: texts, calls, recordings, and reports to who asked for them.

For rehearsals and tests, so that what Doorstep does on our own account meets the simulated handset.
"""

import itertools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from flask import Flask, Response, request
from werkzeug.serving import make_server

from telephony.rehearsal import rest_calls, rest_messages, rest_recordings
from telephony.rehearsal.exchange import Exchange
from telephony.rehearsal.rest_shapes import Delivered, Fault, Recording, Ringing, error
from telephony.rehearsal.trouble import NONE, Luck, Trouble

__all__ = ["Delivered", "Fault", "TwilioStandIn"]

DELIVERY = ("sent", "delivered")
"""The reports after a text was taken. Twilio reports no initial "queued"."""


class TwilioStandIn:
    """Twilio's Messages, Calls and Recordings, in memory."""

    def __init__(self, account_sid: str, auth_token: str, *, trouble: Trouble = NONE) -> None:
        """Take requests of this account, and sign reports with its token.

        ``undeliverable`` numbers get no text, with Twilio's code for why (30003 switched off, 30006
        a landline); ``stopped`` ones have said STOP, so that Twilio refuses with 21610.
        """
        self.delivered: list[Delivered] = []
        self.faults: list[Fault] = []
        self.reports: tuple[str, ...] = DELIVERY
        self.undeliverable: dict[str, int] = {}
        self.stopped: set[str] = set()
        self.calls: dict[str, Ringing] = {}
        self.recordings: dict[str, Recording] = {}
        self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)
        self.exchange = Exchange()
        self.luck = Luck(trouble)
        self.account, self.token = account_sid, auth_token
        self.ids = itertools.count(1)
        self.lock = threading.Lock()
        self.end = threading.Event()

    def app(self) -> Flask:
        """Return the web app that stands in for api.twilio.com."""
        app = Flask("twilio_stand_in")
        app.before_request(self._refusal)
        rest_messages.add(app, self)
        rest_calls.add(app, self)
        rest_recordings.add(app, self)
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
            self.end.set()
            server.shutdown()
            thread.join()
            server.server_close()

    def next_fault(self) -> Fault | None:
        """Return what is wrong with the request in hand, once."""
        with self.lock:
            return self.faults.pop(0) if self.faults else None

    def _refusal(self) -> Response | None:
        """Refuse who has not the account's token. Handsets come in by their own door."""
        if request.path.startswith("/handsets/"):
            return None
        login = request.authorization
        if login is None or (login.username, login.password) != (self.account, self.token):
            return error(401, 20003)
        return None
