"""Logging in: cookies, form tokens, limits, and the same answer for every reason why not."""

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from console.app import create_console
from conversation.desk import Desk
from council import council
from settings import Settings
from storage.engine import Sessions
from storage.live import Listener
from storage.tables.referrals import AuditLine
from tests.console.conftest import WORDS, Browser, Clock, SilentBot
from tests.referrals import scene

SAM: dict[str, Any] = {"email": "sam@harbourside.example.org", "password": scene.PASSWORD}


def acts(sessions: Sessions) -> list[str]:
    with sessions() as session:
        return list(session.scalars(select(AuditLine.act).order_by(AuditLine.id)))


def test_the_cookie_is_closed_to_scripts_and_other_sites(
    browser: Browser, staffed: Sessions
) -> None:
    cookies = browser.sends("/log-in", **SAM).headers.getlist("Set-Cookie")
    [cookie] = [each for each in cookies if each.startswith("doorstep_staff=")]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie  # only where the setting says that TLS is there


def test_the_cookie_is_for_tls_alone_where_the_setting_says_so(
    staffed: Sessions, clock: Clock, test_settings: Settings, listener: Listener
) -> None:
    desk = Desk(sessions=staffed, bot=SilentBot(), words=WORDS, council=council(), clock=clock)
    secure = test_settings.model_copy(update={"secure_cookies": True})
    client = create_console(desk, secure, listener).test_client()
    page = client.get("/log-in", base_url="https://localhost")
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert token
    answer = client.post(
        "/log-in",
        data={**SAM, "csrf_token": token[1]},
        base_url="https://localhost",
        headers={"Referer": "https://localhost/log-in"},
    )
    assert all("Secure" in cookie for cookie in answer.headers.getlist("Set-Cookie"))


def test_an_unknown_address_and_a_wrong_password_get_the_same_page(
    browser: Browser, staffed: Sessions
) -> None:
    pages = {
        re.sub(r'value="[^"]*"', "", browser.sends("/log-in", status=401, **form).text)
        for form in (
            {"email": SAM["email"], "password": "wrong"},
            {"email": "nobody@example.org", "password": SAM["password"]},
        )
    }
    assert len(pages) == 1
    assert "e-mail address or the password is wrong" in pages.pop()
    assert acts(staffed).count("log_in_refused") == 2


def test_the_sixth_try_in_a_minute_has_to_wait_and_is_told_so(
    browser: Browser, staffed: Sessions
) -> None:
    for _ in range(5):
        browser.sends("/log-in", status=401, email=SAM["email"], password="wrong")
    refused = browser.sends("/log-in", status=429, **SAM)
    assert "Wait one minute, then try again" in refused.text
    browser.sends("/log-in", email="priya@harbourside.example.org", password=scene.PASSWORD)


@pytest.mark.parametrize("path", ["/log-in", "/log-out", "/accounts/"])
def test_a_form_without_its_token_changes_nothing(
    browser: Browser, staffed: Sessions, path: str
) -> None:
    browser.logs_in("ada")
    before = acts(staffed)
    answer = browser.client.post(path, data=SAM)
    assert answer.status_code == 400
    assert "This form is too old" in answer.text
    assert acts(staffed) == before


def test_a_log_in_ends_after_half_an_hour_and_live_updates_do_not_prolong_it(
    browser: Browser, staffed: Sessions, clock: Clock
) -> None:
    browser.logs_in()
    for _ in range(4):
        clock.passes(minutes=7)
        browser.opens("/live/queue")
    clock.passes(minutes=3)
    browser.opens("/live/queue", status=401)
    assert browser.client.get("/queue").headers["Location"].startswith("/log-in")


def test_logging_out_ends_the_log_in_on_the_server_too(
    console: Flask, browser: Browser, staffed: Sessions
) -> None:
    browser.logs_in()
    cookie = browser.client.get_cookie("doorstep_staff")
    assert cookie
    browser.sends("/log-out", on="/queue")
    thief = console.test_client()
    thief.set_cookie("doorstep_staff", cookie.value)
    assert thief.get("/queue").status_code == 303
    assert acts(staffed)[-1] == "logged_out"


def test_pages_are_neither_framed_nor_kept_nor_run_anything_inline(
    browser: Browser, staffed: Sessions
) -> None:
    answer = browser.logs_in().client.get("/queue")
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "'unsafe" not in answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert " style=" not in answer.text
    assert not re.search(r"<script(?![^>]*src=)", answer.text)


def test_the_font_of_gov_uk_and_its_crown_are_not_served(browser: Browser) -> None:
    styles = browser.opens("/assets/govuk-frontend.min.css")
    assert "GDS Transport" not in styles
    assert "@font-face" not in styles
    assert "system-ui" in styles
    page = browser.opens("/log-in")
    assert "GOV.UK" not in page
    assert "crown" not in page.lower()
    assert council().colours.brand in browser.opens("/assets/council.css")


def test_without_a_key_there_is_no_console(
    staffed: Sessions, clock: Clock, listener: Listener, database_url: str
) -> None:
    desk = Desk(sessions=staffed, bot=SilentBot(), words=WORDS, council=council(), clock=clock)
    with pytest.raises(ValueError, match="SECRET_KEY"):
        create_console(desk, Settings(database_url=database_url), listener)
