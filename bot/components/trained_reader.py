"""What the trained classifiers share: a model fitted once, kept with Rasa's model, loaded again."""

# ruff: noqa: ARG002, ARG003, ARG004  # Rasa fixes what these are called with

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from typing_extensions import Self

from bot.components.message_features import is_described
from bot.linear import Saved

Model = TypeVar("Model", bound=Saved)


class TrainedReader(GraphComponent, IntentClassifier, ABC, Generic[Model]):
    """A classifier says how it fits its model and what it writes on a message; the rest is here.

    Takes messages with features. Where the examples taught it nothing it has no model, and `read`
    is called without one.
    """

    model_type: type[Model]
    """What `fit` returns and the disk gives back."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Features come first."""
        return [Featurizer]

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        """Start without a model; train or load brings it."""
        self._config = config
        self._storage, self._resource = storage, resource
        self._model: Model | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Self:
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
    ) -> Self:
        """Bring back a trained one."""
        reader = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            if cls.model_type.is_in(folder):
                reader._model = cls.model_type.load(folder)
        return reader

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on the examples that have features, and keep what was learned."""
        examples = [message for message in training_data.intent_examples if is_described(message)]
        self._model = self.fit(examples)
        with self._storage.write_to(self._resource) as folder:
            if self._model is not None:
                self._model.save(folder)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave the examples as they are: their labels are true."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Write on each message what is read in it."""
        for message in messages:
            self.read(message, self._model if is_described(message) else None)
        return messages

    @abstractmethod
    def fit(self, examples: Sequence[Message]) -> Model | None:
        """Return the model of these examples, or None where they teach nothing."""

    @abstractmethod
    def read(self, message: Message, model: Model | None) -> None:
        """Set the outcome on the message; without a model, or without words, say so there."""
