"""Times of day as people say them: parts of the day and clock times."""

from __future__ import annotations

import re
from dataclasses import dataclass

from language.numbers import read_number

_PARTS = (
    (
        "mornings",
        r"mornings?|mornin|(?<!i )am|first thing|early doors|breakfast(?: ?time)?|before (?:lunch"
        r"|dinner)",
    ),
    ("afternoons", r"afternoons?|afternoo|arvo|pm|after (?:my )?(?:lunch|dinner)"),
    ("lunchtimes", r"lunch ?times?|dinner ?times?|(?:at|over|around|about|round) (?:lunch|dinner)"),
    (
        "evenings",
        r"evenings?|evenin|tonight|nights?|nighttime|tea ?times?|after (?:my )?(?:tea|work"
        r"|supper)|supper ?time",
    ),
)
_PART = re.compile(
    "|".join(rf"(?P<{name}>\b(?<!\d)(?<!\d )(?:{pattern})\b)" for name, pattern in _PARTS)
)

_HOUR = r"(?:[01]?\d|2[0-3])"
_HALF_DAY = r"(?: ?(?P<half>a ?m|p ?m)\b)?"
_CLOCK = re.compile(
    rf"\b(?:(?P<past>half|quarter|25|20|10|5)(?: minutes?)? (?P<way>past|gone"
    rf"|(?:(?<=quarter )|(?<=2[05] ))(?:to|after)"
    rf"|(?:(?<=at 10 )|(?<=at 5 )|(?<=about 10 )|(?<=about 5 ))to) (?P<to>{_HOUR})"
    rf"|half (?P<half_hour>[1-9]|1[0-2])"
    rf"|(?P<hour>{_HOUR})[:. ]?(?P<minute>[0-5]\d)(?! ?(?:years?|days?|weeks?|minutes?))"
    rf"|(?P<full>{_HOUR})(?P<mark> ?o'? ?clock|(?: ?- ?)?ish|(?= ?(?:a ?m|p ?m)\b))?"
    rf"|(?P<noon>noon|midday|mid day)|(?P<midnight>midnight)"
    rf")(?:ish)?{_HALF_DAY}(?!\w)"
)
_NO_TIMES = re.compile(
    r"(?:\+|\b)\d[\d \-.()]{8,}\d\b|\b\d{1,4} ?[/.\-] ?\d{1,2} ?[/.\-] ?\d{2,4}\b"
    r"|\b(?:in|of|since|born|year) (?:19|20)\d\d\b"
)
"""Telephone numbers, dates and years."""

_JOINED = re.compile(r" ?(?:and|to|or|till|til|until|-) ?(?:about |around |maybe )?")
_BEFORE_A_TIME = re.compile(
    r"\b(?:after|before|about|around|round|at|by|from|till|til|until|between|past|gone"
    r"|than|since|roughly|approx|anytime|any time|say)(?: about| around| say| "
    r"like)?$|(?<=\d )-$"
)


@dataclass(frozen=True)
class Time:
    """A clock time "14:30" said, and where in the text."""

    at: str
    start: int
    end: int


def write_figures(text: str) -> str:
    """The text in which number words are figures: "half past two" becomes "half past 2"."""
    tokens = re.findall(
        r"[^\W_]+(?:'[^\W_]+)?|[^\w\s]|\s+", text.replace("a.m.", "am").replace("p.m.", "pm")
    )
    words = [token for token in tokens if not token.isspace()]
    out, at = [], 0
    while at < len(words):
        number = read_number(words, at) if words[at].isalpha() else None
        out.append(str(number[0]) if number else words[at])
        at += number[1] if number else 1
    return re.sub(r"(?<=\d) ([:.]) (?=\d\d)", r"\1", " ".join(out).replace(" ,", ","))


def find_parts(text: str) -> list[tuple[str, int, int]]:
    """Parts of the day in a text in small letters: "mornings", "lunchtimes", "afternoons",
    "evenings".
    """
    return [(match.lastgroup or "", match.start(), match.end()) for match in _PART.finditer(text)]


def find_times(text: str) -> list[Time]:
    """Clock times in a text made by `write_figures`. Hours 1 to 7 are taken for the afternoon and
    evening unless the speaker says otherwise, as fits being rung up.
    """
    parts = {name for name, _, _ in find_parts(text)}
    plain = _NO_TIMES.sub(lambda match: " " * len(match.group()), text)
    found: list[Time] = []
    for match in _CLOCK.finditer(plain):
        between = plain[found[-1].end : match.start()] if found else ""
        written = _write(match, parts)
        if written and (_JOINED.fullmatch(between) or _is_time(plain, match)):
            found.append(Time(written, match.start(), match.end()))
    return found


def _is_time(text: str, match: re.Match[str]) -> bool:
    """A bare figure is a time only after a word such as *after*; "14:30", "2 pm", "noon" are
    always.
    """
    if match.group("full") is None and match.group("minute") is None:
        return True
    if match.group("half") or match.group("mark") or re.search(r"\d[:.]\d", match.group()):
        return True
    if re.match(
        r" (?:in the (?:morning|afternoon|evening)|at night|on a|(?:to|till|til|until) "
        r"(?:about )?\d)|-\d",
        text[match.end() :].replace(" - ", "-"),
    ):
        return True
    if match.group("minute") and match.group("minute")[1] in "05" and len(text.split()) <= 4:
        return True
    return bool(_BEFORE_A_TIME.search(text[: match.start()].rstrip())) and not re.match(
        r" ?(?:days?|weeks?|years?|months?|minutes?|hours?|of|people|times|st|nd|rd|th|%)\b",
        text[match.end() :],
    )


def _write(match: re.Match[str], parts: set[str]) -> str | None:
    group = match.groupdict()
    if group["noon"] or group["midnight"]:
        return "12:00" if group["noon"] else "00:00"
    hour, minute = _read_hour(group)
    late = (group["half"] or "").startswith("p") or (not group["half"] and _is_late(hour, parts))
    if group["half"] and group["half"].startswith("a"):
        hour = hour % 12
    elif hour < 12 and late:
        hour += 12
    if group["way"] == "to":
        hour, minute = hour - 1, 60 - minute
    return f"{hour:02}:{minute:02}" if 0 <= hour < 24 and 0 <= minute < 60 else None


def _read_hour(group: dict[str, str | None]) -> tuple[int, int]:
    if group["past"]:
        minutes = {"half": 30, "quarter": 15}.get(group["past"]) or int(group["past"])
        return int(group["to"] or 0), minutes
    if group["half_hour"]:
        return int(group["half_hour"]), 30
    return int(group["hour"] or group["full"] or 0), int(group["minute"] or 0)


def _is_late(hour: int, parts: set[str]) -> bool:
    if parts == {"mornings"}:
        return False
    if parts == {"evenings"}:
        return hour != 12
    return 1 <= hour <= 7
