"""Residents on their three channels, so that a test reads as a dialogue."""

import re
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any

import httpx

from language.segments import segments
from telephony.rehearsal.call import Call
from telephony.rehearsal.handset import Handset
from tests.journeys.live import Live, listening
from tests.journeys.town import until

REFERENCE = re.compile(r"\b[0-9A-Z]{3}-[0-9A-Z]{3}\b")

FORM_ID = re.compile(r'name="id" value="([^"]+)"')
TAGS = re.compile(r"<(script|style).*?</\1>|<[^>]+>", re.DOTALL)

READ_BACK = "I heard "
"""How a call reads back what it heard before it asks whether that is right."""

PATIENCE = 20.0
"""Seconds until a test gives up on an answer."""
MOST_SEGMENTS = 2


class Heard:
    """What was heard last, and what every channel can do with it."""

    last: str = ""
    expects: str = ""

    def hears(self, *words: str) -> None:
        """Check that the last answer has these words, small or capital letters alike."""
        for wanted in words:
            assert wanted.casefold() in self.last.casefold(), f"not heard: {wanted!r} in\n{self}"

    def does_not_hear(self, *words: str) -> None:
        """Check that the last answer has none of these words."""
        for unwanted in words:
            assert unwanted.casefold() not in self.last.casefold(), f"heard: {unwanted!r}\n{self}"

    def is_asked(self, expects: str) -> None:
        """Check which question is open."""
        assert self.expects == expects, f"asked {self.expects}, not {expects}:\n{self}"

    def says(self, text: str) -> str:
        """Say something and return what is heard."""
        raise NotImplementedError

    def answers(self, *, until: str, **answers: str) -> list[str]:
        """Answer each question as it is put, until one is open; return them in their order.

        A question that is put twice, or that there is no answer to, fails the test. What is read
        back on a call is right.
        """
        asked: list[str] = []
        while self.expects != until:
            assert self.expects in answers, f"no answer to {self.expects}:\n{self}"
            assert self.expects not in asked, f"{self.expects} was asked again:\n{self}"
            asked.append(self.expects)
            self.says(answers[self.expects])
            if self.expects == asked[-1] and self.last.startswith(READ_BACK):
                self.says("yes")
        return asked

    @property
    def reference(self) -> str:
        """The reference in the last answer."""
        found = REFERENCE.search(self.last)
        assert found, f"no reference in\n{self}"
        return found[0]

    def __str__(self) -> str:
        return f"[{self.expects}] {self.last}"


class WebChat(Heard):
    """A resident's chat over the API."""

    def __init__(self, address: str) -> None:
        """Open a conversation and hear the greeting."""
        self.client = httpx.Client(base_url=address, timeout=PATIENCE, trust_env=False)
        opened = self.client.post("/api/chat", json={"language": "en"})
        assert opened.status_code == 201, opened.text
        self._hold(opened.json())

    def says(self, text: str) -> str:
        """Say something and return what is heard."""
        answer = self.post(text)
        assert answer.status_code == 200, answer.text
        self._take(answer.json())
        return self.last

    def post(self, text: str, *, message_id: str = "") -> httpx.Response:
        """Send a message and return the bare answer."""
        body = {"id": message_id or str(uuid.uuid4()), "text": text}
        return self.client.post(f"{self._path}/messages", json=body, headers=self._token)

    def picks(self, number: int) -> str:
        """Pick a choice by the order in which they were shown, as a click does."""
        choices = [choice for message in self.messages for choice in message["choices"]]
        return self.says(choices[number - 1]["value"])

    def refreshes(self) -> None:
        """Load everything anew with the same token."""
        answer = self.client.get(f"{self._path}/messages", headers=self._token)
        assert answer.status_code == 200, answer.text
        self._take(answer.json())

    def comes_back(self, reference: str, answer: str) -> httpx.Response:
        """Go on with a thread by its reference and a name or number."""
        resumed = self.client.post(
            "/api/chat/resume", json={"reference": reference, "answer": answer}
        )
        if resumed.status_code == 200:
            self._hold(resumed.json())
        return resumed

    @property
    def services(self) -> list[dict[str, Any]]:
        """The service cards of the last answer."""
        return [card for message in self.messages for card in message["services"]]

    @property
    def promise(self) -> dict[str, str]:
        """The promise of the last answer."""
        made = [message["promise"] for message in self.messages if message["promise"]]
        assert made, f"nothing was promised in\n{self}"
        return dict(made[-1])

    @property
    def alert(self) -> dict[str, Any] | None:
        """The help lines of the last answer that stand out."""
        shown = [message["alert"] for message in self.messages if message["alert"]]
        return shown[-1] if shown else None

    @contextmanager
    def listening(self) -> Iterator[Live]:
        """Keep the page open: what comes by itself is heard live."""
        with listening(f"{self.client.base_url}{self._path}/events", self._token) as live:
            yield live

    def _hold(self, opened: dict[str, Any]) -> None:
        self.conversation_id = uuid.UUID(opened["conversation"])
        self.own_reference = opened["reference"]
        self._path = f"/api/chat/{opened['conversation']}"
        self._token = {"Authorization": f"Bearer {opened['token']}"}
        self._take(opened)

    def _take(self, answer: dict[str, Any]) -> None:
        self.messages: list[dict[str, Any]] = answer["messages"]
        self.expects, self.owner = answer["expects"], answer["owner"]
        self.last = "\n".join(message["text"] for message in self.messages)


class Texts(Heard):
    """A resident who texts. Every text that comes back fits two segments."""

    def __init__(self, handset: Handset) -> None:
        """Begin with a handset that has texted nothing yet."""
        self.handset = handset
        self.got: list[str] = []

    @property
    def number(self) -> str:
        """The number of the handset, in E.164."""
        return self.handset.number

    def says(self, text: str) -> str:
        """Send a text and return the one that answers it; empty when none does."""
        return self._take(self.handset.text(text))

    def gets(self, words: str, *, seconds: float = 20.0) -> str:
        """Wait for a text that Doorstep sends on its own account."""
        seen: list[str] = []

        def has_come() -> bool:
            seen.extend(self.handset.new_texts())
            return any(words in text for text in seen)

        until(has_come, seconds=seconds, what=f"a text with {words!r}")
        return self._take([text for text in seen if words in text])

    def gets_nothing(self, *, for_seconds: float = 2.0) -> None:
        """Check that no text of Doorstep's own comes."""
        time.sleep(for_seconds)
        assert self.handset.new_texts() == []

    def _take(self, texts: list[str]) -> str:
        assert len(texts) <= 1, f"{len(texts)} texts at once: {texts}"
        assert all(segments(text) <= MOST_SEGMENTS for text in texts), texts
        self.got.extend(texts)
        self.last, self.expects = "\n".join(texts), self.handset.expects
        return self.last


class Caller(Heard):
    """A resident on the telephone."""

    def __init__(self, handset: Handset, *, withheld: bool = False) -> None:
        """Ring and hear the greeting."""
        self.handset = handset
        self.call: Call = handset.call(withheld=withheld)
        self._take(self.call.hears())

    def says(self, text: str) -> str:
        """Say something and return what is heard next."""
        return self._take(self.call.says(text))

    def presses(self, keys: str) -> str:
        """Press keys and return what is heard next."""
        return self._take(self.call.presses(keys))

    def is_silent(self) -> str:
        """Say nothing until something is heard."""
        return self._take(self.call.silent())

    def hangs_up(self) -> None:
        """Hang up; Twilio tells Doorstep."""
        self.call.hang_up()

    def _take(self, heard: str) -> str:
        assert not self.call.is_over, f"Doorstep hung up first, after:\n{heard}"
        self.last, self.expects = heard, self.call.expects
        return heard


class Browser(Heard):
    """A resident's browser without JavaScript: one page, its form, and its cookie."""

    def __init__(self, address: str) -> None:
        """Open the page."""
        self.client = httpx.Client(
            base_url=address, timeout=PATIENCE, trust_env=False, follow_redirects=True
        )
        self.refreshes()

    def says(self, text: str) -> str:
        """Send the page's form."""
        message_id = FORM_ID.search(self.page)
        assert message_id, self.page[:2000]
        origin = {"Origin": str(self.client.base_url).rstrip("/")}
        form = {"id": message_id[1], "text": text}
        return self._take(self.client.post("/", data=form, headers=origin))

    def refreshes(self) -> str:
        """Load the page anew."""
        return self._take(self.client.get("/"))

    def _take(self, answer: httpx.Response) -> str:
        self.status, self.page = answer.status_code, answer.text
        self.last = " ".join(unescape(TAGS.sub(" ", answer.text)).split())
        return self.last
