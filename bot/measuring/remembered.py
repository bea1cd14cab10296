"""An encoder that remembers its vectors on disk, so that a measurement is quick the second time."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from language.encoder import WIDTH, SentenceEncoder
from language.encoder_files import MODEL, find_folder, hash_file


class RememberingEncoder:
    """Gives what SentenceEncoder.encode_both gives; sentences are kept as hashes only."""

    def __init__(self, folder: Path) -> None:
        """Read what is remembered of this very encoder; another one has another file."""
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / f"vectors-{hash_file(find_folder() / MODEL)[:12]}.npz"
        self._encoder = SentenceEncoder.load(threads=2)
        self._known: dict[str, np.ndarray] = {}
        if self._file.is_file():
            with np.load(self._file, allow_pickle=False) as kept:
                self._known = dict(zip(kept["keys"].tolist(), kept["vectors"], strict=True))

    def encode_both(self, sentences: Sequence[str]) -> Any:
        """A row of meaning and manner for each sentence."""
        keys = [hashlib.blake2b(text.encode(), digest_size=16).hexdigest() for text in sentences]
        new = {k: t for k, t in zip(keys, sentences, strict=True) if k not in self._known}
        if new:
            vectors = self._encoder.encode_both(list(new.values()))
            self._known.update(zip(new, vectors, strict=True))
        return np.array([self._known[key] for key in keys]).reshape(-1, 2 * WIDTH)

    def save(self) -> None:
        """Remember for the next time."""
        keys, vectors = np.array(list(self._known)), np.array(list(self._known.values()))
        np.savez(self._file, keys=keys, vectors=vectors)
