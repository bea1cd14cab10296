"""Where the sentence encoder lies, and whether it is whole.

Run as a module it exits 0 if it need not be built.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from pathlib import Path

MODEL = "model.onnx"
TOKENIZER = "tokenizer.json"
MANIFEST = "manifest.json"

_HERE = Path(__file__).resolve().parent
_RECIPE = ("bert_graph.py", "build_encoder.py")


def find_folder(folder: str | os.PathLike[str] | None = None) -> Path:
    """The folder given, else the one named by the setting DOORSTEP_ENCODER, else var/encoder of
    this checkout.
    """
    named = folder or os.environ.get("DOORSTEP_ENCODER")
    return Path(named) if named else _HERE.parent / "var" / "encoder"


def hash_file(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def hash_recipe() -> str:
    """SHA-256 of the program that builds the graph: when it changes, the encoder is built again."""
    return hashlib.sha256(b"".join((_HERE / name).read_bytes() for name in _RECIPE)).hexdigest()


def read_manifest(folder: Path) -> dict[str, object]:
    """What was built, from what; {} if nothing readable is there."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return manifest if isinstance(manifest, dict) else {}


def find_damage(folder: Path) -> str | None:
    """What is wrong with the files in a few words; None if they are as they were built."""
    files = read_manifest(folder).get("files")
    if not isinstance(files, dict):
        return "it has not been built"
    for name in (MODEL, TOKENIZER):
        path = folder / name
        if not path.is_file():
            return f"{name} is missing"
        if hash_file(path) != files.get(name):
            return f"{name} is not as it was built"
    return None


def is_up_to_date(folder: Path) -> bool:
    """Whether the files are whole and made by the present recipe."""
    return find_damage(folder) is None and read_manifest(folder).get("recipe") == hash_recipe()


if __name__ == "__main__":
    sys.exit(0 if is_up_to_date(find_folder()) else 1)
