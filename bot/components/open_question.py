"""Reads a weak message as the answer to the open question: "Grace", "2", "nobody really"."""

# ruff: noqa: ARG002, ARG003, ARG004  # Rasa fixes what these are called with

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot import short_answers
from bot.components.fact_extractor import FACTS
from bot.components.intent_classifier import RANKING

TABLE = Path(__file__).resolve().parent.parent / "open_question.yml"

SETTLED = 0.9
"""Confidence of an intent that a reader has settled."""

Reader = Callable[[str, Mapping[str, Any]], "str | None"]

READERS: dict[str, Reader] = {
    "yes_no": short_answers.read_yes_or_no,
    "yes_no_short": short_answers.read_short_yes_or_no,
    "no_only": short_answers.read_short_no,
    "option": short_answers.read_option,
    "name": short_answers.read_bare_name,
    "phone": short_answers.read_contact,
    "place": short_answers.read_place,
    "time": short_answers.read_time,
    "nobody": short_answers.read_nobody,
    "people": short_answers.read_people,
}
"""Each takes the text and the facts found in it, and returns an intent or None."""


@lru_cache(maxsize=1)
def table() -> Mapping[str, Any]:
    """Read open_question.yml once."""
    return yaml.safe_load(TABLE.read_text(encoding="utf-8"))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class OpenQuestion(GraphComponent, IntentClassifier):
    """Weighs the ranking by what was asked. Without `expects` it changes nothing."""

    @classmethod
    def required_components(cls) -> list[type]:
        """A ranking comes first."""
        return [IntentClassifier]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> OpenQuestion:
        """Make one; there is nothing to train."""
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Examples answer no question."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Set intent and ranking anew where a question is open."""
        for message in messages:
            question = table()["questions"].get((message.get(METADATA) or {}).get("expects"))
            ranking = message.get(RANKING)
            if question and ranking:
                text, facts = message.get(TEXT) or "", message.get(FACTS) or {}
                themes = {theme["id"] for theme in message.get("themes") or ()}
                ranking = without_company_calls(ranking, question, text, themes)
                ranking = without_weak_asides(ranking, question, text)
                ranking = weigh(ranking, question, text, facts)
                message.set(INTENT, ranking[0], add_to_output=True)
                message.set(RANKING, ranking, add_to_output=True)
        return messages


def without_company_calls(
    ranking: list[dict[str, Any]], question: Mapping[str, Any], text: str, themes: set[str]
) -> list[dict[str, Any]]:
    """Take "somebody to talk to" for a wish for company where the story is being told.

    Only where the theme was heard too, and nobody who works here is named.
    """
    names = table()["a_person_is_called"]
    calls_staff = any(name in text.lower() for name in names)
    if not question.get("company_is_a_wish") or "company" not in themes or calls_staff:
        return ranking
    kept = [dict(r, confidence=0.0) if r["name"] == "ask_human" else r for r in ranking]
    return sorted(kept, key=lambda r: -r["confidence"])


def without_weak_asides(
    ranking: list[dict[str, Any]], question: Mapping[str, Any], text: str
) -> list[dict[str, Any]]:
    """Take an unsure aside for an answer where the answer may be anything: "Dave" is no insult."""
    if not question.get("takes_anything"):
        return ranking
    never = question.get("not_here", ())
    kept = [
        dict(r, confidence=0.0) if r["name"] in never or _is_weak_aside(r, text) else r
        for r in ranking
    ]
    return sorted(kept, key=lambda r: -r["confidence"])


def _is_weak_aside(one: Mapping[str, Any], text: str) -> bool:
    """Tell whether an intent is too unsure, or lacks the words that it cannot do without."""
    words = table()["needs_a_word"].get(one["name"])
    if words and not re.search(words, text.lower().replace("’", "'")):
        return True
    limit = table()["never_swallowed"]
    return one["name"] in limit["intents"] and one["confidence"] < limit["least"]


def weigh(
    ranking: list[dict[str, Any]], question: Mapping[str, Any], text: str, facts: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Return the ranking as it is after hearing what was asked, best first."""
    if _stands(ranking[0], "never_swallowed", least=question.get("surer")):
        return ranking
    settled = None if _asks_about_options(ranking[0], question) else _settle(question, text, facts)
    if settled is not None:
        others = [
            dict(r, confidence=r["confidence"] * (1 - SETTLED))
            for r in ranking
            if r["name"] != settled
        ]
        return [{"name": settled, "confidence": SETTLED}, *others]
    if _stands(ranking[0], "rarely_swallowed"):
        return ranking
    likelier = question["likelier"]
    weighed = [dict(r, confidence=r["confidence"] * likelier.get(r["name"], 1.0)) for r in ranking]
    total = sum(r["confidence"] for r in weighed) + max(
        0.0, 1 - sum(r["confidence"] for r in ranking)
    )
    weighed = [dict(r, confidence=r["confidence"] / total) for r in weighed]
    return sorted(weighed, key=lambda r: -r["confidence"])


def _stands(best: Mapping[str, Any], rule: str, *, least: float | None = None) -> bool:
    """Tell whether an intent is sure enough to be no answer, whatever was asked."""
    limit = table()[rule]
    return best["name"] in limit["intents"] and best["confidence"] >= (least or limit["least"])


def _asks_about_options(best: Mapping[str, Any], question: Mapping[str, Any]) -> bool:
    """Tell whether "tell me about the first one" asks rather than chooses: readers see a number."""
    limit = question.get("asks", {}).get(best["name"])
    return limit is not None and best["confidence"] >= limit


def _settle(question: Mapping[str, Any], text: str, facts: Mapping[str, Any]) -> str | None:
    readings = (READERS[name](text, facts) for name in question.get("reads", ()))
    return next((intent for intent in readings if intent is not None), None)
