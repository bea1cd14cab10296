"""Reads the features that featurizers put on messages, as one matrix."""

# ruff: noqa: ARG002, ARG003, ARG004  # Rasa fixes what these are called with

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from scipy.sparse import csr_matrix, hstack, vstack


def is_described(message: Message) -> bool:
    """Tell whether a message has words and features."""
    return bool(message.get(TEXT)) and message.features_present(TEXT)


def features_of(messages: Sequence[Message]) -> csr_matrix:
    """Return a row a message: wording first, then meaning if there is an encoder."""
    return vstack([_row(message) for message in messages], format="csr")


def _row(message: Message) -> csr_matrix:
    parts: list[Any] = []
    for _, sentence in (message.get_sparse_features(TEXT), message.get_dense_features(TEXT)):
        if sentence is not None:
            parts.append(csr_matrix(sentence.features, dtype=np.float32))
    return hstack(parts, format="csr")
