"""PostgreSQL is stopped: every channel says 999, 111 and a number, and keeps what was said."""

import uuid

import pytest

from tests.journeys.records import Records
from tests.journeys.town import Town, until
from tests.journeys.visitors import Visitors

pytestmark = pytest.mark.journey

FRONT_DOOR, SWITCHBOARD, NIGHT = "01632 960100", "01632 960000", "01632 960999"
BACK_WITHIN = 90.0
"""Seconds: the worker looks into the spool every minute."""

SAID = "The hedgehogs have moved into my greenhouse and I cannot get in"


def test_nothing_said_while_the_database_was_down_is_lost(
    visitors: Visitors, records: Records, town: Town
) -> None:
    web, page = visitors.web(), visitors.browser()
    sms, call = visitors.texts(), visitors.caller()
    web.says("I can't do my garden any more, the grass is up to my knees")
    sms.says("I can't do my garden any more, the grass is up to my knees")
    page.says("I can't do my garden any more, the grass is up to my knees")
    message_id = str(uuid.uuid4())
    with town.without_database():
        answer = web.post(SAID, message_id=message_id)
        assert answer.status_code == 503
        assert answer.headers["Content-Type"].startswith("application/problem+json")
        assert answer.json()["kept"] is True
        for number in ("999", "111", FRONT_DOOR):
            assert number in answer.text

        page.says(SAID)
        assert page.status == 503
        page.hears("999", "111", FRONT_DOOR, "kept your message")

        sms.says(SAID)
        sms.hears("999", "111", SWITCHBOARD, NIGHT, "kept your message")

        heard = call.call.says(SAID)
        assert call.call.is_over
        for digits in ("9 9 9", "1 1 1", "0 1 6 3 2"):
            assert digits in heard

        assert len(town.spooled()) >= 4
        assert web.client.get("/health/live").status_code == 200
        assert web.client.get("/health/ready").json()["parts"]["database"] == "away"
        opened = web.client.post("/api/chat", json={})
        assert (opened.status_code, opened.headers["Content-Type"]) == (
            503,
            "application/problem+json",
        )
    until(lambda: not town.spooled(), seconds=BACK_WITHIN, what="the spool is taken in")
    assert SAID in records.said(web.conversation_id)
    assert records.said(records.of_sender(sms.number)).count(SAID) == 1
    assert SAID in records.said(records.of_sender(call.call.sid))
    page.refreshes()
    page.hears(SAID)
    sms.gets("")  # the answer comes as a text of Doorstep's own: the request is long over
    again = web.post(SAID, message_id=message_id)
    assert again.status_code == 200
    assert records.said(web.conversation_id).count(SAID) == 1
    logs = town.logs()
    assert [name for name, log in logs.items() if "hedgehog" in log] == []


def test_the_console_says_that_the_database_is_away_and_works_again_afterwards(
    visitors: Visitors, town: Town
) -> None:
    sam = visitors.coordinator()
    with town.without_database():
        answer = sam.client.get("/queue")
        assert answer.status_code == 503
        assert "cannot reach its database" in answer.text
    sam.opens("/queue")
    sam.sees("Queue")
