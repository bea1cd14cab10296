"""Puts features on messages by kind, and reads them as one matrix, each kind with its share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from scipy.sparse import csr_matrix, hstack, vstack

MEANING, MANNER, WORDS, LETTERS, SIGNS = "meaning", "manner", "words", "letters", "signs"
"""The kinds: what is meant, how it is said, words and pairs, runs of letters, plain signs."""

Shares = Mapping[str, float]
"""How much each kind counts, 0 leaves it out. All rows but those of signs have length one."""


def add_features(message: Message, kind: str, row: Any) -> None:
    """Put one kind of features, a matrix of one row, on a message."""
    message.add_features(Features(row, FEATURE_TYPE_SENTENCE, TEXT, kind))


def is_described(message: Message) -> bool:
    """Tell whether a message has words and features."""
    return bool(message.get(TEXT)) and message.features_present(TEXT)


def features_of(messages: Sequence[Message], shares: Shares) -> csr_matrix:
    """Return a row a message: the kinds in the order of ``shares``, each times its share.

    Raises KeyError where a message lacks a kind: its featurizer is missing in config.yml.
    """
    described = [_by_kind(message) for message in messages]
    return hstack(
        [_column(described, kind) * share for kind, share in shares.items() if share], format="csr"
    )


def _by_kind(message: Message) -> dict[str, Any]:
    return {features.origin: features.features for features in message.features}


def _column(described: Sequence[Mapping[str, Any]], kind: str) -> csr_matrix:
    rows = [one[kind] for one in described]
    if isinstance(rows[0], np.ndarray):
        return csr_matrix(np.vstack(rows), dtype=np.float32)
    return vstack(rows, format="csr", dtype=np.float32)
