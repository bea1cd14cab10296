"""What the door takes and refuses, without a server."""

import asyncio

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered

from bot.doorstep_channel import BadTurn, Collected, Turn, can_read
from bot.fresh_tracker_store import FreshTrackerStore
from bot.serve import actions_webhook

GOOD = {
    "sender": "c1",
    "text": "hello",
    "channel": "sms",
    "message_id": 7,
    "expects": "name",
    "language": "en",
}


def test_a_turn_carries_where_the_conversation_stands():
    message = Turn.read(GOOD).as_message(Collected("sms"))
    assert message.metadata == {
        "expects": "name",
        "language": "en",
        "message_id": 7,
        "channel": "sms",
    }
    assert message.sender_id == "c1"


def test_expects_and_language_have_defaults():
    turn = Turn.read({"sender": "c1", "text": "hello", "channel": "web"})
    assert (turn.expects, turn.language) == ("nothing", "en")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"sender": ""}, "sender is empty"),
        ({"text": 5}, "text must be a text"),
        ({"channel": "fax"}, "channel must be one of"),
        ({"message_id": [1]}, "message_id must be"),
    ],
)
def test_a_bad_turn_is_refused_without_quoting_it(wrong, said):
    with pytest.raises(BadTurn, match=said) as refused:
        Turn.read({**GOOD, "text": "my secret", **wrong})
    assert "secret" not in str(refused.value)


def test_a_slash_is_words_and_not_a_command():
    turn = Turn.read({**GOOD, "text": "/restart now"})
    assert turn.as_message(Collected("sms")).text == "restart now"


def test_the_output_bears_the_residents_channel_so_that_words_fit_it():
    assert Collected("voice").name() == "voice"


def test_a_new_tracker_is_inside_the_journey_and_nothing_is_kept():
    store = FreshTrackerStore(Domain.empty())

    async def take_two_turns():
        tracker = await store.retrieve("c1")
        tracker.update(UserUttered("my secret"))
        await store.save(tracker)
        return await store.retrieve("c1"), list(await store.keys())

    tracker, keys = asyncio.run(take_two_turns())
    assert tracker.active_loop_name == "journey_form"
    assert tracker.latest_action_name == "action_listen"
    assert "secret" not in str([event.as_dict() for event in tracker.events])
    assert keys == []


@pytest.mark.parametrize(
    ("environment", "address"),
    [
        ({}, "http://127.0.0.1:5055/webhook"),
        ({"ACTIONS_PORT": "6000"}, "http://127.0.0.1:6000/webhook"),
        ({"ACTIONS_URL": "http://actions:5055"}, "http://actions:5055/webhook"),
        ({"ACTIONS_URL": "http://actions:5055/webhook"}, "http://actions:5055/webhook"),
    ],
)
def test_the_action_server_is_found_by_the_settings(monkeypatch, environment, address):
    for name in ("ACTIONS_URL", "ACTIONS_PORT"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert actions_webhook() == address


class Agent:
    """Rasa's agent as far as health asks it."""

    def __init__(self, answer):
        self.processor = self
        self._answer = answer

    def is_ready(self):
        return True

    async def parse_message(self, message):
        assert message.text
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer


@pytest.mark.parametrize(
    ("agent", "is_well"),
    [
        (Agent({"intent": {"name": "greet", "confidence": 0.9}}), True),
        (Agent({"intent": {"name": None, "confidence": 0.0}}), False),
        (Agent(ValueError("shapes do not match")), False),
        (None, False),
    ],
)
def test_a_bot_whose_model_cannot_read_a_sentence_is_not_well(agent, is_well):
    assert asyncio.run(can_read(agent)) is is_well
