"""Tells what matters in a message: none, one or several themes of taxonomy.yml."""

# ruff: noqa: ARG002, ARG003, ARG004  # Rasa fixes what these are called with

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import INTENT, METADATA, METADATA_EXAMPLE
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.message_features import features_of, is_described
from bot.linear import Linear

THEMES = "themes"
LIKELY_THEMES = "likely_themes"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ThemeClassifier(GraphComponent, IntentClassifier):
    """One yes-or-no model a theme over the features that the intents use."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Features come first."""
        return [Featurizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """``heard_from``: the confidence from which a theme counts; ``likely_from``: from which it
        is worth asking about."""
        return {"strength": 10.0, "heard_from": 0.5, "likely_from": 0.1}

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        """Start without a model; train or load brings it."""
        self._config = config
        self._storage, self._resource = storage, resource
        self._model: Linear | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ThemeClassifier:
        """Make an untrained one."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> ThemeClassifier:
        """Bring back a trained one."""
        classifier = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            classifier._model = Linear.load(folder)
        return classifier

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on examples that name their themes, and on the other intents as having none."""
        from bot.fitting import fit_each_of

        examples = [message for message in training_data.intent_examples if is_described(message)]
        known = [
            (message, told) for message in examples if (told := themes_told(message)) is not None
        ]
        labels = sorted({theme for _, told in known for theme in told})
        wanted = np.array([[theme in told for theme in labels] for _, told in known], dtype=int)
        features = features_of([message for message, _ in known])
        self._model = fit_each_of(features, wanted, labels, strength=self._config["strength"])
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave the examples as they are."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the themes that are heard and those that are likely, best first."""
        for message in messages:
            ranked = self._rank(message) if is_described(message) else []
            heard = [theme for theme in ranked if theme["confidence"] >= self._config["heard_from"]]
            likely = [theme for theme in ranked if theme not in heard]
            message.set(THEMES, heard, add_to_output=True)
            message.set(LIKELY_THEMES, likely, add_to_output=True)
        return messages

    def _rank(self, message: Message) -> list[dict[str, Any]]:
        chances = self._model.each_of(features_of([message]))[0]
        return [
            {"id": self._model.labels[place], "confidence": round(float(chances[place]), 4)}
            for place in np.argsort(-chances)
            if chances[place] >= self._config["likely_from"]
        ]


MAY_HOLD_THEMES = frozenset({"tell_need", "tell_strength", "offer_help", "feedback", "complaint"})
"""Intents whose examples without metadata say nothing either way about themes."""


def themes_told(message: Message) -> list[str] | None:
    """The themes an example names, none for other intents, None where nobody has labelled it."""
    example = (message.get(METADATA) or {}).get(METADATA_EXAMPLE) or {}
    if THEMES in example:
        return list(example[THEMES])
    return None if message.get(INTENT) in MAY_HOLD_THEMES else []
