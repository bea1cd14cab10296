"""What a recogniser writes down: stammer, talk to others in the room, Relay UK."""

import pytest

from telephony.heard_speech import GOODBYE, Speech, tidy
from triage.danger import Level, screen


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("m m my m mother can't c c cook", "my mother can't cook"),
        ("I I I can't get out", "I can't get out"),
        ("w-w-when is it", "when is it"),
        ("my my number is 0 7 7 0 0 9 0 0 1 2 3", "my number is 0 7 7 0 0 9 0 0 1 2 3"),
        ("oh double seven 0 0 9 0 0", "oh double seven 0 0 9 0 0"),
        ("my name is A N N E", "my name is A N N E"),
        ("Flat B Beach Road", "Flat B Beach Road"),
        ("get me meals, no not that", "get me meals, no not that"),
        ("mum mumbles very very much", "mum mumbles very very much"),
    ],
)
def test_a_stammer_is_heard_as_what_was_meant(said: str, meant: str) -> None:
    assert tidy(said) == Speech(meant)


@pytest.mark.parametrize(
    "said",
    ["Turn the telly down, love.", "Hang on a minute.", "I'm on the phone, dear.",
     "Let me find my glasses.", "Just a second.", "Shush."],
)  # fmt: skip
def test_talk_to_somebody_else_is_no_answer(said: str) -> None:
    assert tidy(said) == Speech("", is_aside=True)


def test_an_answer_after_talk_to_somebody_else_is_the_answer() -> None:
    said = "Turn that down, please. Yes, my name is Margaret."
    assert tidy(said).words == "Yes, my name is Margaret."


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Hello, this is a Relay UK call. My husband has died GA", "My husband has died"),
        ("Relay UK. I need my shopping go ahead", "I need my shopping"),
    ],
)
def test_relay_uk_is_noticed_and_its_signs_are_no_words(said: str, words: str) -> None:
    assert tidy(said) == Speech(words, is_relay=True)


def test_stop_keying_is_goodbye_and_go_ahead_is_a_wish_elsewhere() -> None:
    assert tidy("SKSK").words == GOODBYE
    assert tidy("I want to go ahead").words == "I want to go ahead"
    assert tidy("I am lonely go ahead", is_slow=True).words == "I am lonely"


@pytest.mark.parametrize(
    "said",
    [
        "I w-w-want to d-d-die",
        "sit down. I want to die. hang on",
        "I've t t taken all my tablets",
    ],
)
def test_tidying_hides_no_danger(said: str) -> None:
    assert screen(tidy(said).words).level >= screen(said).level > Level.none
