"""Every topic has its words, and what residents may say about it is tried in a conversation."""

from pathlib import Path

import pytest

from settings import ROOT
from tests.guards.project import read_yaml, topics

CONVERSATIONS = ROOT / "tests" / "conversations"


def intents_of(topic: Path) -> set[str]:
    return {
        entry["intent"]
        for entry in read_yaml(topic / "nlu.yml").get("nlu", ())
        if "intent" in entry
    }


@pytest.mark.parametrize("topic", topics(), ids=lambda topic: topic.name)
def test_a_topic_has_words_of_its_own(topic: Path) -> None:
    assert read_yaml(topic / "responses.yml").get("responses")


@pytest.mark.parametrize("topic", topics(), ids=lambda topic: topic.name)
def test_a_topic_that_is_understood_is_tried_in_a_conversation(topic: Path) -> None:
    if not (topic / "nlu.yml").exists():
        return
    tried = (CONVERSATIONS / f"{topic.name}.yml").read_text(encoding="utf-8")
    assert {intent for intent in intents_of(topic) if f"intent: {intent}" not in tried} == set()
