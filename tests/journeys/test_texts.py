"""The text line: STOP, START, WHEN, HELP, five deliveries at once, and the length of a journey."""

import pytest

from conversation.outbox import is_stopped
from telephony.rehearsal.carrier import new_sid
from tests.journeys.records import Records
from tests.journeys.residents import Texts
from tests.journeys.town import Town
from tests.journeys.visitors import Visitors

pytestmark = pytest.mark.journey

MOST_TEXTS = 14
"""Outgoing texts of the longest journey; reference: quality.md."""

NEED = "I can't get to the shops any more since my fall"


def asks_for_a_call(sms: Texts, name: str) -> None:
    """Walk from a need straight to a promise."""
    sms.says("PERSON")
    sms.hears("queue")
    sms.says(NEED)
    sms.answers(
        until="anything_else", consent_store="yes", name=name, contact_safe="yes", best_time="noon"
    )


def test_the_longest_journey_takes_few_texts_and_each_is_short(
    visitors: Visitors, records: Records
) -> None:
    sms = visitors.texts()
    sms.says(NEED)
    asked = sms.answers(
        until="next_step",
        confirm_summary="yes",
        better_week="a hot meal every day",
        strengths="I like baking bread",
        network="my neighbour Jean pops in on Fridays",
        place="Chapel Street",
        access_needs="I am hard of hearing",
        choose_service="1",
    )
    assert {"better_week", "strengths", "network", "place", "choose_service"} <= set(asked)
    sms.says("2")
    sms.answers(
        until="anything_else",
        consent_store="yes",
        name="Cuthbert Leigh",
        contact_safe="yes",
        consent_share="yes",
    )
    sms.says("no thank you")
    assert len(sms.got) <= MOST_TEXTS
    assert len(records.introductions(records.of_sender(sms.number))) == 1


def test_a_text_delivered_five_times_at_once_is_heard_once_and_answered_alike(
    visitors: Visitors, records: Records
) -> None:
    sms = visitors.texts()
    answers = sms.handset.text_at_once(NEED, copies=5)
    assert len({tuple(answer) for answer in answers}) == 1
    thread = records.of_sender(sms.number)
    assert records.said(thread) == [NEED]
    assert len(records.said(thread, by="assistant")) == len(set(answers[0][0].splitlines()[:2]))


def test_the_same_text_later_gets_the_stored_answer(visitors: Visitors, records: Records) -> None:
    sms = visitors.texts()
    sid = new_sid("SM")
    first = sms.handset.text(NEED, sid=sid)
    sms.says("yes")
    assert sms.handset.text(NEED, sid=sid) == first
    assert records.said(records.of_sender(sms.number)) == [NEED, "yes"]


def test_when_tells_the_promise_stop_keeps_it_and_start_lets_texts_come_again(
    visitors: Visitors, records: Records, town: Town
) -> None:
    sms = visitors.texts()
    asks_for_a_call(sms, "Agnes Thorley")
    sms.says("no thank you")
    sms.says("WHEN")
    sms.hears("A coordinator gets in touch with you, by")
    sms.says("STOP")
    sms.hears("will not text you first")
    with town.sessions() as session:
        assert is_stopped(session, sms.number)
    thread = records.of_sender(sms.number)
    assert len(records.promises(thread)) == 1
    sms.says("When?")
    sms.hears("A coordinator gets in touch with you, by")
    sms.says("START")
    sms.hears("may text you again")
    with town.sessions() as session:
        assert not is_stopped(session, sms.number)


def test_help_gives_help_lines_and_leaves_the_question_open(visitors: Visitors) -> None:
    sms = visitors.texts()
    sms.says(NEED)
    question = sms.expects
    sms.says("HELP")
    sms.hears("999", "111", "116 123", "PERSON")
    sms.is_asked(question)


def test_a_text_goes_on_with_the_thread_of_its_number(visitors: Visitors, records: Records) -> None:
    sms = visitors.texts()
    sms.says(NEED)
    sms.hears("Doorstep, Harbourside Council")
    sms.says("yes")
    sms.does_not_hear("Doorstep, Harbourside Council")
    assert records.said(records.of_sender(sms.number)) == [NEED, "yes"]
