"""Fits the linear models with scikit-learn, and makes their confidences true. Training only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.utils.extmath import randomized_svd

from bot.linear import LEAST, Linear, Several

SEED = 7
SURE = 5.0
"""Score of a label that always or never holds."""


def fit_one_of(
    features: Any,
    labels: Sequence[str],
    *,
    strength: float,
    evenness: float,
    directions: int = 700,
    folds: int = 4,
) -> Linear:
    """Fit a model where exactly one label holds. ``strength`` is the inverse of regularisation.

    ``evenness`` 1 lets small intents count as much as large ones, 0 as often as they are said:
    being asked for a person must not lose against how many needs our examples have. ``directions``:
    see `_narrow`. ``folds``: parts of the examples that confidences are made true on, 0 for none.
    """
    wanted = np.array(labels)
    narrow, back = _narrow(features, directions)
    weight = _weights_of(wanted, evenness)
    found, weights, bias = _fit_labels(narrow, wanted, strength, weight)
    slope = 1.0
    if folds:
        held_out = np.full((len(wanted), len(found)), -SURE)
        parts = StratifiedKFold(folds, shuffle=True, random_state=SEED)
        for known, unseen in parts.split(narrow, wanted):
            heard, part, shift = _fit_labels(narrow[known], wanted[known], strength, weight)
            columns = np.searchsorted(found, heard)
            held_out[np.ix_(unseen, columns)] = narrow[unseen] @ part.T + shift
        slope = _true_slope(held_out, np.searchsorted(found, wanted))
    turned = np.ascontiguousarray((weights @ back).T, dtype=np.float32)
    return Linear(tuple(found), turned, bias, slope)


def fit_several(
    features: Any,
    wanted: np.ndarray,
    labels: Sequence[str],
    *,
    strength: float,
    directions: int = 700,
    folds: int = 4,
) -> Several:
    """Fit labels of which several may hold. ``wanted`` has a row a message, a column a label."""
    narrow, back = _narrow(features, directions)
    alone = _fit_alone(narrow, wanted, strength)
    among = _fit_among(narrow, wanted, strength)
    held_out = np.zeros((2, *wanted.shape))
    for known, unseen in KFold(folds, shuffle=True, random_state=SEED).split(narrow):
        weights, bias = _fit_alone(narrow[known], wanted[known], strength)
        held_out[0, unseen] = narrow[unseen] @ weights.T + bias
        weights, bias = _fit_among(narrow[known], wanted[known], strength)
        held_out[1, unseen] = _shares(narrow[unseen] @ weights.T + bias)
    return Several(
        _turned(labels, *alone, back),
        _turned([*labels, "none"], *among, back),
        _balance(held_out, wanted),
    )


def _turned(labels: Sequence[str], weights: np.ndarray, bias: np.ndarray, back: Any) -> Linear:
    """A model of the features themselves again."""
    return Linear(tuple(labels), np.ascontiguousarray((weights @ back).T, dtype=np.float32), bias)


def _shares(scores: np.ndarray) -> np.ndarray:
    """Logarithms of what each label but the last has of the whole."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.log((powers / powers.sum(axis=1, keepdims=True))[:, :-1] + LEAST)


def _narrow(features: Any, directions: int) -> tuple[np.ndarray, np.ndarray]:
    """The features along their main directions, and the way back: with all 20,000 the fit takes a
    minute and gains nothing."""
    most = min(directions, *(size - 1 for size in features.shape))
    left, sizes, back = randomized_svd(
        features.astype(np.float64), most, n_iter=2, random_state=SEED
    )
    return left * sizes, back


def _weights_of(wanted: np.ndarray, evenness: float) -> dict[str, float]:
    labels, times = np.unique(wanted, return_counts=True)
    usual = len(wanted) / len(labels)
    return {
        label: float((usual / time) ** evenness) for label, time in zip(labels, times, strict=True)
    }


def _fit_labels(
    narrow: np.ndarray, wanted: np.ndarray, strength: float, weight: dict[str, float]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The labels and, a row each, their weights and bias. Of two labels scikit-learn fits one row:
    here each gets half of it."""
    here = {label: weight[label] for label in np.unique(wanted)}
    model = LogisticRegression(C=strength, class_weight=here, max_iter=200, tol=1e-3)
    model.fit(narrow, wanted)
    weights, bias = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        weights, bias = np.vstack([-weights, weights]) / 2, np.array([-bias[0], bias[0]]) / 2
    return model.classes_, weights, bias


def _fit_alone(
    narrow: np.ndarray, wanted: np.ndarray, strength: float
) -> tuple[np.ndarray, np.ndarray]:
    """A yes-or-no model a label."""
    fitted = [_fit_column(narrow, column, strength) for column in wanted.T]
    return np.vstack([weights for weights, _ in fitted]), np.array([bias for _, bias in fitted])


def _fit_column(
    narrow: np.ndarray, column: np.ndarray, strength: float
) -> tuple[np.ndarray, float]:
    """Where no message has a label, or every one, as in a fold of a rare one, nothing is told."""
    if column.min() == column.max():
        return np.zeros(narrow.shape[1]), SURE if column[0] else -SURE
    model = LogisticRegression(C=strength, max_iter=200, tol=1e-2).fit(narrow, column)
    return model.coef_[0], float(model.intercept_[0])


def _fit_among(
    narrow: np.ndarray, wanted: np.ndarray, strength: float
) -> tuple[np.ndarray, np.ndarray]:
    """One model of all labels and, last, of none: a message with two counts half for each."""
    choices = np.hstack([wanted, wanted.sum(axis=1, keepdims=True) == 0])
    rows, labels = np.nonzero(choices)
    parts = 1 / choices.sum(axis=1)[rows]
    model = LogisticRegression(C=strength, max_iter=100, tol=1e-3)
    model.fit(narrow[rows], labels, sample_weight=parts)
    weights = np.zeros((choices.shape[1], narrow.shape[1]))
    bias = np.full(choices.shape[1], -SURE)
    weights[model.classes_], bias[model.classes_] = model.coef_, model.intercept_
    return weights, bias


def _balance(held_out: np.ndarray, wanted: np.ndarray) -> tuple[float, float, float]:
    """How much each of the two judgements counts, by what was true of messages kept out."""
    judged = held_out.reshape(2, -1).T
    line = LogisticRegression(C=100.0, max_iter=500).fit(judged, wanted.ravel())
    return float(line.coef_[0, 0]), float(line.coef_[0, 1]), float(line.intercept_[0])


def _true_slope(scores: np.ndarray, places: np.ndarray) -> float:
    """The factor under which the held-out messages' own labels are least surprising."""

    def surprise(slope: float) -> float:
        scaled = scores * slope
        top = scaled.max(axis=1)
        total = top + np.log(np.exp(scaled - top[:, None]).sum(axis=1))
        return float((total - scaled[np.arange(len(places)), places]).mean())

    return float(minimize_scalar(surprise, bounds=(0.2, 20), method="bounded").x)
