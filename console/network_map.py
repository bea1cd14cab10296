"""The map of the people around a resident: where each stands on the drawing."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from people.story import NOBODY
from storage.tables.people import NetworkMember

WIDTH, HEIGHT = 640, 300
CENTRE_X, CENTRE_Y = WIDTH // 2, HEIGHT // 2
NEAR, FAR = (190.0, 100.0), (236.0, 118.0)
"""Half axes of the two rings: who gives or comes regularly stands nearer than who is only there."""
LONGEST_LABEL = 22


@dataclass(frozen=True)
class Spot:
    """A person or group on the map. ``state`` is near, far, gone or not_safe."""

    x: float
    y: float
    label: str
    below: str
    state: str


def draw_map(network: Sequence[NetworkMember]) -> list[Spot]:
    """Place everybody around the middle, the first one above it."""
    shown = [member for member in network if member.relation != NOBODY]
    return [_spot(member, number, len(shown)) for number, member in enumerate(shown)]


def _spot(member: NetworkMember, number: int, count: int) -> Spot:
    state = _state(member)
    wide, high = NEAR if state == "near" and count < 7 else FAR
    angle = 2 * math.pi * number / count - math.pi / 2
    return Spot(
        x=round(CENTRE_X + wide * math.cos(angle), 1),
        y=round(CENTRE_Y + high * math.sin(angle), 1),
        label=_short(member.name or member.relation),
        below=_short(member.relation if member.name else member.how_often or ""),
        state=state,
    )


def _state(member: NetworkMember) -> str:
    if member.is_not_safe:
        return "not_safe"
    if member.is_gone:
        return "gone"
    return "near" if member.gives or member.how_often else "far"


def _short(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1] + "…"
