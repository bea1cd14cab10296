"""The linear models: what is learned, whether it can be believed, and that it survives the disk."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from bot.fitting import fit_one_of, fit_several
from bot.linear import Linear, Several


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
    model = fit_several(features, wanted, ["company", "food"], strength=10.0)
    both, none = model.each_of(csr_matrix([[1.0, 1.0, 1.0], [0.0, 0.0, 1.0]]))
    assert (both > 0.8).all()
    assert (none < 0.2).all()


def test_a_model_of_several_labels_comes_back_from_disk_as_it_was(tmp_path):
    chance = np.random.default_rng(6)
    wanted = chance.integers(0, 2, (200, 3))
    features = csr_matrix(wanted + chance.normal(0, 0.5, (200, 3)))
    model = fit_several(features, wanted, ["company", "food", "money"], strength=5.0)
    model.save(tmp_path)
    again = Several.load(tmp_path)
    assert again.labels == ("company", "food", "money")
    assert np.allclose(again.each_of(features), model.each_of(features), atol=1e-5)


def test_a_theme_told_with_a_confidence_is_as_often_right_as_it_says():
    chance = np.random.default_rng(8)
    wanted = chance.integers(0, 2, (1200, 3))
    features = csr_matrix(wanted + chance.normal(0, 0.7, (1200, 3)))
    model = fit_several(features[:600], wanted[:600], ["company", "food", "money"], strength=5.0)
    said = model.each_of(features[600:])
    likely = said > 0.6
    assert said[likely].mean() == pytest.approx(wanted[600:][likely].mean(), abs=0.07)


def test_a_label_that_no_example_has_in_a_fold_is_told_of_nothing():
    wanted = np.zeros((40, 2), dtype=int)
    wanted[::2, 0], wanted[1, 1] = 1, 1
    features = csr_matrix(np.hstack([wanted, np.ones((40, 1))]))
    model = fit_several(features, wanted, ["company", "giving"], strength=5.0, folds=2)
    assert model.each_of(csr_matrix([[1.0, 0.0, 1.0]]))[0, 1] < 0.3


def test_of_two_labels_the_likelier_is_found():
    features, labels = _clouds(9, 0.1)
    kept = labels < 2
    names = np.array(["affirm", "deny"])[labels[kept]]
    model = fit_one_of(features[kept], list(names), strength=3.0, evenness=1.0)
    found = np.array(model.labels)[model.one_of(features[kept]).argmax(axis=1)]
    assert (found == names).all()


def test_a_model_comes_back_from_disk_as_it_was(tmp_path):
    features, labels = _clouds(5, 0.3)
    model = fit_one_of(features, [f"i{label}" for label in labels], strength=3.0, evenness=0.5)
    model.save(tmp_path)
    again = Linear.load(tmp_path)
    assert again.labels == model.labels
    assert np.allclose(again.one_of(features), model.one_of(features))
