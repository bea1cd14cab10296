"""Who else is on the telephone network of a rehearsal: who answers, queues, conferences."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from telephony.rehearsal.carrier import new_sid

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from telephony.rehearsal.call import Call

OUTCOMES = ("answered", "no-answer", "busy", "failed")


@dataclass(frozen=True)
class Answering:
    """What happens at a number that is dialled.

    ``presses`` are keys, one after another, for each <Gather> of what is whispered to who answers.
    """

    outcome: str = "no-answer"
    presses: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an outcome that Twilio does not know."""
        if self.outcome not in OUTCOMES:
            raise ValueError(f"{self.outcome}: a call is {', '.join(OUTCOMES)}")


NOBODY = Answering()


@dataclass
class Queue:
    """Calls that wait under a name, the longest first."""

    sid: str = field(default_factory=lambda: new_sid("QU"))
    waiting: list[Call] = field(default_factory=list)


@dataclass
class Conference:
    """A conference and who is in it, with the <Conference> each came in by."""

    name: str
    sid: str = field(default_factory=lambda: new_sid("CF"))
    present: list[tuple[Call, Element]] = field(default_factory=list)
    has_started: bool = False
    events: int = 0


@dataclass
class Exchange:
    """One network: share it between the handsets of a rehearsal."""

    answering: dict[str, Answering] = field(default_factory=dict)
    queues: dict[str, Queue] = field(default_factory=dict)
    conferences: dict[str, Conference] = field(default_factory=dict)

    def at(self, number: str) -> Answering:
        """Tell what happens at a number; nobody answers one that is not known."""
        return self.answering.get(number.replace(" ", ""), NOBODY)

    def queue(self, name: str) -> Queue:
        """Return a queue; it is made when it is named first."""
        return self.queues.setdefault(name, Queue())

    def conference(self, name: str) -> Conference:
        """Return a conference; it is made when it is named first."""
        return self.conferences.setdefault(name, Conference(name))
