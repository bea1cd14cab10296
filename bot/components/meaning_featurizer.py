"""Describes a message by its meaning and by the manner of telling it: the sentence encoder."""

# ruff: noqa: ARG002, ARG003, ARG004  # Rasa fixes what these are called with

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.english_tokenizer import PLAIN_TEXT
from bot.components.message_features import MANNER, MEANING, add_features
from language.encoder import WIDTH, SentenceEncoder


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class MeaningFeaturizer(DenseFeaturizer, GraphComponent):
    """Takes the text spelled out; gives 384 numbers of length one for the meaning, in which two
    messages that mean alike have a product near one, and 384 for the manner."""

    open_encoder: Callable[[], SentenceEncoder] = SentenceEncoder.load
    """A measurement puts one here that remembers."""

    @classmethod
    def required_components(cls) -> list[type]:
        """The tokenizer spells out first."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Nothing to set. A new encoder needs training; bot/train.py sees that it changed."""
        return {**DenseFeaturizer.get_default_config()}

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Nothing can be wrong."""

    def __init__(self, config: dict[str, Any], name: str) -> None:
        """Open the encoder once a process. Raises EncoderMissing, which says how to build it."""
        super().__init__(name, config)
        self._encoder = type(self).open_encoder()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MeaningFeaturizer:
        """Make one; there is nothing to train."""
        return cls(config, execution_context.node_name)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Describe the examples."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the vector to each message that has words."""
        with_words = [message for message in messages if message.get(PLAIN_TEXT)]
        if not with_words:
            return messages
        vectors = self._encoder.encode_both([message.get(PLAIN_TEXT) for message in with_words])
        for message, vector in zip(with_words, vectors, strict=True):
            add_features(message, MEANING, vector[None, :WIDTH])
            add_features(message, MANNER, vector[None, WIDTH:])
        return messages
