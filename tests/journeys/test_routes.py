"""One journey for each route of the triage table, over all three channels."""

from datetime import timedelta

import pytest

from conversation.desk import utc_now
from tests.journeys.records import Records
from tests.journeys.visitors import Visitors

pytestmark = pytest.mark.journey


def test_emergency_by_text_999_first_and_a_person_alerted_at_once(
    visitors: Visitors, records: Records
) -> None:
    sam = visitors.coordinator()
    sms = visitors.texts()
    with sam.listening() as console:
        sms.says("my chest hurts really bad and I cant breathe")
        console.sees("queue", "", seconds=5)
    sms.hears("Call 999 now", "Are you safe right now?")
    sam.opens("/live/alerts")
    sms.is_asked("safe_now")
    sms.says("no")
    sms.hears("call 999", "I")
    sms.answers(until="anything_else", name="Edwin Fothergill", contact_safe="yes")
    sms.hears("A person will get in touch by")
    thread = records.of_sender(sms.number)
    assert records.route(thread) == "emergency"
    assert len(records.alerts(thread)) == 1
    assert "Open alert" in sam.row_of("Edwin Fothergill")
    sam.sees("Edwin Fothergill")


def test_emergency_by_telephone_says_hang_up_and_dial_and_lets_nobody_talk_over_it(
    visitors: Visitors,
) -> None:
    call = visitors.caller()
    call.says("he has collapsed and he is not breathing")
    call.hears("Hang up and dial", "9 9 9", "Are you safe right now?")
    assert call.call.gather is not None
    assert call.call.gather.get("bargeIn") != "true"
    call.hangs_up()


def test_urgent_by_telephone_becomes_a_referral_that_is_due_on_this_or_the_next_working_day(
    visitors: Visitors, records: Records
) -> None:
    call = visitors.caller()
    call.says("I have no food in the house and no money until Friday")
    call.hears("dial 9 9 9", "Are you safe right now?")
    call.presses("1")
    call.hears("A person in our team has been told")
    call.answers(until="anything_else", name="Winifred Tully", contact_safe="yes")
    call.hears("A person from our team will get in touch by")
    call.says("no thank you")
    call.hears("We'll do as we promised")
    thread = records.of_sender(call.call.sid)
    assert records.route(thread) == "urgent"
    [promise] = records.promises(thread)
    assert promise.due_at < utc_now() + timedelta(days=5)
    assert len(records.alerts(thread)) == 1


def test_coordinator_on_web_chat_a_promise_with_a_date_and_a_reference(
    visitors: Visitors, records: Records
) -> None:
    web = visitors.web()
    web.says("I can't get to the shops any more since my fall, and the house is a mess")
    web.answers(
        until="choose_service",
        confirm_summary="Yes",
        better_week="A hot meal every day",
        strengths="I like baking bread",
        network="my neighbour Jean pops in on Fridays",
        place="14 Chapel Street",
        access_needs="no",
    )
    web.picks(1)
    web.is_asked("next_step")
    web.says("A person should ring me")
    asked = web.answers(
        until="anything_else",
        consent_store="Yes",
        name="Constance Ashby",
        contact="07700 900801",
        contact_safe="Yes",
        best_time="mornings",
    )
    assert asked == ["consent_store", "name", "contact", "contact_safe", "best_time"]
    web.hears("will get in touch with you by", web.own_reference)
    assert web.promise["who"] == "Harbourside community team"
    assert web.promise["by"] in web.last
    web.says("No, that's all")
    web.hears("We'll do as we promised")
    assert records.route(web.conversation_id) == "coordinator"
    assert [point.best_time for point in records.contacts(web.conversation_id)] == ["mornings"]


def test_connect_by_text_an_introduction_that_was_agreed_to(
    visitors: Visitors, records: Records
) -> None:
    sms = visitors.texts()
    sms.says("I can't do my garden any more, the grass is up to my knees")
    sms.hears("Doorstep", "999")
    sms.answers(
        until="choose_service",
        confirm_summary="yes",
        better_week="sitting outside in the sun",
        strengths="I know a lot about roses",
        network="my son comes on Sundays",
        place="HB2 1EG",
        access_needs="no",
    )
    sms.says("1")
    sms.is_asked("next_step")
    sms.says("2")
    asked = sms.answers(
        until="anything_else",
        consent_store="yes",
        name="Horace Pym",
        contact_safe="yes",
        consent_share="yes",
    )
    assert asked == ["consent_store", "name", "contact_safe", "consent_share"]
    sms.hears("We'll ask", "tell you their answer by")
    thread = records.of_reference(sms.reference)
    assert records.route(thread) == "connect"
    assert len(records.introductions(thread)) == 1
    assert len(records.check_ins(thread)) == 1


def test_self_serve_on_the_telephone_details_and_a_check_in(
    visitors: Visitors, records: Records
) -> None:
    call = visitors.caller()
    call.says("I want to learn how to use my tablet")
    call.answers(
        until="choose_service",
        confirm_summary="yes",
        better_week="seeing my grandchildren on the screen",
        strengths="I used to mend clocks",
        network="my daughter lives far away",
        place="Wellington Square",
        access_needs="no",
    )
    call.hears("Number 1 of")
    call.presses("1")
    call.is_asked("next_step")
    call.presses("1")
    call.answers(until="anything_else", consent_store="yes", contact_safe="yes")
    call.hears("We will ask you how it went")
    thread = records.of_sender(call.call.sid)
    assert records.route(thread) == ""
    [check_in] = records.check_ins(thread)
    assert check_in.service_id


def test_offer_on_web_chat_is_stored_and_told_to_a_coordinator(
    visitors: Visitors, records: Records
) -> None:
    web = visitors.web()
    web.says("I would like to volunteer, I can teach the guitar")
    web.hears("kind", "noted what you could give")
    web.answers(
        until="choose_service",
        confirm_summary="Yes",
        better_week="music with others",
        strengths="teaching guitar",
        network="I have plenty of friends",
        place="Marram Bank",
        access_needs="no",
    )
    web.picks(1)
    web.says("I'll do it myself")
    web.answers(
        until="anything_else",
        consent_store="Yes",
        contact="rufus.lund@example.org",
        contact_safe="Yes",
    )
    assert records.route(web.conversation_id) == "offer"
    assert records.story(web.conversation_id).values("offer")
    assert "time or skills" in visitors.coordinator().row_of(web.own_reference)
