"""What residents get to read and hear keeps within the limits of its channel."""

import re
from typing import Any

import pytest

from language.segments import plain, segments
from tests.guards.project import responses

GAP = re.compile(r"\{(\w+)\}|<(\w+)>")
STAND_IN = "something-here"
"""What fills a gap when lengths are measured."""
SENTENCE = re.compile(r"[.!?](?:\s|$)")

MOST_SEGMENTS = 2
"""306 characters of GSM-7: what a text costs, and what is read on a small screen."""
MOST_SENTENCES = 2
MOST_WORDS = 30
"""About ten seconds at the pace of a synthetic voice, 180 words a minute."""

ONLY_TEXTS, ONLY_CALLS = "utter_text_", "utter_voice_"
"""Names of responses that one channel alone says."""


def form_of(name: str, channel: str) -> list[dict[str, Any]]:
    """Return how a response is said on a channel: in its own form, else in the general one."""
    variants = responses()[name]
    own = [variant for variant in variants if variant.get("channel") == channel]
    return own or [variant for variant in variants if not variant.get("channel")]


def filled(variant: dict[str, Any]) -> str:
    return GAP.sub(STAND_IN, variant.get("text", ""))


SAID_BY_TEXT = sorted(name for name in responses() if not name.startswith(ONLY_CALLS))
SAID_ON_CALLS = sorted(name for name in responses() if not name.startswith(ONLY_TEXTS))


def test_there_are_responses() -> None:
    assert len(responses()) > 30


@pytest.mark.parametrize("name", SAID_BY_TEXT)
def test_a_response_fits_in_two_segments_of_a_text(name: str) -> None:
    assert form_of(name, "sms"), "it has no form for texts and no general one"
    for variant in form_of(name, "sms"):
        assert segments(plain(filled(variant))) <= MOST_SEGMENTS


@pytest.mark.parametrize("name", SAID_ON_CALLS)
def test_a_response_is_two_short_sentences_on_a_call(name: str) -> None:
    assert form_of(name, "voice"), "it has no form for calls and no general one"
    for variant in form_of(name, "voice"):
        said = filled(variant)
        assert len(SENTENCE.findall(said)) <= MOST_SENTENCES
        assert len(said.split()) <= MOST_WORDS
