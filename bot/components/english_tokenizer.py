"""Splits a message into words with spaCy's English rules; no trained model is needed."""

# ruff: noqa: ARG002, ARG003, ARG004  # Rasa fixes what these are called with

from __future__ import annotations

from typing import Any

import spacy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.spelling import spell_out

PLAIN_TEXT = "plain_text"
"""The message spelled out, for whatever reads meaning."""

PLAIN_WORDS = "plain_words"
"""Its words. The tokens themselves keep the resident's spelling and places."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class EnglishTokenizer(Tokenizer):
    """A blank English pipeline: spaCy's trained ones are not on PyPI."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Intents are never split."""
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
        }

    def __init__(self, config: dict[str, Any]) -> None:
        """Make the pipeline once a process."""
        super().__init__(config)
        self._english = spacy.blank("en")

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Return the words with their places in the text."""
        words = self._english.make_doc(message.get(attribute))
        return [Token(word.text, word.idx) for word in words if word.text.strip()]

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Split and spell out the examples."""
        super().process_training_data(training_data)
        self._spell_out(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Split and spell out what a resident said."""
        super().process(messages)
        self._spell_out(messages)
        return messages

    def _spell_out(self, messages: list[Message]) -> None:
        for message in messages:
            if message.get(TEXT):
                plain = spell_out(message.get(TEXT))
                message.set(PLAIN_TEXT, plain)
                words = self._english.make_doc(plain)
                message.set(PLAIN_WORDS, [word.text for word in words if word.text.strip()])
