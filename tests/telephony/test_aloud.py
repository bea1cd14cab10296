"""Written words made fit for the ear."""

import pytest

from telephony.aloud import breaths, sentences, speakable
from telephony.pace import seconds_to_say


def aloud(text: str) -> str:
    return speakable(text, web_address="our web page")


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Ring 999 now.", "Ring 9 9 9 now."),
        ("Samaritans: 116 123, free", "Samaritans: 1 1 6, 1 2 3, free"),
        ("Ring 01632 960001.", "Ring 0 1 6 3 2, 9 6 0, 0 0 1."),
        ("Ring 07700 900 123.", "Ring 0 7 7 0 0, 9 0 0, 1 2 3."),
        ("+44 1632 960001", "0 1 6 3 2, 9 6 0, 0 0 1"),
        ("Relay UK: 18001 01632 960100", "Relay UK: 1 8 0 0 1, 0 1 6 3 2, 9 6 0, 1 0 0"),
        ("Childline 0800 1111", "Childline 0 8 0 0, 1 1 1 1"),
        ("Your reference is K7M-2QF.", "Your reference is K 7 M, 2 Q F."),
        ("Are you at HB1 2XY?", "Are you at H B 1, 2 X Y?"),
    ],
)
def test_numbers_that_are_dialled_or_noted_are_said_by_digits(written: str, spoken: str) -> None:
    assert aloud(written) == spoken


@pytest.mark.parametrize(
    "written",
    ["It costs £111.", "From 10:30 to 11am on 24 November.", "2 miles away, with 120 members."],
)
def test_times_prices_and_counts_are_left_as_they_are(written: str) -> None:
    assert aloud(written) == written


def test_no_web_address_is_spelt_out() -> None:
    assert aloud("See https://a.example.org/x?y=1. It helps.") == "See our web page. It helps."
    assert aloud("Go to www.example.org, then ring.") == "Go to our web page, then ring."


def test_brackets_emoji_and_bullets_are_not_spoken() -> None:
    assert aloud("Lunch (hot) 😀 is at noon.") == "Lunch, hot, is at noon."
    assert aloud("On Tuesday (2pm).") == "On Tuesday, 2pm."
    assert aloud("• Tea ☕ and *talk* [free]") == "Tea and talk, free"
    assert aloud("It is free. (Really.) Come.") == "It is free. Really. Come."


def test_no_more_than_two_sentences_are_said_in_one_go() -> None:
    whole = sentences("One. Two! Three? Four\nFive.")
    assert whole == ("One.", "Two!", "Three?", "Four", "Five.")
    assert breaths(whole) == ("One. Two!", "Three? Four", "Five.")


def test_no_breath_is_longer_than_ten_seconds_and_no_word_is_lost() -> None:
    long = (
        "You can ring them on any weekday between nine in the morning and five in the afternoon, "
        "or you can go there and ask at the desk by the door, where somebody will help you, "
        "and on Saturdays they open for the morning."
    )
    short = "It is free."
    said = breaths((long, short))
    assert " ".join(said) == f"{long} {short}"
    assert len(said) > 1
    assert all(seconds_to_say(one) <= 10 for one in said)
    assert said[0].endswith(",")


def test_a_spelt_number_is_never_parted() -> None:
    number = "0 1 6 3 2, 9 6 0, 0 0 1"
    words = "please ring us again tomorrow or on any other day on this number which is "
    said = breaths((words + number + ".",))
    assert any(number in one for one in said)


def test_two_long_sentences_are_said_one_by_one() -> None:
    one = " ".join(["word"] * 20) + "."
    assert breaths((one, one)) == (one, one)
