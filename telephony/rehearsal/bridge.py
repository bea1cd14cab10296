"""Two ends of a call that hear each other, and what each does when the other goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from telephony.rehearsal.call import Call


@dataclass
class Bridge:
    """A call is connected with ``other``. ``ended`` says what this call does when that ends.

    ``ended`` gets False when this call itself hung up: then nothing more is said to it.
    """

    other: Call | None
    ended: Callable[[bool], None]

    def hang_up(self, call: Call) -> None:
        """Hang this call up: what follows is asked for, not played, and the other end learns."""
        call.bridge = None
        self.ended(False)
        _release(self.other, call)

    def redirected(self, call: Call) -> None:
        """Let the REST API take this call elsewhere: the other end goes on alone."""
        call.bridge = None
        _release(self.other, call)


def _release(other: Call | None, call: Call) -> None:
    """Let the other end go on: who dialled goes to their action, who was dialled hangs up."""
    if other and other.bridge and other.bridge.other is call:
        bridge, other.bridge = other.bridge, None
        bridge.ended(True)
