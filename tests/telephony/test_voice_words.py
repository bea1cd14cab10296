"""A reply for the ear."""

from dataclasses import replace

import pytest

from conversation.message import AlertShown, Choice, Reply, ServiceCard
from conversation.words import words
from telephony.heard import (
    Aside,
    LeavesMessage,
    Page,
    Silence,
    Words,
    heard_in,
    last_answer,
)
from telephony.voice_words import Voice
from tests.telephony.replies import REPLY, SAID, reply_of

VOICE = Voice(words())

CARDS = tuple(
    ServiceCard(id=name, name=name, why="", when=when, first_step=f"Ring 01632 96000{number}")
    for number, (name, when) in enumerate(
        [("Harbour Walks", "Tuesdays at 10"), ("Lunch Club", ""), ("Tea and Talk", "Mondays")]
    )
)
OFFER = replace(
    REPLY,
    said=(
        replace(
            SAID,
            text="I found some things near you.",
            services=CARDS,
            choices=tuple(Choice(card.name, card.name) for card in CARDS),
        ),
    ),
    expects="choose_service",
)


def choices(*titles: str) -> Reply:
    picks = tuple(Choice(title, title.lower()) for title in titles)
    return replace(REPLY, said=(replace(SAID, text="Shall we go on?", choices=picks),))


def spoken(reply: Reply, page: int = 0) -> str:
    return " ".join(VOICE.page(reply, page).prompt)


def test_choices_are_counted_first_and_each_has_a_key() -> None:
    assert spoken(choices("Tea", "Coffee")) == (
        "Shall we go on? There are 2 choices. Tea, press 1. Coffee, press 2."
    )


def test_a_plain_yes_or_no_is_not_counted() -> None:
    assert spoken(choices("Yes", "No")) == ("Shall we go on? Yes is 1, no is 2.")


def test_no_more_than_four_choices_are_read_at_once() -> None:
    reply = choices("A", "B", "C", "D", "E")
    assert "D, press 4. For more choices, press 9." in spoken(reply)
    assert "press 5" not in spoken(reply)
    assert "E, press 5." in spoken(reply, 1)


def test_services_come_one_at_a_time() -> None:
    first, second, last = (spoken(OFFER, page) for page in range(3))
    assert first.startswith("I found some things near you. There are 3.")
    assert "Number 1 of 3. Harbour Walks. Tuesdays at 10. Ring 0 1 6 3 2, 9 6 0, 0 0 0." in first
    assert "Lunch Club" not in first
    assert "press 9 or say next" in first
    assert second.startswith("Number 2 of 3. Lunch Club. Ring 0 1 6 3 2")
    assert "To choose it, press 2." in second
    assert "That was the last one." in last


def test_danger_stands_apart_so_that_nothing_cuts_it_short() -> None:
    alert = AlertShown("immediate", ("Samaritans: 116 123, any time, free",))
    danger = replace(SAID, text="Hang up and dial 999 now.", alert=alert)
    question = replace(SAID, text="Are you safe right now?")
    said = VOICE.page(replace(REPLY, said=(danger, question)), 0)
    assert said.warning == (
        "Hang up and dial 9 9 9 now.",
        "Samaritans: 1 1 6, 1 2 3, any time, free",
    )
    assert said.prompt == ("Are you safe right now?",)


def test_misses_lead_to_a_repeat_other_words_the_keys_and_a_person_or_a_message() -> None:
    reply = reply_of("What matters to you?")
    again, other, keys, person, tenth = (
        " ".join(VOICE.after_miss(reply, 0, missed=missed).prompt) for missed in (1, 2, 3, 4, 10)
    )
    assert again == "Sorry, I did not hear you. What matters to you?"
    assert other.startswith("Sorry, I did not hear you. Just say it in your own way.")
    assert "keys" in keys
    assert "9 9 9" in keys
    assert "press 5 twice" in keys
    assert "For a person, press 0." in person
    assert "leave a message in your own voice, press 7" in person
    assert tenth == person


def test_the_keys_of_a_choice_are_said_again_when_nothing_is_heard() -> None:
    by_keys = " ".join(VOICE.after_miss(choices("Tea", "Coffee"), 0, missed=3).prompt)
    assert "Tea, press 1." in by_keys


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ({"SpeechResult": "I am lonely"}, Words("I am lonely")),
        ({"Digits": "2"}, Words("Lunch Club")),
        ({"Digits": "6"}, Words("6")),
        ({"Digits": "7"}, LeavesMessage()),
        ({"SpeechResult": "Leave a message."}, LeavesMessage()),
        ({"SpeechResult": "A person!"}, Words("I want to talk to a person")),
        ({"SpeechResult": "yes", "Confidence": "0.2"}, Silence(is_unclear=True)),
        ({"SpeechResult": "yes", "Confidence": "0.0"}, Words("yes")),
        ({"SpeechResult": "yes", "Confidence": "0.9"}, Words("yes", confidence=0.9)),
        (
            {"SpeechResult": "I fell over in the bath", "Confidence": "0.1"},
            Words("I fell over in the bath", confidence=0.1),
        ),
        ({"SpeechResult": "Turn the telly down, love."}, Aside()),
        ({"SpeechResult": "Relay"}, Aside(is_relay=True)),
        ({"Digits": "0"}, Words("I want to talk to a person")),
        ({"Digits": "8"}, Words("Text me the details of number 2")),
        ({"Digits": "*"}, Words("Go back")),
        ({"Digits": "07700900123"}, Words("07700900123")),
        ({"Digits": "2", "SpeechResult": "the news at ten"}, Words("Lunch Club")),
        ({"SpeechResult": "", "Digits": ""}, Silence()),
        ({}, Silence()),
        ({"SpeechResult": "  "}, Silence()),
        ({"Digits": "9"}, Page(2)),
        ({"SpeechResult": "Next, please."}, Page(2)),
        ({"Digits": "#"}, Page(1)),
        ({"SpeechResult": "Again!"}, Page(1)),
        ({"SpeechResult": "next to the church"}, Words("next to the church")),
    ],
)
def test_what_is_heard_while_services_are_read(
    form: dict[str, str], expected: Words | Page | Silence
) -> None:
    assert heard_in(form, OFFER, page=1, pages=3) == expected


def test_next_and_again_belong_to_the_conversation_where_nothing_is_read_out() -> None:
    asked = reply_of("What matters to you?")
    assert heard_in({"SpeechResult": "next"}, asked, page=0, pages=1) == Words("next")
    assert heard_in({"SpeechResult": "again"}, asked, page=0, pages=1) == Words("again")
    assert heard_in({"Digits": "#"}, asked, page=0, pages=1) == Page(0)


def test_the_last_answer_is_what_was_said_since_the_resident_spoke() -> None:
    mine = replace(SAID, sent_by="resident", text="Hello")
    thread = replace(REPLY, said=(*reply_of("A").said, mine, *reply_of("B", "C").said))
    assert [said.text for said in last_answer(thread).said] == ["B", "C"]
    assert [said.text for said in last_answer(reply_of("A")).said] == ["A"]


def test_what_is_asked_again_leaves_out_the_greeting_and_the_head_of_a_list() -> None:
    greeting = reply_of("Hello, this is Doorstep.", "What matters to you?")
    assert " ".join(VOICE.again(greeting, 0)) == "What matters to you?"
    again = " ".join(VOICE.again(OFFER, 0))
    assert again.startswith("Number 1 of 3. Harbour Walks.")
    assert "I found some things" not in again


def test_whether_they_are_safe_is_asked_with_the_fewest_words() -> None:
    asked = choices("Yes", "No", "I'm not sure")
    assert spoken(asked) == "Shall we go on? Yes is 1, no is 2, not sure is 3."
