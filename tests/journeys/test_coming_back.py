"""A resident comes back: after a refresh, on the page without JavaScript, and by reference."""

import uuid

import pytest

from tests.journeys.records import Records
from tests.journeys.visitors import Visitors

pytestmark = pytest.mark.journey

NEED = "I can't get to the shops any more since my fall"


def test_a_refresh_shows_the_whole_thread_and_the_open_question(visitors: Visitors) -> None:
    web = visitors.web()
    web.says(NEED)
    question = web.expects
    web.refreshes()
    web.hears(NEED, "I'm Doorstep")
    web.is_asked(question)


def test_a_browser_without_javascript_keeps_its_thread_over_a_refresh(visitors: Visitors) -> None:
    page = visitors.browser()
    page.hears("What matters to you")
    page.says(NEED)
    page.hears(NEED)
    page.refreshes()
    page.hears(NEED)
    page.says("I want to talk to a person")
    page.hears("queue")


def test_a_stranger_with_a_wrong_token_learns_nothing(visitors: Visitors) -> None:
    web, stranger = visitors.web(), visitors.web()
    web.says(NEED)
    for conversation in (web.conversation_id, uuid.uuid4()):
        answer = stranger.client.get(
            f"/api/chat/{conversation}/messages", headers={"Authorization": "Bearer wrong"}
        )
        assert (answer.status_code, "shops" in answer.text) == (404, False)


def test_a_thread_goes_on_by_reference_and_name_and_its_old_token_opens_nothing(
    visitors: Visitors,
) -> None:
    web = visitors.web()
    web.says("I want to talk to a person")
    web.says(NEED)
    web.answers(until="contact", consent_store="Yes", name="Mabel Quayle")
    later = visitors.web()
    assert later.comes_back(web.own_reference, "Mabel Quale").status_code == 404
    assert later.comes_back(web.own_reference, "mabel quayle").status_code == 200
    later.hears(NEED)
    later.is_asked("contact")
    assert web.post("hello").status_code == 404
    later.says("07700 900803")
    later.is_asked("contact_safe")


def test_three_wrong_names_lock_a_reference(visitors: Visitors) -> None:
    web = visitors.web()
    web.says("I want to talk to a person")
    web.says(NEED)
    web.answers(until="contact", consent_store="Yes", name="Basil Hargreave")
    stranger = visitors.web()
    tries = [stranger.comes_back(web.own_reference, name) for name in ("Anne", "Bob", "Cal")]
    assert [answer.status_code for answer in tries] == [404, 404, 404]
    assert stranger.comes_back(web.own_reference, "Basil Hargreave").status_code == 429


def test_a_text_begins_and_the_web_goes_on_with_the_number(
    visitors: Visitors, records: Records
) -> None:
    sms = visitors.texts()
    sms.says("PERSON")
    sms.says(NEED)
    sms.answers(
        until="anything_else",
        consent_store="yes",
        name="Hilda Crane",
        contact_safe="yes",
        best_time="noon",
    )
    web = visitors.web()
    assert web.comes_back(sms.reference, sms.number).status_code == 200
    assert web.conversation_id == records.of_sender(sms.number)
    web.hears(NEED)
    web.says("when?")
    web.hears("A coordinator gets in touch with you")
