"""The telephone: by key press only, in silence, from a withheld number, and hung up on the way."""

import pytest

from tests.journeys.records import Records
from tests.journeys.visitors import Visitors

pytestmark = pytest.mark.journey


def test_by_key_press_only_a_caller_gets_a_person_and_a_date(
    visitors: Visitors, records: Records
) -> None:
    call = visitors.caller()
    call.presses("0")
    call.hears("queue")
    thread = records.of_sender(call.call.sid)
    assert records.route(thread) == "coordinator"
    for _ in range(6):
        if call.expects == "anything_else":
            break
        call.presses("1")
    call.hears("A person from our team will get in touch by")
    [contact] = records.contacts(thread)
    assert (contact.value, contact.safe_to_text) == (call.handset.number, True)


def test_choices_are_read_out_with_their_keys_and_services_one_at_a_time(
    visitors: Visitors,
) -> None:
    call = visitors.caller()
    call.says("I can't do my garden any more, the grass is up to my knees")
    call.answers(
        until="choose_service",
        confirm_summary="yes",
        better_week="sitting outside in the sun",
        strengths="I know a lot about roses",
        network="my son comes on Sundays",
        place="Chapel Street",
        access_needs="no",
    )
    call.hears("Number 1 of", "press 1")
    call.presses("9")
    call.hears("Number 2 of")
    call.presses("#")
    call.hears("Number 2 of")
    call.presses("2")
    call.is_asked("next_step")
    call.hears("There are 3 choices", "press 3")


def test_a_silent_caller_is_asked_again_otherwise_by_keys_then_offered_a_person(
    visitors: Visitors, records: Records
) -> None:
    call = visitors.caller()
    call.is_silent()
    call.hears("I did not hear you", "What matters to you")
    call.is_silent()
    call.hears("in your own way")
    call.is_silent()
    call.hears("keys on your phone", "cannot speak")
    for _ in range(3):
        call.is_silent()
    call.hears("press 0", "press 7")
    assert records.said(records.of_sender(call.call.sid)) == []
    call.presses("0")
    call.hears("queue")


def test_two_withheld_numbers_never_meet(visitors: Visitors, records: Records) -> None:
    first, second = visitors.caller(withheld=True), visitors.caller(withheld=True)
    first.says("I can't do my garden any more, the grass is up to my knees")
    second.says("When will somebody ring me?")
    second.does_not_hear("garden")
    threads = [records.of_sender(call.call.sid) for call in (first, second)]
    assert threads[0] != threads[1]
    assert [records.contacts(thread) for thread in threads] == [[], []]


def test_a_withheld_number_is_asked_for_a_number(visitors: Visitors, records: Records) -> None:
    call = visitors.caller(withheld=True)
    call.presses("0")
    call.says("I can't get to the shops any more since my fall")
    call.answers(until="name", consent_store="yes")
    call.says("Olive Trench")
    call.hears("I heard Olive Trench. Is that right?")
    call.presses("1")
    call.is_asked("contact")
    call.presses("01632960457")
    call.hears("0 1 6 3 2, 9 6 0, 4 5 7. Is that right?")
    call.presses("1")
    call.is_asked("contact_safe")
    call.hears("4 5 7")
    assert [point.value for point in records.contacts(records.of_sender(call.call.sid))] == [
        "+441632960457"
    ]


def test_who_hangs_up_after_telling_a_need_is_called_back(
    visitors: Visitors, records: Records
) -> None:
    call = visitors.caller()
    call.says("I can't get to the shops any more since my fall")
    call.hangs_up()
    referral = records.referral(records.of_sender(call.call.sid))
    assert referral is not None
    assert referral.reason == "Hung up before the end of the call"


def test_who_hangs_up_before_saying_anything_is_left_in_peace(
    visitors: Visitors, records: Records
) -> None:
    call = visitors.caller()
    call.hangs_up()
    assert records.referral(records.of_sender(call.call.sid)) is None


def test_a_step_that_is_posted_again_gets_the_same_answer(
    visitors: Visitors, records: Records
) -> None:
    call = visitors.caller()
    fields = {
        "CallSid": call.call.sid,
        "From": call.handset.number,
        "SpeechResult": "I can't get to the shops any more since my fall",
    }
    answers = [call.handset.post("/telephony/voice/turn?step=1", fields).text for _ in range(2)]
    assert answers[0] == answers[1]
    assert len(records.said(records.of_sender(call.call.sid))) == 1
