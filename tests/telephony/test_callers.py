"""Who calls: a number, or nobody we know."""

import pytest

from telephony.callers import number_of
from telephony.keywords import keyword_of, page_asked_for


@pytest.mark.parametrize("sender", ["+447700900123", "+441632960001", "60300"])
def test_a_number_is_a_number(sender: str) -> None:
    assert number_of(sender) == sender


@pytest.mark.parametrize(
    "sender",
    [
        "",
        "anonymous",
        "Anonymous",
        "Restricted",
        "unavailable",
        "+266696687",
        "266696687",
        "+7378742833",
        "+86282452253",
        "+8656696",
        "sip:anonymous@anonymous.invalid",
        "client:alice",
    ],
)
def test_a_withheld_number_is_none(sender: str) -> None:
    assert number_of(sender) is None


@pytest.mark.parametrize("text", ["STOP", " stop. ", "Stop!", "STOPALL", "opt-out"])
def test_stop_is_understood_however_it_is_written(text: str) -> None:
    keyword = keyword_of(text)
    assert keyword is not None
    assert keyword.does == "stop"


@pytest.mark.parametrize("text", ["stop it hurting", "yes", "end", "cancel", "helpless", ""])
def test_other_words_are_no_keywords(text: str) -> None:
    assert keyword_of(text) is None


def test_twilios_own_verdict_counts() -> None:
    keyword = keyword_of("Cancel", "STOP")
    assert keyword is not None
    assert keyword.does == "stop"


@pytest.mark.parametrize(
    ("text", "page"), [("MORE", 2), ("more.", 2), ("More 3", 3), ("more3", 3), ("more money", None)]
)
def test_more_asks_for_a_page(text: str, page: int | None) -> None:
    assert page_asked_for(text) == page
