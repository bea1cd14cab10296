"""Tells whether a step is up to date: by what its inputs hold, never by their dates."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

LEFT_OUT = frozenset({".venv", "__pycache__", "models", "node_modules"})


def files_of(root: Path, globs: Iterable[str]) -> list[Path]:
    """Return the files that the globs name, in a fixed order."""
    found = {path for glob in globs for path in root.glob(glob) if path.is_file()}
    return sorted(path for path in found if not LEFT_OUT & set(path.relative_to(root).parts))


def fingerprint(root: Path, globs: Iterable[str], *more: str) -> str:
    """Return a digest of the files' names and contents and of whatever else counts."""
    digest = hashlib.sha256()
    for path in files_of(root, globs):
        digest.update(str(path.relative_to(root)).encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    for word in more:
        digest.update(word.encode() + b"\0")
    return digest.hexdigest()
