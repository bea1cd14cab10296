"""Words: by channel, with their gaps filled, and never silent about a name that is missing."""

import pytest

from conversation.words import NoSuchResponse, Words, fill_fixed
from council import council

ONE = Words(
    {
        "utter_hello": [
            {"text": "Hello {name}", "buttons": [{"title": "Yes", "payload": "yes"}]},
            {"text": "Hi {name}", "channel": "sms"},
        ]
    }
)


@pytest.mark.parametrize(("channel", "text"), [("web", "Hello Sam"), ("sms", "Hi Sam")])
def test_a_channel_has_its_own_words(channel: str, text: str) -> None:
    assert ONE.say("utter_hello", channel, name="Sam").text == text


def test_a_gap_that_nobody_fills_is_left_out() -> None:
    assert ONE.say("utter_hello", "web").text == "Hello"


def test_choices_come_with_the_words() -> None:
    assert [choice.value for choice in ONE.say("utter_hello", "voice").choices] == ["yes"]


def test_a_response_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(NoSuchResponse):
        ONE.say("utter_nothing", "web")


def test_the_councils_own_words_are_filled_and_other_brackets_left() -> None:
    filled = fill_fixed("<council>, ref <reference>, <b>", "K7M-2QF", council())
    assert filled == "Harbourside Council, ref K7M-2QF, <b>"
