"""Every endpoint is listed with who may open it; what is not listed opens for nobody."""

from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from console.access import ACCESS, may_open
from referrals.staff import Role
from storage.engine import Sessions
from tests.console.conftest import Browser
from tests.referrals import scene

Who = frozenset[Role | None]
EVERYBODY: Who = frozenset({*Role, None})
ALL_STAFF: Who = frozenset(Role)
WORKS_WITH_RESIDENTS: Who = frozenset({Role.COORDINATOR, Role.LEAD})
LEADS: Who = frozenset({Role.LEAD})
ADMINISTRATORS: Who = frozenset({Role.ADMINISTRATOR})
WHO: dict[str, Who] = {
    "static": EVERYBODY,
    "assets.council_colours": EVERYBODY,
    "assets.front_end": EVERYBODY,
    "log_in.show": EVERYBODY,
    "log_in.submit": EVERYBODY,
    "health.live": EVERYBODY,
    "health.ready": EVERYBODY,
    "health.metrics": EVERYBODY,
    "log_in.out": ALL_STAFF,
    "queue.first_page": ALL_STAFF,
    "queue.show": WORKS_WITH_RESIDENTS,
    "live.queue": WORKS_WITH_RESIDENTS,
    "live.alerts": WORKS_WITH_RESIDENTS,
    "live.thread": WORKS_WITH_RESIDENTS,
    "live.events": WORKS_WITH_RESIDENTS,
    "alerts.show": WORKS_WITH_RESIDENTS,
    "alerts.drill": LEADS,
    "rota.show": WORKS_WITH_RESIDENTS,
    "rota.add": LEADS,
    "rota.change_person": LEADS,
    "rota.earlier": LEADS,
    "rota.remove": LEADS,
    "rota.add_shifts": LEADS,
    "rota.remove_shift": LEADS,
    "rota.add_days_off": LEADS,
    "rota.remove_days_off": LEADS,
    "rota.add_closed_day": LEADS,
    "rota.remove_closed_day": LEADS,
    "safe_contact.record": WORKS_WITH_RESIDENTS,
    "safe_contact.lift": WORKS_WITH_RESIDENTS,
    "alerts.acknowledge": WORKS_WITH_RESIDENTS,
    "alerts.handle": WORKS_WITH_RESIDENTS,
    "directory_tasks.show": WORKS_WITH_RESIDENTS,
    "directory_tasks.look": WORKS_WITH_RESIDENTS,
    "directory_tasks.open_for": WORKS_WITH_RESIDENTS,
    "directory_tasks.claim_it": WORKS_WITH_RESIDENTS,
    "directory_tasks.release": WORKS_WITH_RESIDENTS,
    "directory_tasks.note": WORKS_WITH_RESIDENTS,
    "directory_tasks.finish": WORKS_WITH_RESIDENTS,
    "directory_groups.set_room": WORKS_WITH_RESIDENTS,
    "directory_groups.add_contact": WORKS_WITH_RESIDENTS,
    "directory_groups.remove_contact": WORKS_WITH_RESIDENTS,
    "directory_groups.new_link": WORKS_WITH_RESIDENTS,
    "directory_groups.ask": WORKS_WITH_RESIDENTS,
    "person.show": WORKS_WITH_RESIDENTS,
    "calls.show": WORKS_WITH_RESIDENTS,
    "calls.ring_me": WORKS_WITH_RESIDENTS,
    "calls.listen": WORKS_WITH_RESIDENTS,
    "texts.show": WORKS_WITH_RESIDENTS,
    "texts.again": WORKS_WITH_RESIDENTS,
    "texts.rang": WORKS_WITH_RESIDENTS,
    "texts.noted": WORKS_WITH_RESIDENTS,
    "claims.claim_it": WORKS_WITH_RESIDENTS,
    "claims.put_back": WORKS_WITH_RESIDENTS,
    "thread.take": WORKS_WITH_RESIDENTS,
    "thread.give_back": WORKS_WITH_RESIDENTS,
    "thread.reply": WORKS_WITH_RESIDENTS,
    "record.note": WORKS_WITH_RESIDENTS,
    "record.close": WORKS_WITH_RESIDENTS,
    "themes.correct": WORKS_WITH_RESIDENTS,
    "themes.add": WORKS_WITH_RESIDENTS,
    "promises.make": WORKS_WITH_RESIDENTS,
    "promises.keep": WORKS_WITH_RESIDENTS,
    "promises.change": WORKS_WITH_RESIDENTS,
    "introductions.ask": WORKS_WITH_RESIDENTS,
    "introductions.show": WORKS_WITH_RESIDENTS,
    "introductions.share": WORKS_WITH_RESIDENTS,
    "team.show": LEADS,
    "accounts.show": ADMINISTRATORS,
    "accounts.add": ADMINISTRATORS,
    "accounts.switch": ADMINISTRATORS,
}


def test_every_endpoint_is_listed_with_who_may_open_it(console: Flask) -> None:
    endpoints = {rule.endpoint for rule in console.url_map.iter_rules()}
    assert endpoints == set(WHO) == set(ACCESS)


@pytest.mark.parametrize("endpoint", sorted(WHO))
def test_an_endpoint_opens_for_those_alone(endpoint: str) -> None:
    everyone: list[Role | None] = [*Role, None]
    assert {who for who in everyone if may_open(endpoint, who)} == WHO[endpoint]


def test_what_is_not_listed_opens_for_nobody() -> None:
    assert not any(may_open("secrets.show", role) for role in Role)


def test_who_is_not_logged_in_is_led_to_the_form_and_back(
    browser: Browser, staffed: Sessions, now: datetime
) -> None:
    with staffed.begin() as session:
        thread = scene.edith(session, now).conversation_id
    answer = browser.client.get(f"/people/{thread}")
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/log-in?then=/people/{thread}"
    form: dict[str, Any] = {"email": "sam@harbourside.example.org", "password": scene.PASSWORD}
    back = browser.sends("/log-in", then=f"/people/{thread}", **form)
    assert back.headers["Location"] == f"/people/{thread}"


@pytest.mark.parametrize("then", ["//evil.example.org", "https://evil.example.org", "/\\evil", "x"])
def test_the_log_in_leads_to_our_own_pages_alone(
    browser: Browser, staffed: Sessions, then: str
) -> None:
    form: dict[str, Any] = {"email": "sam@harbourside.example.org", "password": scene.PASSWORD}
    assert browser.sends("/log-in", then=then, **form).headers["Location"] == "/"


def test_an_administrator_sees_no_resident(
    browser: Browser, staffed: Sessions, now: datetime
) -> None:
    with staffed.begin() as session:
        thread = scene.edith(session, now).conversation_id
    browser.logs_in("ada")
    for path in ("/queue", f"/people/{thread}", "/team", "/live/alerts", "/live/queue"):
        assert "Edith" not in browser.opens(path, status=403)
    assert browser.client.get("/").headers["Location"] == "/accounts/"


def test_a_coordinator_adds_no_accounts(browser: Browser, staffed: Sessions) -> None:
    browser.logs_in("sam").opens("/accounts/", status=403)
    browser.opens("/team", status=403)
