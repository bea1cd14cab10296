"""Tells whom a message is about: the writer, somebody they know, or a professional's client."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import METADATA, METADATA_EXAMPLE
from rasa.shared.nlu.training_data.message import Message

from bot.components.fact_extractor import ABOUT
from bot.components.message_features import features_of
from bot.components.trained_reader import TrainedReader
from bot.linear import Linear


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class WhomClassifier(TrainedReader[Linear]):
    """One model of three labels. Takes features, among which is what the rules of language.about
    say; gives `about`: self, other, client or None."""

    model_type = Linear

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """``told_from``: the confidence from which it is told; below, nobody is named."""
        return {
            "strength": 3.0,
            "evenness": 0.5,
            "shares": {"meaning": 1.0},
            "directions": 700,
            "folds": 4,
            "told_from": 0.5,
        }

    def fit(self, examples: Sequence[Message]) -> Linear | None:
        """Fit on the examples that say whom they are about; without any, the rules alone tell."""
        from bot.fitting import fit_one_of

        told = [(message, whom) for message in examples if (whom := whom_told(message))]
        if len({whom for _, whom in told}) < 2:
            return None
        return fit_one_of(
            features_of([message for message, _ in told], self._config["shares"]),
            [whom for _, whom in told],
            strength=self._config["strength"],
            evenness=self._config["evenness"],
            directions=self._config["directions"],
            folds=self._config["folds"],
        )

    def read(self, message: Message, model: Linear | None) -> None:
        """Set whom the message is about; without a model the rules' answer stays."""
        if model is None:
            return
        chances = model.one_of(features_of([message], self._config["shares"]))[0]
        best = int(chances.argmax())
        is_told = chances[best] >= self._config["told_from"]
        message.set(ABOUT, model.labels[best] if is_told else None, add_to_output=True)


def whom_told(message: Message) -> str | None:
    """Whom an example says that it is about."""
    example = (message.get(METADATA) or {}).get(METADATA_EXAMPLE) or {}
    return example.get(ABOUT)
