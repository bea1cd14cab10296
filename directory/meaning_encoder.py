"""The sentence encoder as the directory uses it: one a process, or none and words alone."""

import threading
from functools import cache
from typing import Any

import structlog

from settings import settings

log = structlog.get_logger()

WIDTH = 384

_LOADING = threading.Lock()


def read_encoder() -> Any | None:
    """Return this process's encoder, loaded at the first call; None where it has not been built.

    Any: language.encoder is imported only here, as its libraries take a third of a second.
    """
    with _LOADING:
        return _load()


@cache
def _load() -> Any | None:
    try:
        from language.encoder import EncoderError, SentenceEncoder
    except ImportError:
        log.warning("directory.words_only", reason="the encoder's libraries are not installed")
        return None
    try:
        return SentenceEncoder.load(settings().doorstep_encoder)
    except EncoderError:
        log.warning("directory.words_only", reason="the sentence encoder is missing or damaged")
        return None


def is_meaning_read() -> bool:
    """Tell whether search works by meaning too, or by words only."""
    return read_encoder() is not None


def forget_encoder() -> None:
    """Load it anew at the next call: for tests, and after it has been built."""
    _load.cache_clear()
