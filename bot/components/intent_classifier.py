"""Tells what a person is doing in a message: one intent, with a confidence that can be believed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message

from bot.components.message_features import features_of
from bot.components.trained_reader import TrainedReader
from bot.linear import Linear

RANKING = "intent_ranking"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(TrainedReader[Linear]):
    """Logistic regression over meaning, manner, words, letters and signs, calibrated on messages
    kept from training. Takes features; gives `intent` and `intent_ranking`, best first."""

    model_type = Linear

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """See bot/fitting.py and message_features.Shares; ``ranking_length`` is how many intents
        the answer has."""
        return {
            "strength": 3.0,
            "evenness": 1.0,
            "shares": {"meaning": 1.0},
            "directions": 700,
            "folds": 4,
            "ranking_length": 10,
        }

    def fit(self, examples: Sequence[Message]) -> Linear:
        """Fit on every example that has an intent."""
        from bot.fitting import fit_one_of

        return fit_one_of(
            features_of(examples, self._config["shares"]),
            [message.get(INTENT) for message in examples],
            strength=self._config["strength"],
            evenness=self._config["evenness"],
            directions=self._config["directions"],
            folds=self._config["folds"],
        )

    def read(self, message: Message, model: Linear | None) -> None:
        """Set the intent and the ranking; no intent where there are no words."""
        ranking = self._rank(message, model) if model is not None else []
        best = ranking[0] if ranking else {"name": None, "confidence": 0.0}
        message.set(INTENT, best, add_to_output=True)
        message.set(RANKING, ranking, add_to_output=True)

    def _rank(self, message: Message, model: Linear) -> list[dict[str, Any]]:
        chances = model.one_of(features_of([message], self._config["shares"]))[0]
        best_first = np.argsort(-chances)[: self._config["ranking_length"]]
        return [
            {"name": model.labels[place], "confidence": float(chances[place])}
            for place in best_first
        ]
