"""When somebody would like to be rung."""

from __future__ import annotations

import re

from language.clock import Time, find_parts, find_times, write_figures
from language.corrections import split_at_corrections
from language.days import Day, find_days, group_days
from language.words import read_words, say_lower

_ANY = re.compile(
    r"\b(?:any ?time|any old time|whenever|when ?ever|always (?:in|here|home)|don't mind "
    r"when|not fussed when|doesn't matter when|"
    r"makes no odds|at any time|all day|i'm always|no preference|any time's fine|when you "
    r"like|day or night|in all day)\b"
)
_SOON = re.compile(
    r"\b(?:as soon as (?:possible|you can)|asap|straight ?away|right away|soonest"
    r"|immediately)\b"
)
_NOW = re.compile(r"\b(?:right now|now(?:'s| is) (?:good|fine|ok)|^now$)")
_DENIAL = re.compile(
    r"\b(?:but not|not|no|except|apart from|other than|never|don't ring|don't call|don't "
    r"phone|can't do|avoid|bar|isn't good|anything but)"
    r"(?: for| on| in| the| at| my| me| any| too| early| first| thing| of| a| ring| call| during)*$"
)
_NOT_BEFORE = re.compile(
    r"\b(?:not|no|don't (?:ring|call|phone)(?: me)?|never)(?: till| until| too early)?,? "
    r"?(?:before|earlier than|till|until)\b"
)
_NOT_AFTER = re.compile(
    r"\b(?:not|no|don't (?:ring|call|phone)(?: me)?|never),? ?(?:after|later than|past)\b"
)
_BOUNDS = (
    ("after", re.compile(r"\b(?:after|from|past|gone|later than|since)(?: about| around)?$")),
    (
        "before",
        re.compile(
            r"\b(?:before|by|until|till|til|up to|earlier than|no later than)(?: about| "
            r"around)?$"
        ),
    ),
    ("around", re.compile(r"\b(?:about|around|round|roughly|ish|approx|say)$")),
)
_AT_WORK = re.compile(
    r"\bwork(?:s|ing)? (?:the )?(?:nights?|days|evenings|mornings|afternoons|weekends)\b"
)
_BETWEEN = re.compile(r"^ ?(?:and|to|till|til|until|-|or) ?(?:about |around )?$")
_SCHOOL = re.compile(
    r"\b(?:in |during )?(?:school (?:hours|time)|when the (?:kids|children) are at school)\b"
)
_OFFICE = re.compile(r"\b(?:in |during )?(?:office|working|business) hours\b")


def read_time(text: str) -> str | None:
    """The preferred time in one plain form; None if no time was said.

    Days, then part of the day or clock: "weekday mornings", "Tuesday after 14:00", "Monday and
    Friday", "weekdays 10:00 to 12:00", "tomorrow afternoon", "around 14:30", "Monday morning or
    Thursday after 15:00", "any time, not Friday", "any time", "as soon as possible". One named day
    takes the part in the singular, all else in the plural. Clock times have 24 hours; hours 1 to 7
    are afternoon unless *morning* or *am* was said.
    """
    plain = re.sub(
        r"\b(no|not)(?= (?:mornings|afternoons|evenings|weekends|\w+days|nights|before|after"
        r"|later|earlier)\b)",
        "not",
        say_lower(text),
    )
    plain = _AT_WORK.sub(" ", plain)
    if not plain.strip():
        return None
    parts = [
        write_figures(" ".join(w.text for w in part))
        for part in split_at_corrections(read_words(plain))
    ]
    if len(parts) == 1 or not any(
        find_days(p) or find_parts(p) or find_times(p) for p in parts[1:]
    ):
        return _read_all(
            write_figures(re.sub(r"(?<![./\d-])(\d\d?)\.(\d\d)(?![./\d-])", r"\1:\2", plain))
        )
    return _read_corrected([part for part in parts if part])


def _read_corrected(parts: list[str]) -> str | None:
    """The last part; a day or a part of the day that it does not name again is kept from before."""
    last, earlier = parts[-1], " ".join(parts[:-1])
    kept = ""
    if not find_days(last):
        kept += " ".join(day.name.lower() for day in find_days(earlier)) + " "
    if not find_parts(last) and not find_times(last):
        kept += " ".join(name for name, _, _ in find_parts(earlier)) + " "
        kept += (
            " ".join(
                earlier[max(0, t.start - 8) : t.end].split(" ", 1)[-1] for t in find_times(earlier)
            )
            + " "
        )
    return _read_all(f"{kept}{last}")


def _read_all(text: str) -> str | None:
    """Two wishes with a day and a time each are kept apart; all else is one wish."""
    pieces = [piece for piece in re.split(r"\bor\b|\band\b|,|;|&", text) if piece.strip()]
    whole = [
        piece for piece in pieces if find_days(piece) and (find_parts(piece) or find_times(piece))
    ]
    if len(whole) >= 2 and len(whole) == len(
        [p for p in pieces if find_days(p) or find_parts(p) or find_times(p)]
    ):
        return " or ".join(filter(None, map(_read_wish, whole)))
    return _read_wish(text)


def _read_wish(text: str) -> str | None:
    denied_days, days = _divide_days(text)
    parts, denied_parts = _divide_parts(text)
    clock = _write_clock(text) or _write_hours(text)
    wanted = _write_wanted(group_days(days), parts, clock)
    denied = [*group_days(denied_days), *denied_parts]
    if wanted is None and _SOON.search(text):
        wanted = "as soon as possible"
    if wanted is None and (_ANY.search(text) or (denied and find_days(text))):
        wanted = "any time"
    if wanted is None and _NOW.search(text):
        wanted = "now"
    if not denied:
        return wanted
    return f"{wanted}, not {_list(denied)}" if wanted else f"not {_list(denied)}"


def _divide_days(text: str) -> tuple[list[str], list[str]]:
    denied: list[str] = []
    wanted: list[str] = []
    last: Day | None = None
    for day in find_days(text):
        follows = last is not None and re.fullmatch(
            r"(?:s)?[ ,]*(?:or|and|&|nor)?[ ]*", text[last.end : day.start]
        )
        is_denied = bool(_DENIAL.search(text[: day.start].rstrip())) or bool(
            follows and last and last.name in denied
        )
        (denied if is_denied else wanted).append(day.name)
        last = day
    return denied, [name for name in wanted if name not in denied]


def _divide_parts(text: str) -> tuple[list[str], list[str]]:
    wanted: list[str] = []
    denied: list[str] = []
    for name, start, _ in find_parts(text):
        before = text[:start].rstrip()
        days_between = find_days(before[-12:])
        (denied if _DENIAL.search(before) and not days_between else wanted).append(name)
    return list(dict.fromkeys(wanted)), list(dict.fromkeys(denied))


def _write_clock(text: str) -> str | None:
    times = find_times(text)
    if not times:
        return None
    for first, second in zip(times, times[1:], strict=False):
        if _BETWEEN.match(text[first.end : second.start]):
            end = Time(_fit_after(first, second), second.start, second.end)
            return f"{_fit_before(first, end)} to {end.at}"
    bounds = [_write_bound(text, time) for time in times[:2]]
    return " and ".join(bounds) if len(times) > 1 else bounds[0]


def _fit_before(first: Time, second: Time) -> str:
    """The beginning of a range, never behind its end: "2pm to 1pm" begins at 2 in the night."""
    hour = int(first.at[:2])
    return f"{hour - 12:02}{first.at[2:]}" if first.at > second.at and hour >= 12 else first.at


def _fit_after(first: Time, second: Time) -> str:
    """The end of a range: "five to nine" is the evening, as fits being rung up."""
    hour = int(second.at[:2])
    is_late = first.at > second.at and hour < 12 and first.at < f"{hour + 12}{second.at[2:]}"
    return f"{hour + 12}{second.at[2:]}" if is_late else second.at


def _write_bound(text: str, time: Time) -> str:
    before, after = text[: time.start].rstrip(), text[time.end :]
    if _NOT_BEFORE.search(before[-40:]) and before.endswith(("before", "than", "till", "until")):
        return f"after {time.at}"
    if _NOT_AFTER.search(before[-40:]) and before.endswith(("after", "than", "past")):
        return f"before {time.at}"
    if re.match(r" ?(?:onwards?|or (?:after|later)|and after)\b", after):
        return f"after {time.at}"
    if text[time.start : time.end].endswith("ish") or after.startswith((" ish", " or so")):
        return f"around {time.at}"
    return next(
        (f"{word} {time.at}" for word, pattern in _BOUNDS if pattern.search(before)), time.at
    )


def _write_hours(text: str) -> str | None:
    if _SCHOOL.search(text):
        return "09:00 to 15:00"
    return "09:00 to 17:00" if _OFFICE.search(text) else None


def _write_wanted(days: list[str], parts: list[str], clock: str | None) -> str | None:
    if not days and not parts and not clock:
        return None
    if clock:
        return " ".join(filter(None, [_list([day for day in days if day != "any day"]), clock]))
    if not parts:
        return _list(days)
    if days == ["any day"] or not days:
        return _list(parts)
    if len(days) == 1 and days[0] in ("weekdays", "weekends"):
        return f"{days[0][:-1]} {_list(parts)}"
    if len(days) == 1:
        return f"{days[0]} {_list([part[:-1] for part in parts])}"
    return f"{_list(days)} {_list(parts)}"


def _list(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
