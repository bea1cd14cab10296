"""Fits the linear models with scikit-learn, and makes their confidences true. Training only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.utils.extmath import randomized_svd

from bot.linear import Linear

FOLDS = 4
SEED = 7
DIRECTIONS = 700
"""The fit looks along this many directions of the features. With all 21,000 it takes a minute and
gains nothing; the weights are turned back to the features afterwards."""

SURE = 5.0
"""Score of a label that always or never holds."""


def fit_one_of(features: Any, labels: Sequence[str], *, strength: float, evenness: float) -> Linear:
    """Fit a model where exactly one label holds. ``strength`` is the inverse of regularisation.

    ``evenness`` 1 lets small intents count as much as large ones, 0 as often as they are said:
    being asked for a person must not lose against how many needs our examples have.
    """
    wanted = np.array(labels)
    narrow, back = _narrow(features)
    weight = _weights_of(wanted, evenness)
    final = _logistic(strength, weight).fit(narrow, wanted)
    held_out = np.zeros((len(wanted), len(final.classes_)))
    for known, unseen in _folds().split(narrow, wanted):
        part = _logistic(strength, weight).fit(narrow[known], wanted[known])
        held_out[unseen] = part.decision_function(narrow[unseen])
    slope = _true_slope(held_out, np.searchsorted(final.classes_, wanted))
    weights = np.ascontiguousarray((final.coef_ @ back).T, dtype=np.float32)
    return Linear(
        tuple(final.classes_), weights, final.intercept_, np.float64(slope), np.float64(0.0)
    )


def fit_each_of(
    features: Any, wanted: np.ndarray, labels: Sequence[str], *, strength: float
) -> Linear:
    """Fit one yes-or-no model a label. ``wanted`` has a row a message and a column a label."""
    narrow, back = _narrow(features)
    weights, bias = _fit_columns(narrow, wanted, strength)
    held_out = np.zeros(wanted.shape)
    for known, unseen in KFold(FOLDS, shuffle=True, random_state=SEED).split(narrow):
        part_weights, part_bias = _fit_columns(narrow[known], wanted[known], strength)
        held_out[unseen] = narrow[unseen] @ part_weights.T + part_bias
    slope, shift = _true_line(held_out, wanted)
    turned = np.ascontiguousarray((weights @ back).T, dtype=np.float32)
    return Linear(tuple(labels), turned, bias, slope, shift)


def _narrow(features: Any) -> tuple[np.ndarray, np.ndarray]:
    """The features along their main directions, and the way back."""
    most = min(DIRECTIONS, *(size - 1 for size in features.shape))
    left, sizes, back = randomized_svd(
        features.astype(np.float64), most, n_iter=2, random_state=SEED
    )
    return left * sizes, back


def _folds() -> StratifiedKFold:
    return StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)


def _weights_of(wanted: np.ndarray, evenness: float) -> dict[str, float]:
    labels, times = np.unique(wanted, return_counts=True)
    usual = len(wanted) / len(labels)
    return {
        label: float((usual / time) ** evenness) for label, time in zip(labels, times, strict=True)
    }


def _logistic(strength: float, weight: Any) -> LogisticRegression:
    return LogisticRegression(C=strength, class_weight=weight, max_iter=200, tol=1e-3)


def _fit_columns(
    narrow: np.ndarray, wanted: np.ndarray, strength: float
) -> tuple[np.ndarray, np.ndarray]:
    fitted = [_fit_column(narrow, column, strength) for column in wanted.T]
    return np.vstack([weights for weights, _ in fitted]), np.array([bias for _, bias in fitted])


def _fit_column(
    narrow: np.ndarray, column: np.ndarray, strength: float
) -> tuple[np.ndarray, float]:
    """Where no message has a label, or every one, as in a fold of a rare one, nothing is told."""
    if column.min() == column.max():
        return np.zeros(narrow.shape[1]), SURE if column[0] else -SURE
    model = _logistic(strength, None).fit(narrow, column)
    return model.coef_[0], float(model.intercept_[0])


def _true_slope(scores: np.ndarray, places: np.ndarray) -> float:
    """The factor under which the held-out messages' own labels are least surprising."""

    def surprise(slope: float) -> float:
        scaled = scores * slope
        top = scaled.max(axis=1)
        total = top + np.log(np.exp(scaled - top[:, None]).sum(axis=1))
        return float((total - scaled[np.arange(len(places)), places]).mean())

    return float(minimize_scalar(surprise, bounds=(0.2, 20), method="bounded").x)


def _true_line(scores: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Slope and shift for each label (Platt, 1999), fitted on held-out messages."""
    lines = [
        LogisticRegression(C=10.0).fit(column[:, None], truth)
        for column, truth in zip(scores.T, wanted.T, strict=True)
    ]
    return np.array([line.coef_[0, 0] for line in lines]), np.array(
        [line.intercept_[0] for line in lines]
    )
