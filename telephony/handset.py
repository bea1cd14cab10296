"""A simulated handset: texts and calls Doorstep with signed requests, as Twilio would for it.

For rehearsals, tests and simulations. It follows TwiML as Twilio documents it and nothing kinder.
"""

import secrets
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urljoin
from xml.etree import ElementTree

import httpx
from twilio.request_validator import SIGNATURE_HEADER, RequestValidator

from telephony.call import Call

ACCOUNT = "AC00000000000000000000000000000000"
PATIENCE = 15.0
"""Seconds that Twilio waits for an answer. Source: "Webhooks: connection overrides"."""
LARGEST_TWIML = 64 * 1024
"""Bytes of TwiML that Twilio reads."""
WITHHELD = "+266696687"
"""What Twilio gives as the number of a caller who withholds theirs."""


class LineBroken(Exception):
    """Doorstep answered a text with no TwiML: the resident would see nothing."""


class Handset:
    """One telephone with one number."""

    def __init__(
        self,
        base_url: str,
        auth_token: str,
        number: str,
        *,
        to: str = "+441632960100",
        transport: httpx.BaseTransport | None = None,
        stand_in_url: str = "",
    ) -> None:
        """Ring ``to`` through the web app at ``base_url``, which must be its PUBLIC_BASE_URL.

        ``transport`` lets tests call a Flask app without a network. ``stand_in_url`` is where
        texts that Doorstep sends on its own account arrive.
        """
        self.number = number
        self.to = to
        self.expects = ""
        self._base = base_url.rstrip("/")
        self._stand_in = stand_in_url.rstrip("/")
        self._validator = RequestValidator(auth_token)
        self._client = httpx.Client(transport=transport, timeout=PATIENCE, trust_env=False)
        self._seen = 0

    def text(self, body: str, *, media: int = 0, sid: str | None = None) -> list[str]:
        """Send a text and return the texts that answer it. The same ``sid`` is a repeat."""
        sid = sid or new_sid("SM")
        fields = {
            "MessageSid": sid,
            "SmsMessageSid": sid,
            "SmsSid": sid,
            "AccountSid": ACCOUNT,
            "From": self.number,
            "To": self.to,
            "Body": body,
            "NumMedia": str(media),
            "NumSegments": "1",
            "ApiVersion": "2010-04-01",
        }
        answer = self.post("/telephony/sms", fields)
        if answer.status_code != 200:
            raise LineBroken(f"HTTP {answer.status_code}")
        return messages_in(answer.content)

    def text_at_once(self, body: str, *, copies: int) -> list[list[str]]:
        """Deliver one text several times in parallel, as a provider in trouble does."""
        sid = new_sid("SM")
        with ThreadPoolExecutor(copies) as crowd:
            return list(crowd.map(lambda _: self.text(body, sid=sid), range(copies)))

    def call(self, *, withheld: bool = False) -> Call:
        """Ring, and return the call with the greeting heard."""
        sender = WITHHELD if withheld else self.number
        return Call(self, sid=new_sid("CA"), sender=sender, to=self.to).ring()

    def new_texts(self) -> list[str]:
        """Return the texts that came since the last look and answer nothing that was texted."""
        if not self._stand_in:
            return []
        address = f"{self._stand_in}/handsets/{self.number}/texts"
        try:
            texts = self._client.get(address, params={"after": self._seen}).json()["texts"]
        except httpx.HTTPError:
            return []  # the stand-in is not up yet, or gone
        self._seen = max([self._seen, *(text["id"] for text in texts)])
        return [text["body"] for text in texts]

    def post(self, path: str, fields: dict[str, str]) -> httpx.Response:
        """Post a form as Twilio does, signed over the public address, and note what is asked."""
        url = urljoin(self._base + "/", path)
        signature = self._validator.compute_signature(url, fields)
        answer = self._client.post(url, data=fields, headers={SIGNATURE_HEADER: signature})
        self.expects = answer.headers.get("Doorstep-Expects", self.expects)
        return answer

    def get(self, path: str) -> httpx.Response:
        """Fetch a page that needs no signature, such as the fallback."""
        return self._client.get(urljoin(self._base + "/", path))


def new_sid(kind: str) -> str:
    """Return an id in Twilio's form: two letters and 32 hexadecimal digits."""
    return kind + secrets.token_hex(16)


def messages_in(twiml: bytes) -> list[str]:
    """Return the texts of a TwiML answer."""
    if len(twiml) > LARGEST_TWIML:
        raise LineBroken("more than 64 kB of TwiML")
    root = ElementTree.fromstring(twiml)  # noqa: S314 our own server's answer, in a rehearsal
    return ["".join(message.itertext()) for message in root.iter("Message")]
