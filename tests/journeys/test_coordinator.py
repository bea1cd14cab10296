"""A coordinator picks a resident up at the console: claim, reply, give back, close."""

import pytest

from tests.journeys.records import Records
from tests.journeys.town import Town, until
from tests.journeys.visitors import Visitors

pytestmark = pytest.mark.journey

NEED = "I can't get to the shops any more since my fall"


def test_a_chat_is_claimed_answered_live_given_back_and_closed(
    visitors: Visitors, records: Records
) -> None:
    sam = visitors.coordinator()
    web = visitors.web()
    with sam.listening() as console:
        web.says("I want to talk to a person")
        console.sees("queue", seconds=5)
    web.says(NEED)
    web.answers(
        until="anything_else",
        consent_store="Yes",
        name="Nora Bellweather",
        contact="07700 900804",
        contact_safe="Yes",
        best_time="mornings",
    )
    sam.claims("Nora Bellweather")
    sam.sees("You have taken this resident on", NEED, "mornings")
    with web.listening() as page:
        sam.takes_over()
        page.sees("owner", "coordinator")
        sam.replies("Hello Nora, this is Sam. Shall I come on Tuesday?")
        page.hears("this is Sam")
    web.says("Yes please, Tuesday is good")
    assert web.messages == []
    assert web.owner == "coordinator"
    sam.opens(f"/people/{web.conversation_id}")
    sam.sees("Tuesday is good")
    sam.gives_back()
    web.says("when?")
    web.hears("A coordinator gets in touch with you")
    sam.notes("Visit on Tuesday at ten.")
    sam.closes("connected")
    referral = records.referral(web.conversation_id)
    assert referral is not None
    assert (referral.outcome, referral.closed_at is None) == ("connected", False)
    assert records.owner(web.conversation_id) == "closed"
    web.refreshes()
    web.hears("This conversation is closed")


def test_a_texting_resident_gets_a_coordinators_words_as_a_text_and_the_assistant_is_silent(
    visitors: Visitors, records: Records, town: Town
) -> None:
    sms = visitors.texts()
    sms.says("PERSON")
    sms.says(NEED)
    sms.answers(
        until="anything_else",
        consent_store="yes",
        name="Percy Wainfleet",
        contact_safe="yes",
        best_time="noon",
    )
    sam = visitors.coordinator()
    sam.claims("Percy Wainfleet")
    sam.takes_over()
    sam.replies("Hello Percy, it is Sam. I ring you at noon.")
    sms.gets("I ring you at noon")
    assert sms.says("Thank you Sam") == ""
    thread = records.of_sender(sms.number)
    until(lambda: records.text_states(thread) == ["delivered"], what="the report of delivery")
    sam.finds("Percy Wainfleet")
    sam.sees("Thank you Sam", "delivered")
    sam.gives_back()
    sms.says("WHEN")
    sms.hears("A coordinator gets in touch with you")


def test_danger_is_noticed_while_a_coordinator_holds_the_thread(
    visitors: Visitors, records: Records
) -> None:
    web = visitors.web()
    web.says("I want to talk to a person")
    sam = visitors.coordinator()
    sam.claims(web.own_reference)
    sam.takes_over()
    web.says("I have taken all my tablets, I want to die")
    web.hears("999")
    assert web.alert is not None
    sam.opens("/live/alerts")
    sam.sees(web.own_reference) if web.own_reference in sam.page else sam.sees("Acknowledge")
    sam.goes_to(web.conversation_id)
    sam.handles_alerts("Rang at once, an ambulance is there.")
    assert all(alert.handled_at for alert in records.alerts(web.conversation_id))


def test_a_chat_that_is_put_back_waits_in_the_queue_again(visitors: Visitors) -> None:
    web = visitors.web()
    web.says("I want to talk to a person")
    sam = visitors.coordinator()
    sam.claims(web.own_reference)
    assert "You" in sam.row_of(web.own_reference)
    sam.finds(web.own_reference)
    sam.puts_back()
    assert "Take on" in sam.row_of(web.own_reference)


def test_an_introduction_is_in_the_queue_with_what_was_chosen(visitors: Visitors) -> None:
    web = visitors.web()
    web.says("I can't do my garden any more, the grass is up to my knees")
    web.answers(
        until="choose_service",
        confirm_summary="Yes",
        better_week="Sitting outside in the sun",
        strengths="I know a lot about roses",
        network="my son comes on Sundays",
        place="Chapel Street",
        access_needs="no",
    )
    chosen = web.services[0]["name"]
    web.picks(1)
    web.says("Introduce me")
    web.answers(
        until="anything_else",
        consent_store="Yes",
        name="Flora Dunmore",
        contact="07700 900805",
        contact_safe="Yes",
        consent_share="Yes",
    )
    sam = visitors.coordinator()
    sam.finds("Flora Dunmore")
    sam.sees(chosen, "Chapel Street", "roses", "Sundays")
