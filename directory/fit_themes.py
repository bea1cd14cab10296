"""Learns what each theme means from the bot's example sentences: `python -m directory.fit_themes`.

A logistic regression for each theme over the encoder's vectors, in NumPy; a step of the set-up.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from directory.meaning_encoder import read_encoder
from directory.theme_meaning import file_of_themes
from directory.theme_words import theme_rules
from settings import ROOT

TURNS = 400
STEP = 4.0
"""One over the steepest curve that the loss can have, for vectors of length 1."""

HELD_DOWN = 1e-4
"""Weights are held down by this share of their squares, or they learn sentences by heart."""

OFTEN = 3
"""Examples that have a word: whoever misspells does it in another way each time."""

Example = tuple[str, tuple[str, ...]]


def examples_in(files: Iterable[Path]) -> Iterator[Example]:
    """Give each sentence whose themes are told, also those that have none."""
    for file in files:
        for group in yaml.safe_load(file.read_text(encoding="utf-8")).get("nlu", []):
            listed = group.get("examples")
            for example in listed if isinstance(listed, list) else ():
                themes = (example.get("metadata") or {}).get("themes")
                if themes is not None:
                    yield str(example["text"]).strip(), tuple(themes)


def fit(vectors: Any, told: Sequence[Sequence[str]], themes: Sequence[str]) -> tuple[Any, Any]:
    """Return weights (384 by themes) and biases, by gradient descent with momentum (Nesterov)."""
    wanted = np.array([[theme in each for theme in themes] for each in told], np.float32)
    share = wanted.mean(axis=0).clip(1e-3, 1 - 1e-3)
    weights = before = np.zeros((vectors.shape[1], len(themes)), np.float32)
    bias = bias_before = np.log(share / (1 - share))
    for turn in range(TURNS):
        ahead = turn / (turn + 3)
        weights_ahead = weights + ahead * (weights - before)
        bias_ahead = bias + ahead * (bias - bias_before)
        wrong = 1 / (1 + np.exp(-(vectors @ weights_ahead + bias_ahead))) - wanted
        slope = vectors.T @ wrong / len(vectors) + HELD_DOWN * weights_ahead
        before, bias_before = weights, bias
        weights = weights_ahead - STEP * slope
        bias = bias_ahead - STEP * wrong.mean(axis=0)
    return weights.astype(np.float32), bias.astype(np.float32)


def words_of(texts: Iterable[str]) -> list[str]:
    """Return the words that are used often enough to be spelt right."""
    counts = Counter(
        word for words in texts for word in set(re.findall(r"[a-z]{5,}", words.lower()))
    )
    return sorted(word for word, times in counts.items() if times >= OFTEN)


def main() -> int:
    """Write the file; without the encoder there is nothing to learn with."""
    encoder = read_encoder()
    if encoder is None:
        return 1
    examples = list(examples_in(sorted((ROOT / "data").glob("*/nlu.yml"))))
    themes = [rule.theme for rule in theme_rules().rules]
    vectors = encoder.encode([words for words, _ in examples])
    weights, bias = fit(vectors, [told for _, told in examples], themes)
    np.savez(
        file_of_themes(),
        themes=np.array(themes),
        weights=weights,
        bias=bias,
        words=np.array(words_of(words for words, _ in examples)),
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
