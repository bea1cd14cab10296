"""What the guards look at: the files that are under version control, and the words by topic."""

import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from settings import ROOT

CODE = (".py", ".js", ".html", ".css", ".yml", ".toml", ".md", ".json", ".txt", ".in", ".csv", "")


@cache
def tracked_files() -> tuple[Path, ...]:
    """Return the files that git keeps or would keep, as they lie here now."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    paths = (ROOT / name for name in listed.split("\0") if name)
    return tuple(path for path in paths if path.is_file())


def text_files() -> list[Path]:
    """Return the tracked files that hold text."""
    return [path for path in tracked_files() if path.suffix in CODE]


def python_files() -> list[Path]:
    """Return the tracked Python files."""
    return [path for path in tracked_files() if path.suffix == ".py"]


def called(path: Path) -> str:
    """Return a path as people write it."""
    return str(path.relative_to(ROOT))


@cache
def topics() -> tuple[Path, ...]:
    """Return the folders of data/, a topic each."""
    return tuple(sorted(path for path in (ROOT / "data").iterdir() if path.is_dir()))


@cache
def responses() -> dict[str, list[dict[str, Any]]]:
    """Return every response with its variants, as the practitioners wrote them."""
    found: dict[str, list[dict[str, Any]]] = {}
    for topic in topics():
        path = topic / "responses.yml"
        if path.exists():
            found.update(read_yaml(path).get("responses") or {})
    return found


def read_yaml(path: Path) -> dict[str, Any]:
    """Return a YAML file's mapping."""
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    return document if isinstance(document, dict) else {}
