"""Sentences to vectors by their meaning: all-MiniLM-L6-v2 with 8-bit weights, without PyTorch."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from language.encoder_files import MODEL, TOKENIZER, find_damage, find_folder

WIDTH = 384
LONGEST = 128
"""Word pieces of a sentence that are read, as in its training; about 90 words."""

MEANING = ("embedding",)
MANNER = ("half_way",)
"""The graph's outputs; see bert_graph."""

Vectors = Any
"""np.ndarray of float32; its type differs between the two numpy versions that this runs on."""


class EncoderError(Exception):
    """Anything that keeps the encoder from working."""


class EncoderMissing(EncoderError):
    """The files are not there or damaged; the message names the command that builds them."""


class SentenceEncoder:
    """Turns sentences into vectors; two that mean alike have a dot product near 1. Safe to share
    between threads.
    """

    def __init__(self, session: onnxruntime.InferenceSession, tokenizer: Tokenizer) -> None:
        self._session = session
        self._tokenizer = tokenizer

    @classmethod
    def load(
        cls, folder: str | os.PathLike[str] | None = None, *, threads: int = 1
    ) -> SentenceEncoder:
        """From `folder`, or as DOORSTEP_ENCODER says, or var/encoder. Raises EncoderMissing."""
        place = find_folder(folder)
        damage = find_damage(place)
        if damage:
            raise EncoderMissing(
                f"The sentence encoder cannot be used: {damage}. Build it with: make setup"
            )
        return cls(
            _open_session(str(place / MODEL), threads), _open_tokenizer(str(place / TOKENIZER))
        )

    def encode(self, sentences: Sequence[str], *, batch: int = 32) -> Vectors:
        """One row of 384 numbers a sentence, each row of length 1, in the order given; words past
        128 pieces are left out. Sentences are run `batch` at a time, like lengths together.
        """
        return self._encode(sentences, batch, MEANING)

    def encode_both(self, sentences: Sequence[str], *, batch: int = 32) -> Vectors:
        """As `encode`, with 768 numbers a row: the meaning, then the state half way up the encoder,
        which keeps more of how a thing is said. Takes no longer. Each half has length 1.
        """
        return self._encode(sentences, batch, MEANING + MANNER)

    def _encode(self, sentences: Sequence[str], batch: int, outputs: tuple[str, ...]) -> Vectors:
        vectors = np.zeros((len(sentences), WIDTH * len(outputs)), np.float32)
        pieces = [
            encoding.ids
            for encoding in self._tokenizer.encode_batch([" ".join(s.split()) for s in sentences])
        ]
        by_length = sorted(range(len(pieces)), key=lambda at: len(pieces[at]))
        for start in range(0, len(by_length), batch):
            rows = by_length[start : start + batch]
            vectors[rows] = self._run([pieces[at] for at in rows], outputs)
        return vectors

    def words(self) -> frozenset[str]:
        """The words that it knows without taking them apart: some 20,000 of ordinary English."""
        pieces = self._tokenizer.get_vocab()
        return frozenset(piece for piece in pieces if piece.isalpha())

    def _run(self, pieces: list[list[int]], outputs: tuple[str, ...]) -> Vectors:
        longest = max(map(len, pieces))
        ids = np.zeros((len(pieces), longest), np.int64)
        mask = np.zeros_like(ids)
        for row, sentence in enumerate(pieces):
            ids[row, : len(sentence)] = sentence
            mask[row, : len(sentence)] = 1
        found = self._session.run(list(outputs), {"input_ids": ids, "attention_mask": mask})
        return np.concatenate(found, axis=1)


def _open_session(path: str, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    """The arena would keep the memory of the largest batch for ever."""
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def _open_tokenizer(path: str) -> Tokenizer:
    tokenizer = Tokenizer.from_file(path)
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    return tokenizer
