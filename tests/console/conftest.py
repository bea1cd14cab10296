"""The console over the real database, with a clock that tests can move."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser as ChromiumBrowser
from playwright.sync_api import ConsoleMessage, Page
from pydantic import SecretStr
from sqlalchemy import Engine
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from console.app import create_console
from conversation.desk import Desk
from conversation.message import Saying
from conversation.rasa import Question
from conversation.words import Words
from council import council
from referrals.staff import Role
from settings import Settings
from storage.engine import Sessions
from storage.live import Listener
from tests.referrals import scene

SECRET = "only for these tests"  # noqa: S105
WORDS = Words(
    {
        "utter_coordinator_joined": [{"text": "A person is with you now."}],
        "utter_coordinator_left": [{"text": "The person has left. I am here again."}],
        "utter_promise_by_person": [{"text": "From our team: {what}, by {by}. {who} promised it."}],
        "utter_closed": [{"text": "This is finished. Your reference is {reference}."}],
    }
)
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class SilentBot:
    """Nobody asks the bot anything from the console."""

    def ask(self, question: Question) -> tuple[Saying, ...]:
        """Fail loudly."""
        raise AssertionError(f"the console asked the bot: {question.message_id}")


@dataclass
class Clock:
    """A clock that stands until a test moves it."""

    at: datetime

    def __call__(self) -> datetime:
        """Return the time."""
        return self.at

    def passes(self, **time: int) -> None:
        """Let time pass."""
        self.at += timedelta(**time)


@dataclass
class Browser:
    """A colleague's browser without scripts: opens pages and sends their forms, tokens and all."""

    client: FlaskClient
    answers: list[TestResponse] = field(default_factory=list)

    def opens(self, path: str, status: int = 200) -> str:
        """Open a page and return its HTML."""
        answer = self.client.get(path)
        assert answer.status_code == status, answer.text[:2000]
        return answer.text

    def sends(self, path: str, status: int = 303, on: str = "", **form: str) -> TestResponse:
        """Send a form with the token of the page ``on`` (else the log-in page's)."""
        page = self.client.get(on or "/log-in").text
        token = TOKEN.search(page)
        assert token, page[:2000]
        answer = self.client.post(path, data={"csrf_token": token[1], **form})
        assert answer.status_code == status, answer.text[:3000]
        return answer

    def logs_in(self, name: str = "sam", password: str = scene.PASSWORD) -> "Browser":
        """Log in as who has this first name."""
        email = f"{name}@harbourside.example.org"
        answer = self.sends("/log-in", email=email, password=password)
        assert answer.headers["Location"] == "/"
        return self


@pytest.fixture
def clock(now: datetime) -> Clock:
    return Clock(now)


@pytest.fixture
def test_settings(database_url: str) -> Settings:
    return Settings(
        database_url=database_url,
        secret_key=SecretStr(SECRET),
        public_base_url="https://doorstep.example.org",
    )


@pytest.fixture
def listener(engine: Engine, database_url: str) -> Iterator[Listener]:
    made = Listener(database_url)
    yield made
    made.stop()


@pytest.fixture
def console(
    sessions: Sessions,
    clock: Clock,
    test_settings: Settings,
    listener: Listener,
    cheap_passwords: None,
) -> Flask:
    desk = Desk(sessions=sessions, bot=SilentBot(), words=WORDS, council=council(), clock=clock)
    return create_console(desk, test_settings, listener)


@pytest.fixture
def staffed(sessions: Sessions, now: datetime, cheap_passwords: None) -> Sessions:
    """Sam and Priya are coordinators, Lee leads, Ada looks after accounts."""
    with sessions.begin() as session:
        scene.colleague(session, now, "Sam Okafor")
        scene.colleague(session, now, "Priya Shah")
        scene.colleague(session, now, "Lee Tremayne", Role.LEAD)
        scene.colleague(session, now, "Ada Penrose", Role.ADMINISTRATOR)
    return sessions


@pytest.fixture
def browser(console: Flask) -> Browser:
    return Browser(console.test_client())


@pytest.fixture
def address(console: Flask) -> Iterator[str]:
    """The console on a port of its own, for a real browser."""
    server = make_server("127.0.0.1", 0, console, threaded=True)
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join(5)


def is_ours(line: ConsoleMessage) -> bool:
    """Tell a broken script or a breach of the content policy from an answer of 401 or 422."""
    return line.type == "error" and not line.text.startswith("Failed to load resource")


@pytest.fixture
def tab(chromium: ChromiumBrowser) -> Iterator[Page]:
    """A tab of a browser of its own, wide as a desk's screen. Errors of scripts fail the test."""
    context = chromium.new_context(viewport={"width": 1366, "height": 900}, locale="en-GB")
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda problem: problems.append(str(problem)))
    page.on("console", lambda line: problems.append(line.text) if is_ours(line) else None)
    yield page
    context.close()
    assert problems == []
