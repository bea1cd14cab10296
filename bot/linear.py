"""A linear model of labels as plain numbers: what predicts at run time, without scikit-learn."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Linear:
    """Scores of labels: features times weights plus bias, then ``slope`` and ``shift`` so that a
    confidence of 0.7 is right seven times in ten (fitted on messages kept from training).
    ``weights`` has a row a feature and a column a label."""

    labels: tuple[str, ...]
    weights: np.ndarray
    bias: np.ndarray
    slope: np.ndarray
    shift: np.ndarray

    def score(self, features: Any) -> np.ndarray:
        """Return a row of scores for each row of features."""
        raw = np.asarray(features @ self.weights) + self.bias
        return raw * self.slope + self.shift

    def one_of(self, features: Any) -> np.ndarray:
        """Probabilities where exactly one label holds; each row sums to one."""
        scores = self.score(features)
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)

    def each_of(self, features: Any) -> np.ndarray:
        """Probability of each label by itself: several may hold, or none."""
        return 1.0 / (1.0 + np.exp(-self.score(features)))

    def save(self, folder: Path) -> None:
        """Write plain JSON and numbers."""
        (folder / "labels.json").write_text(json.dumps(self.labels), encoding="utf-8")
        np.savez_compressed(
            folder / "model.npz",
            weights=self.weights.astype(np.float32),
            bias=self.bias,
            slope=self.slope,
            shift=self.shift,
        )

    @classmethod
    def load(cls, folder: Path) -> Linear:
        """Read what save wrote."""
        labels = tuple(json.loads((folder / "labels.json").read_text(encoding="utf-8")))
        with np.load(folder / "model.npz", allow_pickle=False) as numbers:
            return cls(labels, **{name: numbers[name] for name in numbers.files})
