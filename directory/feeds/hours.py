"""Reads opening hours that a publisher wrote as words: "Mon & Wed 10am-1pm, 2-4pm"."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from directory.opening import DAYS

Record = dict[str, Any]

_DAY = r"(mon|tue|wed|thu|fri|sat|sun)[a-z]*\b\.?"
_DAY_NAME = re.compile(
    r"(mon|tues?|wed(nes|s)?|thu(r|rs)?|fri|satur|sat|sun)(days?)?|weekdays|weekends?|daily",
)
_DAY_LIST = re.compile(rf"({_DAY}|weekdays|weekends?|daily)(\s*[-,]\s*{_DAY})*\s*[:,]?\s*")
_CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?"
_RANGE = re.compile(rf"{_CLOCK}\s*-\s*{_CLOCK}(?![\d:])\s*")
_BETWEEN = re.compile(r"[\s,;.]*")
_GROUPS = {"weekdays": DAYS[:5], "weekend": DAYS[5:], "weekends": DAYS[5:], "daily": DAYS}
_SAME_WORD = (
    (r"[\u2012-\u2015]", "-"),
    (r"\b12\s*noon\b|\bnoon\b|\bmid-?day\b", "12pm"),
    (r"\b12\s*midnight\b|\bmidnight\b", "12am"),
    (r"([ap])\.\s?m\.?(?=\W|$)", r"\1m"),
    (r"(?<=[\dm])\s*\b(to|til|till|until)\b\s*(?=\d)", "-"),
    (r"(?<=[a-z])\s+(to|through)\s+(?=[a-z])", "-"),
    (r"\s*(&|\+|/|\band\b)\s*", ", "),
    (r"\b(every|each|open|opening (hours|times)|hours|from|on|between)\b:?", " "),
    (r"(\d)(am|pm)", r"\1 \2"),
)
LONGEST = 300
"""Characters: longer texts tell more than hours."""


class Hours(NamedTuple):
    """One line of opening hours; times as "HH:MM"."""

    days: tuple[str, ...]
    opens: str
    closes: str


def read_hours(text: str) -> list[Hours]:
    """Return the lines if the whole text is days and hours and nothing else; none otherwise.

    What could mean morning or evening ("7-9") is left as words: a wrong hour is a lost journey.
    """
    plain = _plain(text)
    found: list[Hours] = []
    at = 0
    while at < len(plain):
        days = _DAY_LIST.match(plain, at)
        if not days or not _are_days(days.group()):
            return []
        ranges, at = _ranges(plain, days.end())
        if not ranges:
            return []
        found += [Hours(_days_of(days.group()), *one) for one in ranges]
    return found


def read_ranges(text: str) -> list[tuple[str, str]]:
    """Return the hours of "10:00-13:00,14:00-17:00", or none if anything else is in the text."""
    plain = _plain(text)
    ranges, at = _ranges(plain, 0)
    return ranges if at == len(plain) else []


def split_schedule(schedule: Record) -> list[Record]:
    """Return a schedule as lines with one opening and one closing time each.

    Hours stand in ``opens_at`` ("10:00-13:00,14:00-17:00") or in the description; what cannot
    be read whole stays as it is.
    """
    opens, said = schedule.get("opens_at"), schedule.get("description")
    if isinstance(opens, str) and re.search(r"\d\s*[-\u2013]|\bto\b", opens):
        lines = [Hours((), *one) for one in read_ranges(opens)] or read_hours(opens)
    elif isinstance(said, str) and not opens and not schedule.get("closes_at"):
        lines = [Hours((), *one) for one in read_ranges(said)] if schedule.get("byday") else []
        lines = lines or ([] if schedule.get("byday") else read_hours(said))
    else:
        lines = []
    return list(_lines(schedule, lines)) or [schedule]


def _lines(schedule: Record, lines: list[Hours]) -> Iterator[Record]:
    for number, line in enumerate(lines):
        days = {"byday": ",".join(line.days), "freq": "WEEKLY"} if line.days else {}
        own = {} if number == 0 or not schedule.get("id") else {"id": f"{schedule['id']}#{number}"}
        yield schedule | days | {"opens_at": line.opens, "closes_at": line.closes} | own


def _plain(text: str) -> str:
    if len(text) > LONGEST:
        return "?"
    plain = text.lower().replace("\xa0", " ")
    for pattern, same in _SAME_WORD:
        plain = re.sub(pattern, same, plain)
    return " ".join(plain.split()).strip(" .,;")


def _ranges(plain: str, at: int) -> tuple[list[tuple[str, str]], int]:
    found: list[tuple[str, str]] = []
    while matched := _RANGE.match(plain, at):
        hours = _hours(*matched.groups())
        if hours is None:
            return [], at
        found.append(hours)
        at = matched.end()
        between = _BETWEEN.match(plain, at)
        at = between.end() if between else at
    return found, at


def _hours(*parts: str | None) -> tuple[str, str] | None:
    first, second = _minutes(*parts[:3]), _minutes(*parts[3:])
    if first is None or second is None:
        return None
    if not parts[2] and not parts[5]:
        return _without_halves(first, second, padded=str(parts[0]).startswith("0"))
    opens, closes = first, second
    if not parts[2]:
        opens = next((t for t in _halves(first, str(parts[5])) if t < closes), first)
    if not parts[5]:
        closes = next((t for t in _halves(second, str(parts[2])) if t > opens), second)
    return (_clock(opens), _clock(closes)) if opens < closes else None


def _without_halves(opens: int, closes: int, *, padded: bool) -> tuple[str, str] | None:
    morning_or_evening = 5 * 60 <= opens < 9 * 60 and closes <= 12 * 60 and closes > opens
    if morning_or_evening and not padded:
        return None
    if opens < 7 * 60 and not padded and closes <= 12 * 60:
        opens, closes = opens + 720, closes + 720
    elif closes < opens and closes < 7 * 60:
        closes += 720
    return (_clock(opens), _clock(closes)) if opens < closes < 1440 else None


def _halves(minutes: int, half: str) -> tuple[int, int]:
    """Give the time in the same half of the day first: 2-4pm, but 10-12pm and 11-2pm."""
    morning = minutes % 720
    return (morning + 720, morning) if half == "pm" else (morning, morning + 720)


def _minutes(hour: str | None, minute: str | None, half: str | None) -> int | None:
    hours, minutes = int(hour or 0), int(minute or 0)
    if hours > (12 if half else 23) or minutes > 59:
        return None
    if half:
        hours = hours % 12 + (12 if half == "pm" else 0)
    return hours * 60 + minutes


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _are_days(words: str) -> bool:
    return all(_DAY_NAME.fullmatch(word) for word in re.findall(r"[a-z]+", words))


def _days_of(words: str) -> tuple[str, ...]:
    found: list[str] = []
    for part in re.split(r"\s*,\s*", words.strip(" :,")):
        ends = [_days_named(end) for end in part.split("-")]
        if len(ends) == 2 and len(ends[0]) == len(ends[1]) == 1:
            first, last = DAYS.index(ends[0][0]), DAYS.index(ends[1][0])
            found += [DAYS[day % 7] for day in range(first, last + (1 if last >= first else 8))]
        else:
            found += [day for end in ends for day in end]
    return tuple(dict.fromkeys(found))


def _days_named(word: str) -> tuple[str, ...]:
    plain = word.strip(" .:")
    return _GROUPS.get(plain) or tuple(day for day in DAYS if plain[:2].upper() == day)


def read_day(value: Any) -> str | None:
    """Return "MO" for "Monday", "mondays", "mon" or 1 (ISO: Monday is 1, Sunday is 7 or 0)."""
    text = str(value).strip().lower()
    if text.isdigit() and len(text) == 1 and int(text) <= 7:
        return DAYS[(int(text) - 1) % 7]
    return text[:2].upper() if _DAY_NAME.fullmatch(text) and text[:2].upper() in DAYS else None
