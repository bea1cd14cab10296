"""Tells the themes of a resident's words by their meaning, with what `fit_themes` has learnt."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import structlog

from settings import settings

log = structlog.get_logger()

FILE = "theme_meaning.npz"


@dataclass(frozen=True)
class ThemeMeaning:
    """For each theme a direction of meaning and where it begins."""

    themes: tuple[str, ...]
    weights: Any
    bias: Any
    words: frozenset[str]
    """Words that residents use, as often as not unknown to the encoder: "bereavement"."""

    def themes_of(self, vectors: Any, *, least: float) -> dict[str, float]:
        """Return theme → how sure (``least`` to 1) of the best of the texts, surest first."""
        sure = 1 / (1 + np.exp(-(vectors @ self.weights + self.bias)))
        best = sure.max(axis=0)
        order = np.argsort(-best)
        return {self.themes[at]: round(float(best[at]), 4) for at in order if best[at] >= least}


def file_of_themes() -> Path:
    """Return where the set-up keeps what it has learnt."""
    return settings().doorstep_encoder / FILE


@cache
def theme_meaning() -> ThemeMeaning | None:
    """Return what was learnt, read once a process; None where the set-up has not made it."""
    try:
        with np.load(file_of_themes(), allow_pickle=False) as kept:
            return ThemeMeaning(
                tuple(kept["themes"].tolist()),
                kept["weights"],
                kept["bias"],
                frozenset(kept["words"].tolist()),
            )
    except (OSError, ValueError, KeyError):
        log.warning("directory.themes_by_words_only", reason="run make setup")
        return None
