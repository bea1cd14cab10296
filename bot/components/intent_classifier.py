"""Tells what a person is doing in a message: one intent, with a confidence that can be believed."""

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
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.message_features import features_of, is_described
from bot.linear import Linear


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(GraphComponent, IntentClassifier):
    """Logistic regression over wording and meaning, calibrated on messages kept from training."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Features come first."""
        return [Featurizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """See bot/fitting.py; ``ranking_length`` is how many intents the answer has."""
        return {"strength": 3.0, "evenness": 1.0, "ranking_length": 10}

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
    ) -> LinearIntentClassifier:
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
    ) -> LinearIntentClassifier:
        """Bring back a trained one."""
        classifier = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            classifier._model = Linear.load(folder)
        return classifier

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on every example that has an intent."""
        from bot.fitting import fit_one_of

        examples = [message for message in training_data.intent_examples if is_described(message)]
        intents = [message.get(INTENT) for message in examples]
        self._model = fit_one_of(
            features_of(examples),
            intents,
            strength=self._config["strength"],
            evenness=self._config["evenness"],
        )
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave the examples' own intents."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent and the ranking."""
        for message in messages:
            ranking = self._rank(message) if is_described(message) else []
            best = ranking[0] if ranking else {"name": None, "confidence": 0.0}
            message.set(INTENT, best, add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def _rank(self, message: Message) -> list[dict[str, Any]]:
        chances = self._model.one_of(features_of([message]))[0]
        best_first = np.argsort(-chances)[: self._config["ranking_length"]]
        return [
            {"name": self._model.labels[place], "confidence": float(chances[place])}
            for place in best_first
        ]
