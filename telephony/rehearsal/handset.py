"""A simulated handset: texts and calls Doorstep with signed requests, as Twilio would for it.

For rehearsals, tests and simulations. It follows TwiML as Twilio documents it and nothing kinder.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from xml.etree import ElementTree

import httpx

from telephony.rehearsal.call import Call
from telephony.rehearsal.carrier import (
    ACCOUNT,
    EXPECTS_HEADER,
    PATIENCE,
    Carrier,
    LineBroken,
    new_sid,
)
from telephony.rehearsal.exchange import Exchange
from telephony.rehearsal.trouble import NONE, Trouble

WITHHELD = "+266696687"
"""What Twilio gives as the number of a caller who withholds theirs."""


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
        exchange: Exchange | None = None,
        trouble: Trouble = NONE,
        patience: float = PATIENCE,
    ) -> None:
        """Ring ``to`` through the web app at ``base_url``, which must be its PUBLIC_BASE_URL.

        ``transport`` lets tests call a Flask app without a network. ``stand_in_url`` is where
        texts that Doorstep sends on its own account arrive. ``exchange`` knows who answers when
        Doorstep dials a number; ``trouble`` is what goes wrong on the line.
        """
        self.number = number
        self.to = to
        self.expects = ""
        self.exchange = exchange or Exchange()
        self.carrier = Carrier(
            base_url,
            auth_token,
            transport=transport,
            trouble=trouble,
            stand_in_url=stand_in_url,
            patience=patience,
        )
        self._seen = 0

    def text(
        self, body: str, *, media: int = 0, sid: str | None = None, opt_out: str = ""
    ) -> list[str]:
        """Send a text and return the texts that answer it. The same ``sid`` is a repeat.

        ``opt_out`` is STOP, START or HELP where Twilio itself took the text for such a word.
        """
        answer = self.post("/telephony/sms", self._fields(body, media, sid, opt_out))
        if answer.status_code != 200:
            raise LineBroken(f"HTTP {answer.status_code}")
        root = self.carrier.checked("/telephony/sms", answer.content)
        return [_body(message) for message in root.iter("Message")]

    def texts(self, bodies: Sequence[str]) -> list[list[str]]:
        """Send several texts on end; the line may change their order, or lose one of them."""
        return [self._text_or_nothing(body) for body in self.carrier.luck.shuffled(list(bodies))]

    def text_at_once(self, body: str, *, copies: int) -> list[list[str]]:
        """Deliver one text several times in parallel, as a provider in trouble does."""
        sid = new_sid("SM")
        with ThreadPoolExecutor(copies) as crowd:
            return list(crowd.map(lambda _: self.text(body, sid=sid), range(copies)))

    def call(self, *, withheld: bool = False) -> Call:
        """Ring, and return the call with the greeting heard."""
        sender = WITHHELD if withheld else self.number
        return Call(
            self.carrier,
            sid=new_sid("CA"),
            sender=sender,
            to=self.to,
            exchange=self.exchange,
        ).ring()

    def new_texts(self) -> list[str]:
        """Return the texts that came since the last look and answer nothing that was texted."""
        if not self.carrier.stand_in:
            return []
        address = f"{self.carrier.stand_in}/handsets/{self.number}/texts"
        try:
            answer = self.carrier.client.get(address, params={"after": self._seen})
            texts = answer.json()["texts"]
        except httpx.HTTPError:
            return []  # the stand-in is not up yet, or gone
        self._seen = max([self._seen, *(text["id"] for text in texts)])
        return [text["body"] for text in texts]

    def post(self, path: str, fields: dict[str, str]) -> httpx.Response:
        """Post a form as Twilio does, signed over the public address, and note what is asked."""
        answer = self.carrier.post(path, fields)
        self.expects = answer.headers.get(EXPECTS_HEADER, self.expects)
        return answer

    def get(self, path: str) -> httpx.Response:
        """Fetch a page."""
        return self.carrier.get(path)

    def _text_or_nothing(self, body: str) -> list[str]:
        try:
            return self.text(body)
        except (LineBroken, httpx.HTTPError):
            return []

    def _fields(self, body: str, media: int, sid: str | None, opt_out: str) -> dict[str, str]:
        sid = sid or new_sid("SM")
        fields = {
            "MessageSid": sid,
            "SmsMessageSid": sid,
            "SmsSid": sid,
            "SmsStatus": "received",
            "AccountSid": ACCOUNT,
            "From": self.number,
            "To": self.to,
            "Body": body,
            "NumMedia": str(media),
            "NumSegments": "1",
            "ApiVersion": "2010-04-01",
        }
        for number in range(media):
            address = f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT}/Messages/{sid}/Media"
            fields[f"MediaUrl{number}"] = f"{address}/{new_sid('ME')}"
            fields[f"MediaContentType{number}"] = "image/jpeg"
        return fields | ({"OptOutType": opt_out} if opt_out else {})


def _body(message: ElementTree.Element) -> str:
    return "".join(message.itertext())
