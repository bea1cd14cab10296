"""What goes wrong on a line: how often each trouble comes, and a die that falls the same again."""

import random
import threading
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Self

import yaml


@dataclass(frozen=True)
class Trouble:
    """How often each trouble comes, from 0 (never) to 1 (always). With one seed it is repeatable.

    On the way to Doorstep a request may be ``duplicated`` (arrives twice at once), ``late`` (by
    ``late_seconds``), ``lost`` (never arrives) or its answer lost (``answer_lost``: handled, and
    sent again, for nobody knows). Texts and delivery reports may be ``reordered``. On a call the
    caller may be ``silent``; the recogniser may be ``unsure`` (low confidence) or have ``misheard``
    a word (each word by itself).
    """

    seed: int = 0
    duplicated: float = 0.0
    reordered: float = 0.0
    late: float = 0.0
    late_seconds: float = 0.5
    lost: float = 0.0
    answer_lost: float = 0.0
    silent: float = 0.0
    unsure: float = 0.0
    misheard: float = 0.0

    def __post_init__(self) -> None:
        """Refuse what is no share of all."""
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name not in ("seed", "late_seconds") and not 0 <= value <= 1:
                raise ValueError(f"{field.name} is {value}: it must lie between 0 and 1")

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Self:
        """Make it of a mapping, as it stands in YAML; unknown names are refused."""
        unknown = set(given) - {field.name for field in fields(cls)}
        if unknown:
            raise ValueError(f"no such trouble: {', '.join(sorted(unknown))}")
        return cls(**given)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read it from a YAML file."""
        return cls.read(yaml.safe_load(path.read_text(encoding="utf-8")) or {})


NONE = Trouble()


class Luck:
    """One die for a whole line: asked in the same order, it gives the same answers."""

    def __init__(self, trouble: Trouble) -> None:
        """Throw with the trouble's own seed."""
        self.trouble = trouble
        self.happened: list[str] = []
        self._die = random.Random(trouble.seed)  # noqa: S311 a rehearsal, not a secret
        self._lock = threading.Lock()

    def strikes(self, name: str) -> bool:
        """Tell whether a trouble comes now, and note it when it does."""
        share: float = getattr(self.trouble, name)
        if not share:
            return False
        with self._lock:
            comes = self._die.random() < share
        if comes:
            self.happened.append(name)
        return comes

    def between(self, low: float, high: float) -> float:
        """Return a number between two."""
        with self._lock:
            return self._die.uniform(low, high)

    def one_of(self, *things: str) -> str:
        """Return one of several."""
        with self._lock:
            return self._die.choice(things)

    def shuffled(self, things: list[str]) -> list[str]:
        """Return things in another order when reordering strikes, else as they are."""
        if len(set(things)) < 2 or not self.strikes("reordered"):
            return things
        mixed = list(things)
        while mixed == things:
            with self._lock:
                self._die.shuffle(mixed)
        return mixed
