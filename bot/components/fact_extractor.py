"""Finds the values in a message (places, people, times, needs) and whom it is about, by rules."""

# ruff: noqa: ARG002, ARG003, ARG004  # Rasa fixes what these are called with

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.known_places import list_places
from language.about import read_about
from language.entities import find_entities

FACTS = "facts"
"""What was found, by kind, for the components that follow."""

ABOUT = "about"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class FactExtractor(GraphComponent, EntityExtractorMixin):
    """Rasa's form of language.entities and language.about."""

    def __init__(self) -> None:
        """Know the council's places by name."""
        self._places = list_places()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FactExtractor:
        """Make one; there is nothing to train."""
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Find the examples' values for the features; they are no labels."""
        for message in training_data.training_examples:
            if message.get(TEXT):
                message.set(FACTS, self._find(message.get(TEXT)))
                message.set(ABOUT, read_about(message.get(TEXT)))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Set entities, a value each, and whom the message is about."""
        for message in messages:
            text = message.get(TEXT) or ""
            facts = self._find(text)
            message.set(FACTS, facts)
            message.set(ENTITIES, _as_entities(text, facts), add_to_output=True)
            message.set(ABOUT, read_about(text), add_to_output=True)
        return messages

    def _find(self, text: str) -> dict[str, list[Any]]:
        return find_entities(text, places=self._places)


def _as_entities(text: str, facts: dict[str, list[Any]]) -> list[dict[str, Any]]:
    """Rasa wants a place in the text for each value; ours are normalised, so it is the message."""
    return [
        {"entity": kind, "value": value, "start": 0, "end": len(text), "extractor": "FactExtractor"}
        for kind, values in facts.items()
        for value in values
    ]
