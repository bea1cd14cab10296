"""The public web in a real browser: with its script and without, by keyboard, narrow, framed."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import APIResponse, Browser, Page, Request, Route, expect
from sqlalchemy import select

from conversation.message import Choice, Saying
from conversation.ownership import coordinator_says, take_over
from directory.load import load_directory
from settings import settings
from storage.engine import Sessions
from storage.live import Listener
from storage.tables.directory import Service
from tests.webchat.chromium import council_page, is_too_wide, mistakes, served
from tests.webchat.front import (
    OFFER,
    PROMISE,
    Front,
    a_coordinator,
    introduce,
    open_front,
    the_conversation,
)

pytestmark = pytest.mark.browser

expect.set_options(timeout=15_000)

HARMLESS = "/privacy"
"""Where the tests' quick exit leads: a page that needs no internet."""

Visit = Callable[..., Page]


@pytest.fixture
def site_front(sessions: Sessions, tmp_path: Path, now: datetime, listener: Listener) -> Front:
    return open_front(
        sessions,
        tmp_path,
        now,
        listener=listener,
        leave_url=HARMLESS,
        embed_origins="http://127.0.0.1:*",
    )


@pytest.fixture
def site(site_front: Front) -> Iterator[str]:
    with served(site_front.app) as address:
        yield address


@pytest.fixture
def visit(chromium: Browser, site: str) -> Iterator[Visit]:
    """Open a page as a new visitor; what goes wrong in the page's script fails the test."""
    contexts, faults = [], []

    def go(
        path: str = "/",
        *,
        address: str = "",
        width: int = 1280,
        js: bool = True,
        script: bool = True,
    ) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=js,
            reduced_motion="reduce",
            base_url=address or site,
        )
        context.set_default_timeout(8_000)
        contexts.append(context)
        page = context.new_page()
        if not script:  # ours never comes, and axe-core can still look
            page.route(re.compile(r"\.js$"), lambda route: route.abort())
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.on(
            "console",
            lambda line: faults.append(line.text) if "Security Policy" in line.text else None,
        )
        page.goto((address or site) + path)
        return page

    yield go
    for context in contexts:
        context.close()
    assert faults == []


def write(page: Page, text: str) -> None:
    page.get_by_label("Your message").fill(text)
    page.get_by_role("button", name="Send").click()


def newest(page: Page, text: str) -> None:
    expect(page.locator("#newest")).to_contain_text(text)


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("width", [320, 768, 1280])
def test_every_state_of_the_chat_is_without_mistakes(
    site_front: Front, visit: Visit, width: int, script: bool
) -> None:
    page = visit(width=width, script=script)
    assert mistakes(page) == []
    write(page, "hello")
    newest(page, "I heard: hello")
    states: list[tuple[str, tuple[Saying, ...]]] = [
        ("company please", (OFFER,)),
        ("please ring me", (PROMISE,)),
        ("is it all right", (Saying("Is that so?", choices=(Choice("Yes", "yes"),)),)),
        ("I want to kill myself", ()),
        ("I feel a bit unsafe at night", (Saying("Thank you."),)),
    ]
    for text, sayings in states:
        site_front.bot.says(*sayings)
        write(page, text)
        expect(page.locator(".door-said--waiting")).to_have_count(0)
        page.get_by_text("How to come back").first.wait_for()
        assert mistakes(page) == []
        assert not is_too_wide(page)


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(
    "path", ["/privacy", "/accessibility", "/come-back", "/nothing", "/s/x", "/?embed=1"]
)
def test_every_other_page_is_without_mistakes(visit: Visit, path: str, width: int) -> None:
    page = visit(path, width=width)

    assert mistakes(page) == []
    assert not is_too_wide(page)
    assert page.locator("h1").count() == 1


def test_a_wrong_reference_and_a_summary_are_without_mistakes(
    site_front: Front, visit: Visit
) -> None:
    page = visit("/come-back", width=320)
    page.get_by_label("Your reference").fill("AAA-222")
    page.get_by_role("button", name="Go to my chat").click()
    expect(page.get_by_text("Those two do not belong together")).to_be_visible()
    assert mistakes(page) == []

    site_front.bot.says(OFFER)
    page = visit()
    write(page, "company")
    newest(page, OFFER.text)
    page.get_by_role("link", name="A summary to keep or print").click()
    expect(page.get_by_role("heading", name="Your summary")).to_be_visible()
    assert mistakes(page) == []


@pytest.mark.parametrize("width", [320, 1280])
def test_a_groups_page_and_an_entry_are_without_mistakes(
    site_front: Front, visit: Visit, now: datetime, width: int
) -> None:
    page = visit(introduce(site_front, now), width=width)
    assert mistakes(page) == []
    page.get_by_role("button", name="Yes, they are welcome").click()
    expect(page.get_by_text("Thank you. Your answer")).to_be_visible()
    assert mistakes(page) == []

    with site_front.desk.sessions.begin() as session:
        load_directory(session, settings().directory_source, at=now)
        entry = session.scalars(select(Service.id).order_by(Service.name).limit(1)).one()
    page.goto(f"/directory/{entry}")
    page.get_by_text("Is something wrong here?").click()
    assert mistakes(page) == []
    assert not is_too_wide(page)


def test_the_page_with_the_database_down_is_without_mistakes(
    chromium: Browser, broken_front: Front
) -> None:
    with served(broken_front.app) as address:
        page = chromium.new_page(java_script_enabled=False, viewport={"width": 320, "height": 700})
        page.goto(address)
        page.get_by_label("Your message").fill("is anybody there")
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_text("We have kept your message")).to_be_visible()
        page.close()


def test_without_javascript_everything_works(site_front: Front, visit: Visit) -> None:
    site_front.bot.says(Saying("Is it for you?", choices=(Choice("For my mum", "for my mum"),)))
    page = visit(js=False)
    page.get_by_label("Your message").fill("she keeps falling")
    page.get_by_role("button", name="Send").click()
    page.get_by_role("button", name="For my mum").click()
    page.get_by_role("button", name="Talk to a person").click()

    assert site_front.bot.heard == ["she keeps falling", "for my mum", "I want to talk to a person"]
    page.get_by_role("button", name="Start again").click()
    expect(page.get_by_text("Your last chat is kept")).to_be_visible()


def test_a_refresh_shows_the_same_chat_once(visit: Visit) -> None:
    page = visit()
    write(page, "I am on my own a lot")
    newest(page, "I heard")
    before = page.locator(".door-said").count()

    page.reload()

    expect(page.locator(".door-said")).to_have_count(before)


def test_with_the_keyboard_alone_a_choice_can_be_made_and_the_focus_is_kept(
    site_front: Front, visit: Visit
) -> None:
    site_front.bot.says(Saying("Is it for you?", choices=(Choice("Yes, for me", "yes"),)))
    page = visit()
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "text":
            break
    page.keyboard.type("first line")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("second line")
    page.keyboard.press("Enter")
    newest(page, "Is it for you?")
    assert page.evaluate("document.activeElement.id") == "text"

    while page.evaluate("document.activeElement.textContent") != "Yes, for me":
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")

    expect(page.locator(".door-said--resident")).to_have_count(2)
    expect(page.locator(".door-said--waiting")).to_have_count(0)
    assert site_front.bot.heard == ["first line\nsecond line", "yes"]


def test_a_coordinators_message_arrives_while_the_page_is_open(
    site_front: Front, visit: Visit, now: datetime
) -> None:
    page = visit()
    write(page, "can somebody help me")
    newest(page, "I heard")

    with site_front.desk.sessions.begin() as session:
        priya, chat = a_coordinator(session, now), the_conversation(session).id
        take_over(session, chat, by=priya.id, words=site_front.desk.words, at=now)
        coordinator_says(session, chat, "Hello, I am Priya.", by=priya.id, at=now)

    newest(page, "Hello, I am Priya.")
    expect(page.locator(".door-said--coordinator")).to_have_count(1)
    assert mistakes(page) == []


def test_a_message_written_offline_is_sent_once_when_the_line_is_back(
    site_front: Front, visit: Visit
) -> None:
    page = visit()
    write(page, "hello")
    newest(page, "I heard: hello")
    page.context.set_offline(True)
    write(page, "nobody hears this yet")
    expect(page.locator("#state")).to_contain_text("offline")
    expect(page.locator(".door-said--waiting")).to_contain_text("nobody hears this yet")

    page.context.set_offline(False)

    newest(page, "I heard: nobody hears this yet")
    assert site_front.bot.heard == ["hello", "nobody hears this yet"]
    expect(page.locator(".door-said--waiting")).to_have_count(0)


def test_a_lost_answer_makes_no_second_message(site_front: Front, visit: Visit) -> None:
    page = visit()
    write(page, "hello")
    newest(page, "I heard: hello")
    lost: list[APIResponse] = []

    def lose_first(route: Route, request: Request) -> None:
        if request.method == "POST" and not lost:
            lost.append(route.fetch())
            route.abort()
        else:
            route.continue_()

    page.route(re.compile("/messages"), lose_first)
    write(page, "only once")

    newest(page, "I heard: only once")
    assert lost[0].status == 200
    assert site_front.bot.heard == ["hello", "only once"]
    expect(page.locator(".door-said--resident")).to_have_count(2)


@pytest.mark.parametrize("by", ["button", "keys", "without script"])
def test_leaving_quickly_leaves_nothing_to_go_back_to(visit: Visit, site: str, by: str) -> None:
    page = visit("/accessibility", js=by != "without script")
    page.goto(f"{site}/")
    page.get_by_label("Your message").fill("my husband hits me")
    page.get_by_role("button", name="Send").click()
    newest(page, "safe")

    if by == "keys":
        for _ in range(3):
            page.keyboard.press("Shift")
    else:
        page.get_by_role("button", name="Leave this page quickly").click()
    page.wait_for_url(f"{site}{HARMLESS}")

    page.go_back()
    assert "my husband hits me" not in page.content()
    if by != "without script":
        assert page.url == f"{site}/accessibility"
    assert not [one for one in page.context.cookies() if one["name"] == "doorstep_chat"]


@pytest.mark.parametrize("width", [320, 1280])
def test_the_widget_opens_holds_the_focus_and_closes_with_escape(
    site_front: Front, visit: Visit, site: str, width: int
) -> None:
    with served(council_page(site)) as council:
        page = visit(address=council, width=width)
        opener = page.get_by_role("button", name="Talk to us")
        opener.focus()
        page.keyboard.press("Enter")
        chat = page.frame_locator("iframe")
        expect(chat.locator("body.js-enabled")).to_have_count(1)
        chat.get_by_label("Your message").fill("hello from the council's page")
        chat.get_by_label("Your message").press("Enter")
        expect(chat.locator("#newest")).to_contain_text("I heard: hello from the council's page")
        assert mistakes(page) == []
        assert not is_too_wide(page)

        for _ in range(30):
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.tagName") in ("DOORSTEP-CHAT", "BODY")

        chat.get_by_label("Your message").press("Escape")
        expect(page.locator("dialog")).to_be_hidden()
        assert (
            page.evaluate("document.activeElement.shadowRoot.activeElement.textContent")
            == "Talk to us"
        )
        page.keyboard.press("Enter")
        expect(chat.locator("#newest")).to_contain_text("I heard")


def test_the_box_hints_at_what_is_asked(site_front: Front, visit: Visit) -> None:
    def asks_name(question: object) -> tuple[Saying, ...]:
        with site_front.desk.sessions.begin() as session:
            the_conversation(session).expects = "name"
        return (Saying("What name should we use for you?"),)

    site_front.bot.answer = asks_name
    page = visit()
    write(page, "I need help at home")
    newest(page, "What name")

    box = page.get_by_label("Your message")
    assert box.get_attribute("autocomplete") == "name"
    page.reload()
    assert box.get_attribute("autocomplete") == "name"


def test_the_counter_shows_near_the_limit_only(visit: Visit) -> None:
    page = visit()
    counter = page.locator(".govuk-character-count__status")
    page.get_by_label("Your message").fill("a" * 100)
    expect(counter).to_be_hidden()

    page.get_by_label("Your message").fill("a" * 19_000)
    page.get_by_label("Your message").press("a")

    expect(counter).to_be_visible()
    expect(counter).to_contain_text("999")
