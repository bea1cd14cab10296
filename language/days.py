"""Days of the week as people name them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from language.nearness import is_near

WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SHORT = {
    "mon": 0,
    "tue": 1,
    "tues": 1,
    "wed": 2,
    "weds": 2,
    "thu": 3,
    "thur": 3,
    "thurs": 3,
    "fri": 4,
    "wensday": 2,
    "wendsday": 2,
    "wenesday": 2,
    "tuseday": 1,
    "thirsday": 3,
}
_WORDY_SHORT = {"sat": 5, "sun": 6}
_NAME = {day.lower(): at for at, day in enumerate(WEEK)}

_GROUPS = (
    (
        "weekdays",
        re.compile(
            r"\b(?:week ?days?|(?:during|in|through) the week|working days?|mid ?week|work days?)\b"
        ),
    ),
    ("weekends", re.compile(r"\b(?:week ?ends?)\b")),
    (
        "any day",
        re.compile(
            r"\b(?:any ?day|every ?day|all week|any day of the week|seven days|each day|most "
            r"days)\b"
        ),
    ),
    (
        "tomorrow",
        re.compile(r"\b(?:tomorrow|tomoz|tmrw|tomo|2moro|the morn|tomorow|tommorow|tommorrow)\b"),
    ),
    ("today", re.compile(r"\b(?:today|2day|tonight|this (?:morning|afternoon|evening))\b")),
    ("next week", re.compile(r"\bnext week\b")),
    ("this week", re.compile(r"\bthis week\b")),
)
_RANGE = re.compile(r"\b(\w+?)s?(?: |-)*(?:to|till|til|until|through|-)(?: |-)*(\w+?)s?\b")


@dataclass(frozen=True)
class Day:
    """A day or group of days said, and where in the text."""

    name: str
    start: int
    end: int


def find_days(text: str) -> list[Day]:
    """Days in a text in small letters, in order: "Monday" to "Sunday", "weekdays", "weekends", "any
    day", "today", "tomorrow", "next week". A row such as "mon to thurs" gives each day of it.
    """
    groups = [
        Day(name, m.start(), m.end()) for name, pattern in _GROUPS for m in pattern.finditer(text)
    ]
    rows = [day for m in _RANGE.finditer(text) for day in _spread(m)]
    single = [day for m in re.finditer(r"[^\W\d_]+", text) if (day := _name_day(text, m))]
    taken = [(day.start, day.end) for day in rows]
    found = [*groups, *rows, *(d for d in single if not any(a <= d.start < b for a, b in taken))]
    return sorted(found, key=lambda day: day.start)


def group_days(names: list[str]) -> list[str]:
    """The names once each; Monday to Friday as "weekdays", Saturday and Sunday as "weekends"."""
    once = list(dict.fromkeys(names))
    if set(WEEK) <= set(once):
        return ["any day"]
    for group, members in (("weekdays", WEEK[:5]), ("weekends", WEEK[5:])):
        if set(members) <= set(once):
            once = [name for name in once if name not in members and name != group]
            once.insert(0, group)
    return once


def _spread(match: re.Match[str]) -> list[Day]:
    first, last = _find_index(match.group(1)), _find_index(match.group(2))
    if first is None or last is None or first >= last:
        return []
    return [Day(WEEK[at], match.start(), match.end()) for at in range(first, last + 1)]


def _name_day(text: str, match: re.Match[str]) -> Day | None:
    word = match.group()
    index = _find_index(word)
    if word in _WORDY_SHORT and _is_day_beside_days(text, match):
        index = _WORDY_SHORT[word]
    return None if index is None else Day(WEEK[index], match.start(), match.end())


def _is_day_beside_days(text: str, match: re.Match[str]) -> bool:
    """*Sat* and *sun* are days next to another day or *on*, or alone; else "I sat in the sun"."""
    before = re.search(
        r"(?:\bon|\bnext|\bthis|\bevery|\b\w{3,5}days?|\b(?:fri|sat|mon)),? ?(?:or|and|&|/)? "
        r"?$",
        text[: match.start()],
    )
    after = re.match(r" ?(?:or|and|&|/|,)? ?(?:sun|mon|fri)\b", text[match.end() :])
    return bool(before or after) or len(text.split()) <= 2


def _find_index(word: str) -> int | None:
    bare = word.removesuffix("s") if word not in _SHORT else word
    if bare in _NAME or bare in _SHORT:
        return _NAME.get(bare, _SHORT.get(bare))
    if (
        len(bare) < 6
        or not bare.endswith("day")
        or bare in ("midday", "someday", "noonday", "holiday", "birthday")
    ):
        return None
    near = [at for name, at in _NAME.items() if is_near(bare, name)]
    return near[0] if len(near) == 1 else None
