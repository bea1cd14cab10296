"""Which way a matter goes next, by the ordered rules of routes.yml, with the reason in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from triage.levels import Level

_ROUTES = Path(__file__).parent / "routes.yml"


class Route(StrEnum):
    """The routes of the triage table of conversation.md."""

    emergency = "emergency"
    urgent = "urgent"
    coordinator = "coordinator"
    connect = "connect"
    self_serve = "self_serve"
    offer = "offer"


@dataclass(frozen=True)
class Situation:
    """What is known when the way is chosen.

    ``level`` and ``categories`` are the highest and all of the danger screen in this conversation;
    ``something_changed`` is a fall, death, discharge or diagnosis.
    """

    level: Level = Level.none
    categories: tuple[str, ...] = ()
    asked_for_person: bool = False
    themes: tuple[str, ...] = ()
    carer_at_breaking_point: bool = False
    no_one_around: bool = False
    something_changed: bool = False
    misunderstandings: int = 0
    cannot_use_channel: bool = False
    about: Literal["self", "other", "client"] = "self"
    offers_help: bool = False
    wants_details_only: bool = False
    wants_introduction: bool = False
    suitable_nearby: bool = False


@dataclass(frozen=True)
class Decision:
    """The way, its reason, and every reason that holds, in the order of the table."""

    route: Route
    reason: str
    all_reasons: tuple[str, ...]


@dataclass(frozen=True)
class _Line:
    route: Route
    reason: str
    when: Mapping[str, Any]


def decide_route(situation: Situation) -> Decision:
    """Return the first line that holds, else ``self_serve``. Level ``concern`` changes nothing."""
    facts = _facts(situation)
    lines, otherwise = _table()
    holding = [line for line in lines if _holds(line.when, facts)] or [otherwise]
    return Decision(holding[0].route, holding[0].reason, tuple(line.reason for line in holding))


def _facts(situation: Situation) -> dict[str, Any]:
    return {
        **vars(situation),
        "level": str(situation.level),
        "number_of_themes": len(set(situation.themes)),
        "no_essentials": "no_essentials" in situation.categories
        and situation.level > Level.concern,
        "carer_at_breaking_point": situation.carer_at_breaking_point
        or "carer_breakdown" in situation.categories,
    }


def _holds(when: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
    return all(_meets(facts[fact], wanted) for fact, wanted in when.items())


def _meets(value: Any, wanted: Any) -> bool:
    if not isinstance(wanted, dict):
        return bool(value == wanted)
    if "at_least" in wanted:
        return bool(value >= wanted["at_least"])
    return value in wanted["one_of"]


@cache
def _table() -> tuple[tuple[_Line, ...], _Line]:
    page = yaml.safe_load(_ROUTES.read_text(encoding="utf-8"))
    return tuple(_line(entry) for entry in page["routes"]), _line({**page["otherwise"], "when": {}})


def _line(entry: Mapping[str, Any]) -> _Line:
    return _Line(Route(entry["route"]), entry["reason"], entry["when"])
