"""The words that the directory desk says to residents (words.yml)."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml


@cache
def all_words() -> dict[str, dict[str, str]]:
    """Read the file once a process."""
    words: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "words.yml").read_text("utf-8"))
    return words


def say(topic: str, name: str, **fill: str) -> str:
    """Return a sentence with its gaps filled."""
    return all_words()[topic][name].format(**fill)
