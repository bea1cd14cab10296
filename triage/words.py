"""The words said when danger was noticed, and the help lines beside them, for each channel."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from triage.danger import Level, Screening
from triage.numbers import HelpLine, all_numbers, numbers_for

_RESPONSES = Path(__file__).parent.parent / "data" / "safety" / "responses.yml"
_WORDING = Path(__file__).parent / "wording.yml"
_GAP = re.compile(r"<(\w+)>")


@dataclass(frozen=True)
class DangerWords:
    """``response`` is its name in data/safety/responses.yml; ``lines`` go beside ``text``.

    A line is whole: "Samaritans: 116 123, any time, free".
    """

    response: str
    text: str
    lines: tuple[str, ...]


def danger_words(screening: Screening, *, channel: str) -> DangerWords:
    """Return what to say on ``web``, ``sms`` or ``voice``; any other channel gets web's words.

    Raises ValueError for level ``none``: there is nothing to say.
    """
    if screening.level is Level.none:
        raise ValueError("no danger was noticed")
    choice = _choose(screening)
    text = _GAP.sub(lambda gap: _number(gap[1], channel), _text(choice["response"], channel))
    categories = _categories_at_level(screening)
    fitting = numbers_for(categories, screening.level)
    lines = [line for line in fitting if f"<{line.id}>" not in _raw(choice, channel)] or fitting
    most = _wording()["most_lines"].get(channel, _wording()["most_lines"]["web"])
    neutral = bool(choice.get("neutral"))
    return DangerWords(
        choice["response"],
        text,
        tuple(_line(line, channel, neutral=neutral) for line in lines[:most]),
    )


def _choose(screening: Screening) -> Mapping[str, Any]:
    level, noticed = str(screening.level), _categories_at_level(screening)
    page = _wording()
    fitting = (line for line in page["wording"][level] if noticed & set(line["categories"]))
    choice: Mapping[str, Any] = next(fitting, page["otherwise"][level])
    return choice


def _categories_at_level(screening: Screening) -> set[str]:
    """What the highest level was given for; all categories if the matches do not say."""
    return {m.category for m in screening.matches if m.level == screening.level} or set(
        screening.categories
    )


def _raw(choice: Mapping[str, Any], channel: str) -> str:
    return _text(choice["response"], channel)


def _text(response: str, channel: str) -> str:
    variants = _responses()[response]
    own = (variant["text"] for variant in variants if variant.get("channel") == channel)
    general = (variant["text"] for variant in variants if "channel" not in variant)
    return str(next(own, None) or next(general))


def _number(line_id: str, channel: str) -> str:
    line = next(line for line in all_numbers() if line.id == line_id)
    number = line.spoken if channel == "voice" else line.shown
    return number if line_id in ("emergency", "nhs_111") else f"{line.name} on {number}"


def _line(line: HelpLine, channel: str, *, neutral: bool) -> str:
    name = line.neutral_name if neutral else line.name
    return f"{name}: {line.spoken if channel == 'voice' else line.shown}, {line.hours}"


@cache
def _wording() -> Mapping[str, Any]:
    page: Mapping[str, Any] = yaml.safe_load(_WORDING.read_text(encoding="utf-8"))
    return page


@cache
def _responses() -> Mapping[str, list[dict[str, Any]]]:
    page = yaml.safe_load(_RESPONSES.read_text(encoding="utf-8"))
    responses: Mapping[str, list[dict[str, Any]]] = page["responses"]
    return responses
