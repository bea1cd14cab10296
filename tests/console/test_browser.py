"""The console in a real browser: axe-core on every page and state, and pages that stay live."""

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from conversation.alerting import take_due_steps
from council import council
from directory.load import load_directory
from directory.load_places import load_places
from referrals.claiming import claim
from referrals.safe_contact import hold_contact
from settings import ROOT
from storage.engine import Sessions
from storage.live import tell
from storage.tables.conversations import Conversation
from storage.tables.referrals import Referral
from tests.console.conftest import Clock
from tests.referrals import scene

pytestmark = pytest.mark.browser

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def is_accessible(page: Page, name: str) -> None:
    """Run axe-core on the page as it is, wide and narrow; keep a picture if a folder is named."""
    for width in (1366, 320):
        page.set_viewport_size({"width": width, "height": 900})
        _keep_picture(page, f"{name}-{width}")
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE)
        found = page.evaluate(
            "rules => axe.run(document, {runOnly: rules}).then(result => result.violations)", RULES
        )
        shown = [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found]
        assert shown == [], f"{name} at {width}: {shown}"
        overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert overflow <= 0, f"{name} at {width} is {overflow} pixels too wide"
    page.set_viewport_size({"width": 1366, "height": 900})


def _keep_picture(page: Page, name: str) -> None:
    folder = os.environ.get("DOORSTEP_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def logs_in(page: Page, address: str, name: str = "sam") -> None:
    page.goto(f"{address}/log-in")
    page.get_by_label("E-mail address").fill(f"{name}@harbourside.example.org")
    page.get_by_label("Password", exact=True).fill(scene.PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/queue" if name != "ada" else "**/accounts/")


@pytest.fixture
def edith(staffed: Sessions, now: datetime) -> Referral:
    """Edith waits since three hours, and others with her."""
    with staffed.begin() as session:
        scene.referral(session, now - timedelta(days=1, hours=3), route="offer")
        scene.referral(
            session,
            now - timedelta(minutes=20),
            route="urgent",
            reason="Has no heating today.",
            patch="South",
        )
        return scene.edith(session, now - timedelta(hours=8))


def test_every_page_and_state_is_accessible(
    tab: Page, address: str, edith: Referral, staffed: Sessions, now: datetime, clock: Clock
) -> None:
    tab.goto(address)
    is_accessible(tab, "log-in")
    tab.get_by_role("button", name="Log in").click()
    is_accessible(tab, "log-in-refused")
    logs_in(tab, address)
    is_accessible(tab, "queue")
    tab.get_by_role("link", name="Mine").click()
    is_accessible(tab, "queue-empty")
    person = f"{address}/people/{edith.conversation_id}"
    tab.goto(person)
    is_accessible(tab, "person-unclaimed")
    tab.get_by_role("button", name="Take on").click()
    tab.get_by_role("button", name="Take over the conversation").click()
    is_accessible(tab, "person-held")
    tab.get_by_role("button", name="Send").click()
    is_accessible(tab, "person-reply-empty")
    tab.get_by_role("button", name="Close the referral").click()
    is_accessible(tab, "person-close-refused")
    with staffed.begin() as session:
        thread = session.get_one(Conversation, edith.conversation_id)
        scene.alert(
            session, thread, scene.says(session, thread, "my chest hurts", clock()), clock()
        )
    tab.goto(person)
    is_accessible(tab, "person-alert")
    tab.get_by_role("button", name="It is dealt with").click()
    is_accessible(tab, "person-alert-refused")


def test_pages_of_lead_and_administrator_are_accessible(
    tab: Page, address: str, edith: Referral
) -> None:
    logs_in(tab, address, "lee")
    tab.get_by_role("link", name="Team").click()
    is_accessible(tab, "team")
    tab.get_by_role("button", name="Log out").click()
    logs_in(tab, address, "ada")
    is_accessible(tab, "accounts")
    tab.get_by_role("button", name="Add the account").click()
    is_accessible(tab, "accounts-refused")
    tab.goto(f"{address}/nowhere")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Page not found")


def test_suggestions_and_introductions_are_accessible(
    tab: Page, address: str, edith: Referral, staffed: Sessions, now: datetime
) -> None:
    with staffed.begin() as session:
        load_places(session, ROOT / "directory" / "demonstration" / "places.csv", at=now)
        load_directory(session, ROOT / "directory" / "demonstration" / "services.json", at=now)
    logs_in(tab, address)
    tab.get_by_role("button", name="Take on Edith Marlow").click()
    is_accessible(tab, "person-nearby")
    tab.get_by_role("button", name="Introduce them").first.click()
    is_accessible(tab, "introduction")
    tab.get_by_role("button", name="Make the link").click()
    is_accessible(tab, "introduction-refused")
    tab.get_by_label("I read this to the resident and they said yes").check()
    tab.get_by_role("button", name="Make the link").click()
    is_accessible(tab, "introduction-link")


def test_an_alert_is_on_every_open_page_within_five_seconds(
    tab: Page, address: str, edith: Referral, staffed: Sessions, clock: Clock
) -> None:
    logs_in(tab, address)
    tab.goto(f"{address}/people/{edith.conversation_id}")
    tab.wait_for_timeout(500)
    with staffed.begin() as session:
        thread = session.get_one(Conversation, edith.conversation_id)
        scene.alert(
            session, thread, scene.says(session, thread, "my chest hurts", clock()), clock()
        )
    banner = tab.get_by_role("alert").filter(has_text="Says that their chest hurts.")
    expect(banner).to_be_visible(timeout=5000)
    assert tab.title().startswith("(1 alert)")
    tab.get_by_role("button", name="Take it up").first.click()
    expect(tab.get_by_role("alert")).to_be_empty()
    taken = tab.get_by_role("region", name="Alerts that are taken up")
    expect(taken).to_contain_text("Sam Okafor has taken it up")


def test_the_queue_changes_by_itself_and_says_so_politely(
    tab: Page, address: str, edith: Referral, staffed: Sessions, clock: Clock
) -> None:
    logs_in(tab, address)
    expect(tab.get_by_role("row")).to_have_count(4)
    tab.wait_for_timeout(500)
    with staffed.begin() as session:
        scene.referral(session, clock(), route="urgent", reason="Ran out of insulin.")
    expect(tab.get_by_role("row")).to_have_count(5, timeout=5000)
    expect(tab.locator("#announcement")).to_have_text(
        "The queue has changed: 4 waiting, 1 overdue."
    )


def test_what_the_resident_writes_arrives_in_the_log_without_a_reload(
    tab: Page, address: str, edith: Referral, staffed: Sessions, clock: Clock
) -> None:
    logs_in(tab, address)
    tab.goto(f"{address}/people/{edith.conversation_id}")
    tab.wait_for_timeout(500)
    with staffed.begin() as session:
        thread = session.get_one(Conversation, edith.conversation_id)
        scene.says(session, thread, "are you there?", clock())
        tell(session, f"conversation:{thread.id}", kind="message")
    expect(tab.get_by_role("log")).to_contain_text("are you there?", timeout=5000)


def test_a_coordinator_works_by_keyboard_alone(
    tab: Page, address: str, edith: Referral, staffed: Sessions, clock: Clock
) -> None:
    tab.goto(f"{address}/log-in")
    tab.keyboard.press("Tab")
    expect(tab.get_by_role("link", name="Skip to main content")).to_be_focused()
    tab.get_by_label("E-mail address").focus()
    tab.keyboard.type("sam@harbourside.example.org")
    tab.keyboard.press("Tab")
    tab.keyboard.type(scene.PASSWORD)
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/queue")
    tab.get_by_role("button", name="Take on Edith Marlow").focus()
    tab.keyboard.press("Enter")
    tab.get_by_role("button", name="Take over the conversation").focus()
    tab.keyboard.press("Enter")
    tab.get_by_label("Reply to the resident").focus()
    tab.keyboard.type("Hello Edith, this is Sam.")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("log")).to_contain_text("Hello Edith, this is Sam.")


def test_without_scripts_the_whole_work_is_done_by_reloading(
    chromium: object, address: str, edith: Referral, staffed: Sessions, clock: Clock
) -> None:
    context = chromium.new_context(java_script_enabled=False)  # type: ignore[attr-defined]
    page: Page = context.new_page()
    logs_in(page, address)
    page.get_by_role("button", name="Take on Edith Marlow").click()
    page.get_by_role("button", name="Take over the conversation").click()
    page.get_by_label("Reply to the resident").fill("Hello Edith")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("log")).to_contain_text("Hello Edith")
    context.close()


def test_a_log_in_that_ended_leads_back_to_the_form_by_itself(
    tab: Page, address: str, edith: Referral, staffed: Sessions, clock: Clock
) -> None:
    logs_in(tab, address)
    tab.wait_for_timeout(500)
    clock.passes(minutes=31)
    with staffed.begin() as session:
        sam = scene.colleague(session, clock(), "Tess Lind")
        claim(session, edith.id, by=sam.id, at=clock())
    tab.wait_for_url("**/log-in", timeout=5000)


def test_the_rota_and_the_drill_are_accessible(
    tab: Page, address: str, staffed: Sessions, now: datetime
) -> None:
    logs_in(tab, address, "lee")
    tab.goto(f"{address}/rota/")
    is_accessible(tab, "rota-empty")
    tab.get_by_label("What for").select_option("On duty")
    tab.get_by_role("button", name="Put on the rota").click()
    is_accessible(tab, "rota-refused")
    tab.get_by_label("What for").select_option("On duty")
    tab.get_by_label("Colleague").select_option("Sam Okafor")
    tab.get_by_label("Mobile number").last.fill("07700 900301")
    tab.get_by_role("button", name="Put on the rota").click()
    tab.get_by_text("Change Sam Okafor").click()
    for day in ("Monday", "Tuesday"):
        tab.get_by_label(day).check()
    tab.get_by_role("button", name="Add hours for Sam Okafor").click()
    expect(tab.get_by_text("Tuesday 09:00 to 17:00")).to_be_visible()
    tab.get_by_text("Change Sam Okafor").click()
    is_accessible(tab, "rota")
    tab.get_by_role("button", name="Start a DRILL").click()
    is_accessible(tab, "drill")
    tab.get_by_role("button", name="Take the DRILL up").click()
    is_accessible(tab, "drill-taken")


def test_a_page_with_danger_and_held_contact_is_accessible(
    tab: Page, address: str, edith: Referral, staffed: Sessions, now: datetime
) -> None:
    with staffed.begin() as session:
        thread = session.get_one(Conversation, edith.conversation_id)
        alert = scene.alert(session, thread, scene.says(session, thread, "he hits me", now), now)
        hold_contact(session, thread.id, categories=["domestic_abuse"], at=now)
        take_due_steps(
            session, alert.id, council=council(), console="https://console.example.org", at=now
        )
    logs_in(tab, address)
    tab.goto(f"{address}/people/{edith.conversation_id}")
    tab.get_by_text("Write down what is safe").click()
    is_accessible(tab, "person-held")
    tab.get_by_role("button", name="Keep what is safe").click()
    is_accessible(tab, "person-held-refused")
    expect(tab.get_by_text("Nobody is on the rota now")).to_be_visible()
