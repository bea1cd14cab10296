"""What residents say of an offer that has closed, and what sounds like it but is not."""

import pytest

from directory.wrong_reports_words import read_wrong

NAMES = ["Thursday Lunch Club at St Anne's", "Harbour Singers", "Men's Shed"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("that group has shut", "closed"),
        ("That group's shut", "closed"),
        ("sorry but they've closed down", "closed"),
        ("it closed last year", "closed"),
        ("the lunch club has closed for good", "closed"),
        ("Harbour Singers has folded", "closed"),
        ("harbour singers packed in years ago", "closed"),
        ("The Thursday Lunch Club doesn't run any more", "closed"),
        ("it doesn't exist anymore", "closed"),
        ("they're not there any more", "closed"),
        ("they no longer meet", "closed"),
        ("The second one has shut", "closed"),
        ("number 2 has closed", "closed"),
        ("I think that one's gone", "closed"),
        ("that number is dead", "wrong_number"),
        ("that number's dead", "wrong_number"),
        ("the phone number doesn't work", "wrong_number"),
        ("I rang and it's dead", "wrong_number"),
        ("wrong number", "wrong_number"),
        ("that phone number is not in use", "wrong_number"),
        ("they are full", "full"),
        ("They said they're full up", "full"),
        ("the time is wrong", "wrong_time"),
        ("it has moved", "wrong_time"),
        ("wrong address", "wrong_time"),
        ("WRONG", "other"),
        ("that's wrong", "other"),
        ("the details are out of date", "other"),
        ("That group has shut, so what else is there?", "closed"),
    ],
)
def test_a_word_against_an_offer_is_heard(text: str, what: str) -> None:
    assert read_wrong(text, NAMES) == what


@pytest.mark.parametrize(
    "text",
    [
        "is it closed?",
        "has that group shut?",
        "is that closed on Mondays",
        "it's closed on Mondays",
        "my day centre has closed and I miss it",
        "our library shut last year",
        "my phone doesn't work",
        "my husband is dead",
        "I feel dead inside",
        "my life is over, it's finished with me",
        "the shops are closed to me since my stroke",
        "I'm full of cold",
        "what's wrong with me",
        "there is something wrong",
        "nothing is wrong",
        "I have moved house",
        "the first one please",
        "number 2",
        "Harbour Singers",
        "none of these",
        "I'd rather not, they sound cliquey",
        "",
    ],
)
def test_what_only_sounds_like_it_is_not_taken_for_it(text: str) -> None:
    assert read_wrong(text, NAMES) is None
