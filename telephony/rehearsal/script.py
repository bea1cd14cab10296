"""Scripts of calls and texts: who somebody is, what they do, and what they must hear."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from telephony.rehearsal.exchange import Answering
from telephony.rehearsal.trouble import Trouble

DOINGS = (
    "rings",
    "says",
    "presses",
    "silent",
    "answers",
    "texts",
    "gets",
    "leaves_message",
    "waits",
    "hangs_up",
)
"""What a step does; each step does one of them."""


class BadScript(Exception):
    """A script cannot be read; says where and why."""


class Strict(BaseModel):
    """A shape that refuses what it does not know: a misspelt check would never fail."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Step(Strict):
    """One thing that somebody does, and what must be heard after it.

    Each entry of ``hears`` must be heard, small or capital letters alike; a list in it means one of
    these. ``asked`` names the open question, or several that would do.
    """

    rings: bool = False
    says: str = ""
    presses: str = ""
    silent: int = Field(0, ge=0, le=20)
    answers: dict[str, str] = Field(default_factory=dict)
    until: tuple[str, ...] | str = ()
    texts: str = ""
    gets: str = ""
    leaves_message: str = ""
    seconds: int = Field(5, ge=1)
    waits: bool = False
    hangs_up: bool = False

    hears: tuple[str | tuple[str, ...], ...] = ()
    hears_not: tuple[str, ...] = ()
    asked: tuple[str, ...] | str = ()
    ends: bool = False
    note: str = ""

    @property
    def does(self) -> str:
        """What the step does."""
        return next(name for name in DOINGS if getattr(self, name))

    @model_validator(mode="after")
    def does_one_thing(self) -> Self:
        """Refuse a step that does nothing, or several things in no order."""
        done = [name for name in DOINGS if getattr(self, name)]
        if len(done) != 1:
            raise ValueError(f"a step does one of {', '.join(DOINGS)}, not {done or 'nothing'}")
        if bool(self.answers) != bool(self.until):
            raise ValueError("answers needs until, the question that ends it")
        return self


class Answer(Strict):
    """What happens at a number that Doorstep dials."""

    outcome: Literal["answered", "no-answer", "busy", "failed"] = "no-answer"
    presses: tuple[str, ...] = ()


class Script(Strict):
    """One person's call or texts. ``shows`` says what it is rehearsed for."""

    title: str
    who: str
    shows: str
    number: str = ""
    trouble: dict[str, Any] = Field(default_factory=dict)
    answering: dict[str, Answer] = Field(default_factory=dict)
    steps: tuple[Step, ...] = Field(min_length=1)

    @property
    def is_withheld(self) -> bool:
        """Tell whether the number is not shown."""
        return self.number == "withheld"

    @property
    def troubles(self) -> Trouble:
        """What goes wrong on the line."""
        return Trouble.read(self.trouble)

    @property
    def telephones(self) -> dict[str, Answering]:
        """What happens at the numbers that Doorstep may dial."""
        return {
            number: Answering(one.outcome, one.presses) for number, one in self.answering.items()
        }


def read_script(path: Path) -> Script:
    """Return a script; raise BadScript for one that makes no sense."""
    try:
        script = Script.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        _ = script.troubles
    except (OSError, ValueError, yaml.YAMLError) as problem:
        raise BadScript(f"{path.name}: {problem}") from problem
    return script


def choices(several: tuple[str, ...] | str) -> tuple[str, ...]:
    """Return one or several names as several."""
    return (several,) if isinstance(several, str) else several


def wanted(step: Step) -> Iterator[tuple[str, ...]]:
    """Yield what must be heard, each as the ways in which it may be said."""
    for one in step.hears:
        yield choices(one)
