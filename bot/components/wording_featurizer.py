"""Describes a message by its wording: words, pairs and runs of letters."""

# ruff: noqa: ARG002, ARG003, ARG004  # Rasa fixes what these are called with

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.english_tokenizer import PLAIN_WORDS
from bot.components.message_features import LETTERS, WORDS, add_features
from bot.ngrams import Pieces


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class WordingFeaturizer(SparseFeaturizer, GraphComponent):
    """Takes the words spelled out; learns which pieces there are and how rare, then gives a row of
    words and pairs and one of runs of letters, each of length one."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Words come first."""
        return [Tokenizer]

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Nothing can be wrong."""

    def __init__(
        self, config: dict[str, Any], name: str, storage: ModelStorage, resource: Resource
    ) -> None:
        """Start without pieces; train or load brings them."""
        super().__init__(name, config)
        self._storage, self._resource = storage, resource
        self._pieces: Pieces | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> WordingFeaturizer:
        """Make an untrained one."""
        return cls(config, execution_context.node_name, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> WordingFeaturizer:
        """Bring back a trained one."""
        featurizer = cls.create(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as folder:
            featurizer._pieces = Pieces.load(folder)
        return featurizer

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the pieces of the examples."""
        examples = (message for message in training_data.training_examples if message.get(TEXT))
        self._pieces = Pieces.learn(_words_of(message) for message in examples)
        with self._storage.write_to(self._resource) as folder:
            self._pieces.save(folder)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Describe the examples."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the counts to each message that has words."""
        with_words = [message for message in messages if message.get(TEXT)]
        words, letters = self._pieces.count([_words_of(message) for message in with_words])
        for place, message in enumerate(with_words):
            add_features(message, WORDS, words[place])
            add_features(message, LETTERS, letters[place])
        return messages


def _words_of(message: Message) -> list[str]:
    return message.get(PLAIN_WORDS) or []
