"""Whole turns through a running Rasa: who is asked, how often, and what a resident hears."""

import json

import pytest
import yaml
from running import run_small_bot

DOMAIN = """
version: "3.1"
intents: [tell_need, ask_who, restart, choose_option]
entities: [place, postcode, phone, name, age, relation, day, time, language, access_need]
slots:
  strengths: {type: any, influence_conversation: false, mappings: [{type: custom}]}
  what_matters: {type: any, influence_conversation: false, mappings: [{type: custom}]}
forms: {journey_form: {required_slots: [what_matters, strengths]}}
actions: [validate_journey_form]
responses:
  utter_who: [{text: "I am Doorstep."}]
  utter_thanks: [{text: "Thank you, {name}."}]
  utter_ask_what_matters: [{text: "What matters to you?"}]
  utter_ask_strengths:
  - {text: "What are you good at? (text)", channel: sms}
  - {text: "What are you good at?"}
session_config: {session_expiration_time: 0, carry_over_slots_to_new_session: true}
"""
RULES = """
version: "3.1"
rules:
- rule: somebody asks who this is
  condition: [{active_loop: journey_form}]
  steps:
  - intent: ask_who
  - action: utter_who
  - action: journey_form
  - active_loop: journey_form
"""
NEEDS = {
    "I am lonely": ["company"],
    "I see nobody all week": ["company"],
    "my mum has falls": ["equipment"],
    "we have no money for food": ["food", "money"],
    "the damp is making us ill": ["housing"],
    "I cannot sleep since my wife died": ["bereavement"],
}
ELSE = {
    "ask_who": "who are you|are you a robot|am I talking to a person|who is this|what are you",
    "restart": "start again|start over please|can we begin again|from the beginning|restart",
    "choose_option": "2|the second one|option one|the walking group|number three|first one please",
}


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bot")
    (folder / "data").mkdir()
    (folder / "domain.yml").write_text(DOMAIN, encoding="utf-8")
    (folder / "data" / "rules.yml").write_text(RULES, encoding="utf-8")
    told = [
        {"intent": intent, "examples": "".join(f"- {text}\n" for text in texts.split("|"))}
        for intent, texts in ELSE.items()
    ]
    needs = [{"text": text, "metadata": {"themes": themes}} for text, themes in NEEDS.items()]
    nlu = {"version": "3.1", "nlu": [*told, {"intent": "tell_need", "examples": needs}]}
    (folder / "data" / "nlu.yml").write_text(yaml.safe_dump(nlu, sort_keys=False), encoding="utf-8")
    yield from run_small_bot(folder)


@pytest.fixture
def bot(running):
    return running[0]


@pytest.fixture
def actions(running):
    return running[1]


def _names(answer):
    return [response["response"] for response in answer["responses"]]


def test_a_need_goes_to_the_journey_in_one_call(bot, actions):
    actions.will({"response": "utter_thanks", "name": "Grace"}, ask="strengths")
    answer = bot.take_turn("I am lonely", expects="what_matters")
    assert _names(answer) == ["utter_thanks", "utter_ask_strengths"]
    assert answer["responses"][0]["text"] == "Thank you, Grace."
    assert answer["intent"] == "tell_need"
    assert [call["next_action"] for call in actions.calls] == ["validate_journey_form"]


def test_the_journey_is_told_what_was_heard_and_where_the_conversation_stands(bot, actions):
    actions.will(ask="strengths")
    bot.take_turn("I am lonely", channel="voice", expects="what_matters")
    assert actions.calls[0]["tracker"]["latest_message"]["about"] == "self"
    heard = actions.calls[0]["tracker"]["latest_message"]
    assert heard["metadata"]["expects"] == "what_matters"
    assert heard["metadata"]["message_id"] == 7
    assert {"themes", "likely_themes", "likely", "about"} <= set(heard)
    assert actions.calls[0]["domain"] == {}


def test_a_side_question_is_answered_and_the_open_question_comes_back(bot, actions):
    actions.will(ask="strengths")
    answer = bot.take_turn("who are you")
    assert _names(answer) == ["utter_who", "utter_ask_strengths"]
    assert len(actions.calls) == 1


def test_start_again_is_left_to_the_journey(bot, actions):
    actions.will({"text": "From the start, then."}, ask="what_matters")
    answer = bot.take_turn("start again")
    assert [response["text"] for response in answer["responses"]] == [
        "From the start, then.",
        "What matters to you?",
    ]


def test_words_fit_the_channel(bot, actions):
    actions.will(ask="strengths")
    assert bot.take_turn("I am lonely", channel="sms")["responses"][0]["text"].endswith("(text)")
    assert bot.take_turn("I am lonely", channel="web")["responses"][0]["text"].endswith("?")


def test_buttons_and_cards_come_through(bot, actions):
    card = {"services": [{"id": "s1", "name": "Tea and chat"}]}
    actions.will(
        {"text": "Pick one", "buttons": [{"title": "A", "payload": "a"}], "custom": card}, ask=None
    )
    said = bot.take_turn("I am lonely")["responses"][0]
    assert said["buttons"] == [{"title": "A", "payload": "a"}]
    assert said["custom"] == card


def test_the_journey_may_ask_nothing(bot, actions):
    actions.will(ask=None)
    assert bot.take_turn("I am lonely")["responses"] == []


def test_each_turn_begins_anew(bot, actions):
    actions.will(ask="strengths")
    bot.take_turn("my secret is out")
    bot.take_turn("I am lonely")
    assert "secret" not in json.dumps(actions.calls[1])


def test_a_failing_action_server_gives_an_empty_answer_and_no_words_in_the_log(bot, actions):
    actions.will({"text": "my secret, quoted"}, ask="strengths", status=500)
    assert bot.take_turn("my secret boom")["responses"] == []
    bot.post('{"sender": "my secret')
    bot.take_turn("/my secret")
    log = bot.log.read_text()
    assert "journey_form" in log
    assert "secret" not in log


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{broken", "not JSON"),
        ("[]", "JSON object"),
        ('{"sender": "c1", "channel": "web"}', "text is missing"),
    ],
)
def test_a_bad_request_is_refused_with_a_reason(bot, body, said):
    status, answer = bot.post(body)
    assert status == 400
    assert said in answer["error"]


def test_health_names_the_model(bot):
    status, answer = bot.health()
    assert (status, answer["ready"]) == (200, True)
    assert answer["model"]
