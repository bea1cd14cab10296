"""The conversations that the bot is tried on are many enough, and are not what it has learnt."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from settings import ROOT
from tests.guards.project import read_yaml, topics

FILES = sorted((ROOT / "tests" / "conversations").glob("*.yml"))
EACH, ALL = 8, 120
"""Turns at least, in a topic and in all."""


def turns(path: Path) -> list[dict[str, Any]]:
    stories = read_yaml(path)["stories"]
    return [step for story in stories for step in story["steps"] if "user" in step]


def learnt() -> Iterator[str]:
    """Yield every sentence that the bot is trained on."""
    for topic in topics():
        path = topic / "nlu.yml"
        for entry in read_yaml(path).get("nlu", ()) if path.exists() else ():
            examples = entry.get("examples", "")
            if isinstance(examples, str):
                yield from (line.removeprefix("- ") for line in examples.splitlines())
            else:
                yield from (example["text"] for example in examples)


def plain(text: str) -> str:
    return re.sub(r"[^a-z0-9 ]", "", text.lower()).strip()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_topic_is_tried_with_enough_turns(path: Path) -> None:
    assert len(turns(path)) >= EACH


def test_every_intent_is_tried() -> None:
    tried = Counter(turn["intent"] for path in FILES for turn in turns(path))
    assert set(read_yaml(ROOT / "domain.yml")["intents"]) == set(tried)
    assert tried.total() >= ALL


def test_no_sentence_is_one_that_was_learnt() -> None:
    said = {plain(turn["user"]) for path in FILES for turn in turns(path)}
    known = {plain(text) for text in learnt()}
    sealed = read_sealed()
    assert len(known) > 1000
    assert {text for text in said & (known | sealed) if len(text.split()) > 2} == set()


def read_sealed() -> set[str]:
    text = (ROOT / "tests" / "bot" / "sealed_intents.yml").read_text(encoding="utf-8")
    return {plain(said) for said in re.findall(r'text: "(.*?)", intent', text)}
