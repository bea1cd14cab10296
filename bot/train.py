"""Trains the bot, unless nothing has changed since the last time: python -m bot.train."""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bot.lean import keep_tensorflow_out

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
NAME = "doorstep"


def main() -> int:
    """Train if an input has changed. Returns 0 when a usable model is there."""
    models = Path(os.environ.get("BOT_MODELS", str(HERE / "models")))
    model, note = models / f"{NAME}.tar.gz", models / f"{NAME}.inputs"
    print_now = fingerprint(_inputs())
    if model.is_file() and note.is_file() and note.read_text(encoding="utf-8") == print_now:
        print(f"{model.name} is up to date")  # noqa: T201
        return 0
    began = time.monotonic()
    _train(models)
    note.write_text(print_now, encoding="utf-8")
    print(f"trained {model.name} in {time.monotonic() - began:.0f} s")  # noqa: T201
    return 0


def fingerprint(files: Iterator[Path]) -> str:
    """One hash over names and contents, in order."""
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _inputs() -> Iterator[Path]:
    """Whatever the model depends on: sentences, rules, words, components, readers, encoder."""
    yield from (Path(_where("BOT_CONFIG", "config.yml")), Path(_where("BOT_DOMAIN", "domain.yml")))
    yield from Path(_where("BOT_DATA", "data")).rglob("*.yml")
    yield from (path for path in HERE.glob("*.py"))
    yield from (path for path in (HERE / "components").glob("*.py"))
    yield from (
        path for path in HERE.glob("*.yml") if path.stem not in ("endpoints", "credentials")
    )
    yield from (ROOT / "language").glob("*.py")
    yield from (path for path in [_encoder() / "manifest.json"] if path.is_file())


def _where(setting: str, default: str) -> str:
    return os.environ.get(setting) or str(ROOT / default)


def _encoder() -> Path:
    return Path(os.environ.get("DOORSTEP_ENCODER") or ROOT / "var" / "encoder")


def _train(models: Path) -> None:
    """Let Rasa train, without TensorFlow. Raises SystemExit where Rasa made no model."""
    keep_tensorflow_out()
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("TQDM_DISABLE", "1")
    os.environ.setdefault("RASA_CACHE_DIRECTORY", str(models / "cache"))
    from bot.quiet_logs import keep_words_out_of_logs

    keep_words_out_of_logs(os.environ.get("LOG_LEVEL", "WARNING"))
    from rasa.model_training import train

    result = train(
        domain=_where("BOT_DOMAIN", "domain.yml"),
        config=_where("BOT_CONFIG", "config.yml"),
        training_files=_where("BOT_DATA", "data"),
        output=str(models),
        fixed_model_name=NAME,
    )
    if result.model is None:
        raise SystemExit(result.code or 1)


if __name__ == "__main__":
    sys.exit(main())
