"""Tells what matters in a message: none, one or several themes of taxonomy.yml."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, METADATA, METADATA_EXAMPLE
from rasa.shared.nlu.training_data.message import Message

from bot.components.message_features import features_of
from bot.components.trained_reader import TrainedReader
from bot.linear import Several

THEMES = "themes"
LIKELY_THEMES = "likely_themes"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ThemeClassifier(TrainedReader[Several]):
    """One yes-or-no model a theme, and one of all beside each other. Takes features; gives
    `themes`, those that are said, and `likely_themes`, those worth asking about. Of themes given
    with a confidence of 0.7, seven in ten are right."""

    model_type = Several

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """``heard_from``: the confidence from which a theme counts as said; ``likely_from``: from
        which it is worth asking about. Where confidences are true, half of the best F1 is the limit
        that reaches it (Lipton and others, 2014), for every theme the same."""
        return {
            "strength": 10.0,
            "shares": {"meaning": 1.0},
            "directions": 700,
            "folds": 4,
            "heard_from": 0.4,
            "likely_from": 0.1,
        }

    def fit(self, examples: Sequence[Message]) -> Several:
        """Fit on examples that name their themes, and on the other intents as having none."""
        from bot.fitting import fit_several

        known = [
            (message, told) for message in examples if (told := themes_told(message)) is not None
        ]
        labels = sorted({theme for _, told in known for theme in told})
        wanted = np.array([[theme in told for theme in labels] for _, told in known], dtype=int)
        return fit_several(
            features_of([message for message, _ in known], self._config["shares"]),
            wanted,
            labels,
            strength=self._config["strength"],
            directions=self._config["directions"],
            folds=self._config["folds"],
        )

    def read(self, message: Message, model: Several | None) -> None:
        """Set the themes that are heard and those that are likely, best first."""
        ranked = self._rank(message, model) if model is not None else []
        heard = [theme for theme in ranked if theme["confidence"] >= self._config["heard_from"]]
        likely = [theme for theme in ranked if theme not in heard]
        message.set(THEMES, heard, add_to_output=True)
        message.set(LIKELY_THEMES, likely, add_to_output=True)

    def _rank(self, message: Message, model: Several) -> list[dict[str, Any]]:
        chances = model.each_of(features_of([message], self._config["shares"]))[0]
        return [
            {"id": model.labels[place], "confidence": round(float(chances[place]), 4)}
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
