"""The runner of tests/conversations reads what is open, and fails when it should."""

import pytest
from rasa.shared.core.domain import Domain

from bot.conversation_tests import JOURNEY, Meaning, Tried, Turn, is_enough, read_turns, verdict

pytestmark = pytest.mark.filterwarnings("ignore:Slot auto-fill has been removed")
"""Rasa says so of every domain with slots."""

DOMAIN = """
version: "3.1"
intents: [ask_who, tell_person]
slots:
  name: {type: any, influence_conversation: false, mappings: [{type: custom}]}
forms: {journey_form: {required_slots: [name]}}
responses: {utter_who: [{text: "I am Doorstep."}]}
"""
STORY = """
version: "3.1"
stories:
- story: who is asking
  steps:
  - active_loop: journey_form
  - slot_was_set: [{requested_slot: OPEN}]
  - user: |
      who wants to know
    intent: ask_who
  - action: utter_who
  - action: journey_form
  - active_loop: journey_form
  - user: |
      Grace
    intent: tell_person
  - action: journey_form
"""
ASIDE, ANSWER = Meaning("ask_who", ("utter_who", JOURNEY)), Meaning("tell_person", (JOURNEY,))


def _read(tmp_path, question):
    file = tmp_path / "welcome.yml"
    file.write_text(STORY.replace("OPEN", question), encoding="utf-8")
    return read_turns(file, Domain.from_yaml(DOMAIN))


def _tried(meant, heard, times=1):
    return [Tried(Turn("a story", "name", "words", meant), heard)] * times


def test_a_turn_knows_the_open_question_and_what_should_follow(tmp_path):
    aside, answer = _read(tmp_path, "name")
    assert aside == Turn("welcome: who is asking", "name", "who wants to know", ASIDE)
    assert answer == Turn("welcome: who is asking", "name", "Grace", ANSWER)
    assert (aside.is_side_question, answer.is_side_question) == (True, False)


def test_a_question_that_nobody_asks_is_refused(tmp_path):
    with pytest.raises(ValueError, match="shoe_size is no question"):
        _read(tmp_path, "shoe_size")


def test_one_answer_in_twenty_may_be_misheard():
    right = _tried(ASIDE, ASIDE) + _tried(ANSWER, ANSWER, 18)
    assert is_enough(right + _tried(ANSWER, ASIDE))
    assert not is_enough(right + _tried(ANSWER, ASIDE, 2))


def test_no_side_question_may_be_missed():
    tried = _tried(ANSWER, ANSWER, 99) + _tried(ASIDE, ANSWER)
    assert not is_enough(tried)
    assert "0 of 1 side questions" in verdict(tried)


def test_the_right_intent_with_the_wrong_actions_is_wrong():
    assert not _tried(ASIDE, Meaning("ask_who", (JOURNEY,)))[0].is_right


def test_nothing_tried_is_not_enough():
    assert not is_enough([])


def test_what_went_wrong_is_said_in_words():
    said = str(_tried(ASIDE, ANSWER)[0])
    assert "side question 'words', asked: name" in said
    assert "meant ask_who, then utter_who, journey_form" in said
    assert "heard tell_person, then journey_form" in said
