"""Brings requests to Doorstep as Twilio does: signed, with its limits, and with a line's troubles.

Sources: Twilio's "Security" (signatures), "Webhooks: connection overrides" (time-outs, retries),
"Availability and reliability" (fallback), and the TwiML reference (sizes).
"""

import hashlib
import json
import secrets
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode, urljoin
from xml.etree import ElementTree

import httpx
from twilio.request_validator import SIGNATURE_HEADER, RequestValidator

from telephony.rehearsal.trouble import NONE, Luck, Trouble
from telephony.twiml_check import TwimlProblem, check_twiml

ACCOUNT = "AC00000000000000000000000000000000"
PATIENCE = 15.0
"""Seconds that Twilio waits for an answer in all, retries included."""
CONNECT_PATIENCE = 5.0
"""Seconds that Twilio waits for a connection."""
LARGEST_TWIML = 64 * 1024
"""Bytes of TwiML that Twilio reads."""
RETRIES = 1
"""How often Twilio tries again when no answer came."""
IDEMPOTENCY_HEADER = "I-Twilio-Idempotency-Token"
"""The same on a request and on its retries."""
EXPECTS_HEADER = "Doorstep-Expects"

NO_ANSWER, BAD_ANSWER, BAD_TWIML = "11205", "11200", "12100"
"""Twilio's error codes: connection failed, HTTP retrieval failure, document parse failure."""


class LineBroken(Exception):
    """Doorstep gave nothing that Twilio can use: a resident would see or hear nothing."""

    def __init__(self, why: str, *, code: str = BAD_ANSWER) -> None:
        """Say why; ``code`` is Twilio's number for it."""
        super().__init__(why)
        self.code = code


class BadTwiml(AssertionError):
    """TwiML that Twilio would refuse or pass over, or that an ear cannot take: mend the program."""

    def __init__(self, url: str, problems: list[TwimlProblem], document: bytes) -> None:
        """Name every problem, and show the document with its words: this is a rehearsal."""
        listed = "; ".join(f"<{problem.verb}>: {problem.what}" for problem in problems)
        shown = document.decode(errors="replace")
        super().__init__(f"bad TwiML from {url}: {listed}\n{shown}")
        self.problems = problems


class Carrier:
    """The way from one telephone number to one Doorstep."""

    def __init__(
        self,
        base_url: str,
        auth_token: str,
        *,
        transport: httpx.BaseTransport | None = None,
        trouble: Trouble = NONE,
        stand_in_url: str = "",
        patience: float = PATIENCE,
    ) -> None:
        """Reach the web app at ``base_url``, which must be its PUBLIC_BASE_URL.

        ``transport`` lets tests call a Flask app without a network. ``stand_in_url`` is where
        Doorstep finds its Twilio: texts, calls and recordings of ours lie there too.
        """
        self.base = base_url.rstrip("/")
        self.stand_in = stand_in_url.rstrip("/")
        self.luck = Luck(trouble)
        self.differing: list[str] = []
        """Addresses that answered a repeated request otherwise than the first: a defect."""
        self._patience = patience
        self._validator = RequestValidator(auth_token)
        limits = httpx.Timeout(patience, connect=CONNECT_PATIENCE)
        self.client = httpx.Client(transport=transport, timeout=limits, trust_env=False)

    def address(self, path: str) -> str:
        """Return the whole address of a path; whole addresses stay as they are."""
        return urljoin(self.base + "/", path)

    def signature(self, url: str, fields: Mapping[str, str] | None = None) -> str:
        """Sign an address and what is posted to it, as Twilio signs."""
        return str(self._validator.compute_signature(url, fields or {}))

    def post(self, path: str, fields: Mapping[str, str]) -> httpx.Response:
        """Post a form through whatever trouble the line has, and return the answer."""
        url = self.address(path)
        headers = {SIGNATURE_HEADER: self.signature(url, fields)}
        return self._through_trouble("POST", url, headers, dict(fields))

    def post_json(self, path: str, body: Mapping[str, Any]) -> httpx.Response:
        """Post JSON: its digest stands in the address, and the address is signed."""
        content = json.dumps(body).encode()
        digest = hashlib.sha256(content).hexdigest()
        url = self.address(path)
        url += ("&" if "?" in url else "?") + f"bodySHA256={digest}"
        headers = {SIGNATURE_HEADER: self.signature(url), "Content-Type": "application/json"}
        return self._limited("POST", url, headers, content=content)

    def get(self, path: str, fields: Mapping[str, str] | None = None) -> httpx.Response:
        """Fetch a page with fields in its address, signed like everything."""
        url = self.address(path)
        if fields:
            url += ("&" if "?" in url else "?") + urlencode(fields)
        headers = {SIGNATURE_HEADER: self.signature(url)}
        return self._through_trouble("GET", url, headers, None)

    def document(
        self, url: str, fields: Mapping[str, str], method: str = "POST"
    ) -> tuple[ElementTree.Element, httpx.Response]:
        """Ask for TwiML and return it with its answer. Bad TwiML fails a rehearsal with words."""
        answer = self.get(url, fields) if method == "GET" else self.post(url, fields)
        if answer.status_code >= 400:
            raise LineBroken(f"HTTP {answer.status_code} from {url}")
        return self.checked(url, answer.content), answer

    def checked(self, url: str, content: bytes) -> ElementTree.Element:
        """Return a TwiML document; raise BadTwiml for what is wrong in it."""
        if not content.strip():
            raise LineBroken(f"an empty answer from {url}", code=BAD_TWIML)
        problems = check_twiml(content)
        if problems:
            raise BadTwiml(url, problems, content)
        return ElementTree.fromstring(content)  # noqa: S314 our own server's answer

    def _through_trouble(
        self, method: str, url: str, headers: dict[str, str], fields: dict[str, str] | None
    ) -> httpx.Response:
        """Do a request; after a failed connection or a lost answer, try again as Twilio does."""
        headers = {**headers, IDEMPOTENCY_HEADER: secrets.token_hex(16)}
        latest = time.monotonic() + self._patience
        for last in (*[False] * RETRIES, True):
            try:
                return self._one_try(method, url, headers, fields)
            except (LineBroken, httpx.TransportError):
                if last or time.monotonic() > latest:
                    raise
        raise AssertionError("the last try returns or raises")

    def _one_try(
        self, method: str, url: str, headers: dict[str, str], fields: dict[str, str] | None
    ) -> httpx.Response:
        if self.luck.strikes("late"):
            time.sleep(self.luck.trouble.late_seconds)
        if self.luck.strikes("lost"):
            raise httpx.ConnectError("lost on the way")
        if self.luck.strikes("duplicated"):
            answer = self._twice(method, url, headers, fields)
        else:
            answer = self._limited(method, url, headers, data=fields)
        if self.luck.strikes("answer_lost"):
            raise LineBroken("the answer was lost", code=NO_ANSWER)
        return answer

    def _twice(
        self, method: str, url: str, headers: dict[str, str], fields: dict[str, str] | None
    ) -> httpx.Response:
        with ThreadPoolExecutor(2) as both:
            sent = [both.submit(self._limited, method, url, headers, data=fields) for _ in "12"]
        first, second = (one.result() for one in sent)
        if (first.status_code, first.content) != (second.status_code, second.content):
            self.differing.append(url)
        return first

    def _limited(
        self,
        method: str,
        url: str,
        headers: dict[str, str],
        *,
        data: dict[str, str] | None = None,
        content: bytes | None = None,
    ) -> httpx.Response:
        """Do one request within Twilio's time and size. A redirect is followed by nobody."""
        latest = time.monotonic() + self._patience
        request = {"headers": headers, "data": data, "content": content}
        with self.client.stream(method, url, **request) as answer:  # type: ignore[arg-type]
            body = b""
            for part in answer.iter_bytes():
                body += part
                if len(body) > LARGEST_TWIML:
                    raise LineBroken(f"more than 64 kB from {url}", code=BAD_TWIML)
                if time.monotonic() > latest:
                    raise LineBroken(f"no whole answer in time from {url}", code=NO_ANSWER)
        kept = {name: answer.headers[name] for name in answer.headers if name in KEPT}
        return httpx.Response(answer.status_code, headers=kept, content=body)


KEPT = frozenset({"content-type", EXPECTS_HEADER.lower(), "location"})


def new_sid(kind: str) -> str:
    """Return an id in Twilio's form: two letters and 32 hexadecimal digits."""
    return kind + secrets.token_hex(16)
