"""Everybody who visits the town in a test, and the fixtures that bring them there."""

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import count

import httpx
import pytest

from telephony.rehearsal.exchange import Exchange
from telephony.rehearsal.handset import Handset
from telephony.rehearsal.script import Script
from telephony.rehearsal.trouble import NONE, Trouble
from tests.journeys.coordinator import Coordinator, open_console
from tests.journeys.records import Records
from tests.journeys.residents import Browser, Caller, Texts, WebChat
from tests.journeys.town import Town, open_town

TOWN = pytest.StashKey[Town]()

NUMBERS = count(300)
"""The last three digits of mobiles of Ofcom's drama range; each test gets its own."""


class Visitors:
    """Makes residents and coordinators, and sends them home afterwards."""

    def __init__(self, town: Town, sams_browser: httpx.Client, at_the_end: ExitStack) -> None:
        """Visit a town."""
        self._town, self._at_the_end = town, at_the_end
        self._sams_browser = sams_browser

    def web(self) -> WebChat:
        """Somebody opens the chat."""
        chat = WebChat(self._town.public)
        self._at_the_end.callback(chat.client.close)
        return chat

    def browser(self) -> Browser:
        """Somebody opens the page in a browser without JavaScript."""
        browser = Browser(self._town.public)
        self._at_the_end.callback(browser.client.close)
        return browser

    def texts(self) -> Texts:
        """Somebody takes their mobile out."""
        return Texts(self._handset())

    def caller(self, *, withheld: bool = False) -> Caller:
        """Somebody rings."""
        return Caller(self._handset(), withheld=withheld)

    def rehearsing(self, script: Script) -> Handset:
        """Somebody who follows a script, on the line that it asks for."""
        return self._handset(exchange=Exchange(script.telephones), trouble=script.troubles)

    def coordinator(self) -> Coordinator:
        """The demonstration's coordinator, who is logged in."""
        return Coordinator(self._sams_browser)

    def _handset(self, *, exchange: Exchange | None = None, trouble: Trouble = NONE) -> Handset:
        transport = httpx.HTTPTransport()
        self._at_the_end.callback(transport.close)
        settings = self._town.settings
        return Handset(
            self._town.public,
            settings.twilio_auth_token.get_secret_value(),
            f"+447700900{next(NUMBERS)}",
            transport=transport,
            stand_in_url=settings.twilio_api_base,
            exchange=exchange,
            trouble=trouble,
        )


@pytest.fixture(scope="session")
def town(request: pytest.FixtureRequest) -> Town:
    """The one town of this test run; it is stopped when the run ends, however it does."""
    stash = request.config.stash
    if TOWN not in stash:
        at_the_end = ExitStack()
        request.config.add_cleanup(at_the_end.close)
        stash[TOWN] = at_the_end.enter_context(open_town())
    return stash[TOWN]


@pytest.fixture(scope="session")
def sams_browser(town: Town) -> Iterator[httpx.Client]:
    """Logged in once: the console lets nobody try more often than five times a minute."""
    with open_console(town.console) as client:
        Coordinator(client).logs_in(town.log_ins[0])
        yield client


@pytest.fixture
def visitors(town: Town, sams_browser: httpx.Client) -> Iterator[Visitors]:
    """Whoever a test needs."""
    with ExitStack() as at_the_end:
        yield Visitors(town, sams_browser, at_the_end)


@pytest.fixture
def records(town: Town) -> Records:
    """What the town's database holds."""
    return Records(town.sessions)
