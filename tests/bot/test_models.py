"""The linear models: what is learned, whether it can be believed, and that it survives the disk."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from bot.fitting import fit_each_of, fit_one_of
from bot.linear import Linear


def _clouds(seed: int, spread: float):
    """Points around three corners, as features of three kinds of message."""
    chance = np.random.default_rng(seed)
    labels = chance.integers(0, 3, 300)
    return csr_matrix(np.eye(3)[labels] + chance.normal(0, spread, (300, 3))), labels


def test_what_is_plain_is_learned():
    features, labels = _clouds(1, 0.1)
    names = np.array(["affirm", "deny", "unsure"])[labels]
    model = fit_one_of(features, list(names), strength=3.0, evenness=1.0)
    found = np.array(model.labels)[model.one_of(features).argmax(axis=1)]
    assert (found == names).all()


def test_a_confidence_is_as_often_right_as_it_says():
    features, labels = _clouds(2, 0.6)
    unseen, truth = _clouds(3, 0.6)
    names = np.array(["affirm", "deny", "unsure"])
    model = fit_one_of(features, list(names[labels]), strength=3.0, evenness=1.0)
    chances = model.one_of(unseen)
    right = np.array(model.labels)[chances.argmax(axis=1)] == names[truth]
    assert chances.max(axis=1).mean() == pytest.approx(right.mean(), abs=0.07)


def test_several_themes_can_hold_and_none_can():
    chance = np.random.default_rng(4)
    wanted = chance.integers(0, 2, (300, 2))
    features = csr_matrix(np.hstack([wanted, np.ones((300, 1))]) + chance.normal(0, 0.05, (300, 3)))
    model = fit_each_of(features, wanted, ["company", "food"], strength=10.0)
    both, none = model.each_of(csr_matrix([[1.0, 1.0, 1.0], [0.0, 0.0, 1.0]]))
    assert (both > 0.8).all()
    assert (none < 0.2).all()


def test_a_model_comes_back_from_disk_as_it_was(tmp_path):
    features, labels = _clouds(5, 0.3)
    model = fit_one_of(features, [f"i{label}" for label in labels], strength=3.0, evenness=0.5)
    model.save(tmp_path)
    again = Linear.load(tmp_path)
    assert again.labels == model.labels
    assert np.allclose(again.one_of(features), model.one_of(features))
