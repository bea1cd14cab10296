"""Says honestly that a message was not understood, and which two meanings are likeliest."""

# ruff: noqa: ARG002, ARG003, ARG004  # Rasa fixes what these are called with

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME as FALLBACK
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.intent_classifier import RANKING
from bot.components.theme_classifier import THEMES

LIKELY = "likely"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class TwoMeanings(GraphComponent, IntentClassifier):
    """Below ``least`` nothing is taken for granted, unless a theme is heard: then it is a need."""

    @classmethod
    def required_components(cls) -> list[type]:
        """A ranking comes first."""
        return [IntentClassifier]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """``least``: the confidence from which an intent counts."""
        return {"least": 0.3}

    def __init__(self, config: dict[str, Any]) -> None:
        """Keep the limit."""
        self._least = config["least"]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TwoMeanings:
        """Make one; there is nothing to train."""
        return cls(config)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Examples are sure."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent that counts, and the two likeliest."""
        for message in messages:
            ranking = message.get(RANKING) or []
            message.set(LIKELY, [one["name"] for one in ranking[:2]], add_to_output=True)
            if not ranking or ranking[0]["confidence"] < self._least:
                message.set(INTENT, self._unsure(message, ranking), add_to_output=True)
        return messages

    def _unsure(self, message: Message, ranking: list[dict[str, Any]]) -> dict[str, Any]:
        confidence = ranking[0]["confidence"] if ranking else 0.0
        name = "tell_need" if message.get(THEMES) else FALLBACK
        return {"name": name, "confidence": confidence}
