"""A Doorstep that answers each address with the TwiML of a test, and keeps what was posted."""

import time

import httpx
from flask import Flask, Response, request
from twilio.request_validator import RequestValidator

from telephony.rehearsal.exchange import Exchange
from telephony.rehearsal.handset import Handset
from telephony.rehearsal.trouble import NONE, Trouble

TOKEN = "a token for tests"
BASE = "http://localhost:8000"
NUMBER = "+447700900123"
COORDINATOR = "+447700900555"


def say(words: str, **attributes: str) -> str:
    """A <Say> as Doorstep writes it."""
    others = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f'<Say voice="Polly.Amy-Neural" language="en-GB"{others}>{words}</Say>'


def listen(action: str = "", **attributes: str) -> str:
    """A <Gather> that listens to speech and keys."""
    given = {"input": "speech dtmf", "language": "en-GB", **attributes}
    given |= {"action": action} if action else {}
    return "<Gather" + "".join(f' {name}="{value}"' for name, value in given.items()) + "/>"


class Script:
    """Answers ``/telephony/a/b`` with the TwiML named ``a_b``; a number is an HTTP status."""

    def __init__(self, **twiml: str | int | bytes) -> None:
        self.twiml = {"voice_status": "", **twiml}
        self.slow: dict[str, float] = {}
        self.posted: list[tuple[str, dict[str, str]]] = []
        self.tokens: list[str] = []

    def handset(
        self,
        *,
        exchange: Exchange | None = None,
        trouble: Trouble = NONE,
        stand_in_url: str = "",
        patience: float = 15.0,
    ) -> Handset:
        return Handset(
            BASE,
            TOKEN,
            NUMBER,
            transport=self.transport(),
            exchange=exchange,
            trouble=trouble,
            stand_in_url=stand_in_url,
            patience=patience,
        )

    def transport(self) -> httpx.BaseTransport:
        app = Flask(__name__)
        app.add_url_rule("/telephony/<path:path>", "any", self.answer, methods=["GET", "POST"])
        return Forked(httpx.WSGITransport(app=app), httpx.HTTPTransport())

    def answer(self, path: str) -> Response:
        shown = request.full_path.rstrip("?")
        signature = request.headers["X-Twilio-Signature"]
        assert RequestValidator(TOKEN).validate(BASE + shown, request.form, signature)
        self.posted.append((shown, request.form.to_dict() or request.args.to_dict()))
        self.tokens.append(request.headers.get("I-Twilio-Idempotency-Token", ""))
        time.sleep(self.slow.get(path, 0))
        twiml = self.twiml.get(path.replace("/", "_"), 500)
        if isinstance(twiml, int):
            return Response(status=twiml)
        return Response(twiml if isinstance(twiml, bytes) else f"<Response>{twiml}</Response>")

    def sent_to(self, path: str) -> list[dict[str, str]]:
        """What was sent to an address, in order."""
        return [fields for shown, fields in self.posted if shown.split("?")[0] == path]


class Forked(httpx.BaseTransport):
    """Doorstep without a network; the stand-in for Twilio's REST API over one."""

    def __init__(self, doorstep: httpx.BaseTransport, others: httpx.BaseTransport) -> None:
        self._doorstep, self._others = doorstep, others

    def handle_request(self, sent: httpx.Request) -> httpx.Response:
        ours = sent.url.host == "localhost"
        return (self._doorstep if ours else self._others).handle_request(sent)

    def close(self) -> None:
        self._others.close()
