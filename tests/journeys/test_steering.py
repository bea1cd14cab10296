"""A resident steers at every point: a person, back, skip, repeat, restart, side questions."""

import pytest

from tests.journeys.records import Records
from tests.journeys.residents import WebChat
from tests.journeys.visitors import Visitors

pytestmark = pytest.mark.journey

NEED = "I can't get to the shops any more since my fall"

ANSWERS = {
    "confirm_summary": "Yes",
    "better_week": "A hot meal every day",
    "strengths": "I like baking bread",
    "network": "my neighbour Jean pops in on Fridays",
    "place": "Chapel Street",
    "access_needs": "no",
    "choose_service": "1",
    "next_step": "Introduce me",
    "consent_store": "Yes",
    "name": "Ivy Nettleship",
    "contact": "07700 900802",
    "contact_safe": "Yes",
    "consent_share": "Yes",
}
"""An answer to every question of a journey to an introduction, in its order."""

POINTS = ("better_week", "place", "choose_service", "consent_store", "contact")


def at(web: WebChat, point: str) -> WebChat:
    """Lead a resident up to a question."""
    web.says(NEED)
    web.answers(until=point, **ANSWERS)
    return web


def test_a_side_question_is_answered_at_every_point_and_the_open_question_comes_back_once(
    visitors: Visitors,
) -> None:
    web = visitors.web()
    web.says(NEED)
    met = []
    while web.expects != "anything_else":
        question = web.expects
        assert question not in met, f"{question} was asked again:\n{web}"
        met.append(question)
        open_question = web.messages[-1]["text"]
        web.says("who can see what I tell you?")
        web.hears("is read by our team at Harbourside Council")
        web.is_asked(question)
        assert [message["text"] for message in web.messages].count(open_question) == 1
        web.says(ANSWERS[question])
    assert met[-6:] == list(ANSWERS)[-6:]


def test_say_that_again_repeats_the_last_answer_with_its_choices_and_services(
    visitors: Visitors,
) -> None:
    web = at(visitors.web(), "choose_service")
    first = [card["id"] for card in web.services]
    assert first
    web.says("say that again please")
    assert [card["id"] for card in web.services] == first
    web.is_asked("choose_service")
    web.picks(1)
    web.is_asked("next_step")


@pytest.mark.parametrize("point", POINTS)
def test_a_person_can_be_asked_for_at_any_point_and_stands_in_the_queue_at_once(
    visitors: Visitors, records: Records, point: str
) -> None:
    web = at(visitors.web(), point)
    web.says("I want to talk to a person")
    assert web.owner == "queue"
    web.hears("queue")
    assert records.route(web.conversation_id) == "coordinator"
    visitors.coordinator().finds(web.own_reference)


def test_going_back_opens_the_question_before_and_what_was_answered_is_set_aside(
    visitors: Visitors, records: Records
) -> None:
    web = at(visitors.web(), "strengths")
    web.says("go back")
    web.is_asked("better_week")
    web.says("A walk by the sea")
    web.is_asked("strengths")
    assert records.story(web.conversation_id).values("wish") == ("A walk by the sea",)


def test_questions_of_the_story_can_all_be_skipped(visitors: Visitors) -> None:
    web = visitors.web()
    web.says(NEED)
    skips = dict.fromkeys(("better_week", "strengths", "network", "place", "access_needs"), "skip")
    asked = web.answers(until="choose_service", confirm_summary="Yes", **skips)
    assert len(asked) >= 5
    assert web.services


def test_starting_again_begins_with_what_matters(visitors: Visitors) -> None:
    web = at(visitors.web(), "network")
    web.says("start again")
    web.hears("start again")
    web.is_asked("what_matters")
    web.says("I can't manage the stairs any more")
    assert web.expects != "what_matters"


def test_a_correction_of_the_summary_is_taken_and_reflected_back(visitors: Visitors) -> None:
    web = visitors.web()
    web.says("I am behind with the rent and the bills")
    web.is_asked("confirm_summary")
    web.says("No, that's not right")
    web.is_asked("what_matters")
    web.says("I need help with my garden, I can't mow the lawn any more")
    web.does_not_hear("rent")


def test_more_options_and_none_of_these_lead_on(visitors: Visitors, records: Records) -> None:
    web = at(visitors.web(), "choose_service")
    first = {card["id"] for card in web.services}
    web.says("more options please")
    assert first.isdisjoint(card["id"] for card in web.services)
    web.says("none of these")
    web.is_asked("next_step")
    assert records.story(web.conversation_id).values("unmet")


def test_details_of_an_offer_leave_the_choice_open(visitors: Visitors) -> None:
    web = at(visitors.web(), "choose_service")
    name = web.services[0]["name"]
    web.says("how much does it cost?")
    web.hears(name, "Cost:")
    web.is_asked("choose_service")


def test_being_forgotten_erases_the_story_and_the_words(
    visitors: Visitors, records: Records
) -> None:
    web = at(visitors.web(), "network")
    web.says("delete what I told you")
    web.hears("I've deleted what you told me")
    story = records.story(web.conversation_id)
    assert (story.notes, story.network) == ((), ())
    assert NEED not in records.said(web.conversation_id)


def test_words_that_make_no_sense_twice_bring_a_person(
    visitors: Visitors, records: Records
) -> None:
    web = at(visitors.web(), "contact")
    web.says("you have it already")
    web.is_asked("contact")
    web.says("you have it already")
    web.hears("A person will do better")
    assert records.route(web.conversation_id) == "coordinator"
