"""The worker is stopped: texts wait, nothing else changes, and they go out when it is back."""

import pytest

from tests.journeys.records import Records
from tests.journeys.residents import Texts
from tests.journeys.town import Town, until
from tests.journeys.visitors import Visitors

pytestmark = pytest.mark.journey

SWEPT_WITHIN = 90.0
"""Seconds: the notice of the text was lost with the worker; the sweeper looks every minute."""

NEED = "I can't get to the shops any more since my fall"


def waits_for_sam(visitors: Visitors, name: str) -> Texts:
    """A texting resident whose thread the coordinator has taken over."""
    sms = visitors.texts()
    sms.says("PERSON")
    sms.says(NEED)
    sms.answers(
        until="anything_else", consent_store="yes", name=name, contact_safe="yes", best_time="noon"
    )
    sam = visitors.coordinator()
    sam.claims(name)
    sam.takes_over()
    return sms


def test_texts_wait_and_go_out_once_when_the_worker_is_back(
    visitors: Visitors, records: Records, town: Town
) -> None:
    sms = waits_for_sam(visitors, "Lionel Fairweather")
    sam = visitors.coordinator()
    thread = records.of_sender(sms.number)
    with town.without("worker"):
        sam.goes_to(thread)
        sam.replies("Hello Lionel, I come on Monday.")
        sms.gets_nothing()
        assert records.text_states(thread) == ["waiting"]
        sam.goes_to(thread)
        sam.sees("waiting to go out")
        assert sms.says("Are you there?") == ""
    sms.gets("I come on Monday", seconds=SWEPT_WITHIN)
    until(lambda: records.text_states(thread) == ["delivered"], what="the report of delivery")
    assert [one.body for one in town.stand_in.delivered if one.number == sms.number] == [
        "Hello Lionel, I come on Monday."
    ]


def test_a_resident_who_said_stop_gets_nothing_and_the_console_shows_it(
    visitors: Visitors, records: Records
) -> None:
    sms = waits_for_sam(visitors, "Cyril Hathersage")
    sam = visitors.coordinator()
    sms.says("STOP")
    thread = records.of_sender(sms.number)
    sam.goes_to(thread)
    sam.replies("Hello Cyril, shall I ring?")
    sms.gets_nothing()
    assert records.text_states(thread) == ["stopped"]
    sam.goes_to(thread)
    sam.sees("stop")
