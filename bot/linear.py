"""Linear models of labels as plain numbers: what predicts at run time, without scikit-learn."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from typing_extensions import Self


class Saved(Protocol):
    """What can be kept with Rasa's model."""

    @staticmethod
    def is_in(folder: Path) -> bool:
        """Tell whether one was saved there."""

    def save(self, folder: Path) -> None:
        """Write it, in a form that cannot run code when it is read."""

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what save wrote."""


LEAST = 1e-6
"""A share that counts as nothing; its logarithm must stay a number."""


@dataclass(frozen=True)
class Linear:
    """Scores of labels: features times weights plus bias, times a ``slope`` so that a confidence
    of 0.7 is right seven times in ten (fitted on messages kept from training). ``weights`` has a
    row a feature and a column a label."""

    labels: tuple[str, ...]
    weights: np.ndarray
    bias: np.ndarray
    slope: float = 1.0

    def score(self, features: Any) -> np.ndarray:
        """Return a row of scores for each row of features."""
        return (np.asarray(features @ self.weights) + self.bias) * self.slope

    def one_of(self, features: Any) -> np.ndarray:
        """Probabilities where exactly one label holds; each row sums to one."""
        scores = self.score(features)
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)

    @staticmethod
    def is_in(folder: Path) -> bool:
        """Tell whether one was saved there."""
        return (folder / "model.npz").is_file()

    def save(self, folder: Path) -> None:
        """Write plain JSON and numbers."""
        folder.mkdir(exist_ok=True)
        (folder / "labels.json").write_text(json.dumps(self.labels), encoding="utf-8")
        weights = self.weights.astype(np.float32)
        np.savez_compressed(
            folder / "model.npz", weights=weights, bias=self.bias, slope=np.float64(self.slope)
        )

    @classmethod
    def load(cls, folder: Path) -> Linear:
        """Read what save wrote."""
        labels = tuple(json.loads((folder / "labels.json").read_text(encoding="utf-8")))
        with np.load(folder / "model.npz", allow_pickle=False) as numbers:
            return cls(labels, numbers["weights"], numbers["bias"], float(numbers["slope"]))


@dataclass(frozen=True)
class Several:
    """Labels of which several may hold, or none. Each is judged by itself (``alone``) and beside
    all the others and "none of them" (``among``): what says nothing outright may still say one
    thing rather than any other. ``balance`` weighs the two and adds its third number, so that a
    confidence of 0.7 is right seven times in ten."""

    alone: Linear
    among: Linear
    balance: tuple[float, float, float]

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels in the order of the confidences."""
        return self.alone.labels

    def each_of(self, features: Any) -> np.ndarray:
        """Probability of each label: several may hold, or none."""
        alone, among, shift = self.balance
        shares = np.log(self.among.one_of(features)[:, : len(self.labels)] + LEAST)
        score = alone * self.alone.score(features) + among * shares + shift
        return 1.0 / (1.0 + np.exp(-score))

    @staticmethod
    def is_in(folder: Path) -> bool:
        """Tell whether one was saved there."""
        return (folder / "balance.json").is_file()

    def save(self, folder: Path) -> None:
        """Write plain JSON and numbers."""
        self.alone.save(folder / "alone")
        self.among.save(folder / "among")
        (folder / "balance.json").write_text(json.dumps(self.balance), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Several:
        """Read what save wrote."""
        balance = json.loads((folder / "balance.json").read_text(encoding="utf-8"))
        return cls(Linear.load(folder / "alone"), Linear.load(folder / "among"), tuple(balance))
