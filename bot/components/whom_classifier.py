"""Tells whom a message is about: the writer, somebody they know, or a professional's client."""

# ruff: noqa: ARG002, ARG003, ARG004  # Rasa fixes what these are called with

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import METADATA, METADATA_EXAMPLE
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.fact_extractor import ABOUT
from bot.components.message_features import features_of, is_described
from bot.linear import Linear


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class WhomClassifier(GraphComponent, IntentClassifier):
    """One model of three labels. What the rules of language.about say is among its features."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Features come first."""
        return [Featurizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """``told_from``: the confidence from which it is told; below, nobody is named."""
        return {"strength": 3.0, "evenness": 0.5, "told_from": 0.5}

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
    ) -> WhomClassifier:
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
    ) -> WhomClassifier:
        """Bring back a trained one."""
        classifier = cls(config, model_storage, resource)
        try:
            with model_storage.read_from(resource) as folder:
                classifier._model = Linear.load(folder)
        except ValueError:  # no example said whom it was about: the rules alone tell
            pass
        return classifier

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on the examples that say whom they are about."""
        from bot.fitting import fit_one_of

        examples = [message for message in training_data.intent_examples if is_described(message)]
        told = [(message, whom) for message in examples if (whom := whom_told(message))]
        if len({whom for _, whom in told}) > 1:
            self._model = fit_one_of(
                features_of([message for message, _ in told]),
                [whom for _, whom in told],
                strength=self._config["strength"],
                evenness=self._config["evenness"],
            )
            with self._storage.write_to(self._resource) as folder:
                self._model.save(folder)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave the examples as they are."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Set whom the message is about, where that can be told."""
        for message in messages:
            if self._model is not None and is_described(message):
                chances = self._model.one_of(features_of([message]))[0]
                best = int(chances.argmax())
                is_told = chances[best] >= self._config["told_from"]
                message.set(
                    ABOUT, self._model.labels[best] if is_told else None, add_to_output=True
                )
        return messages


def whom_told(message: Message) -> str | None:
    """Whom an example says that it is about."""
    example = (message.get(METADATA) or {}).get(METADATA_EXAMPLE) or {}
    return example.get(ABOUT)
