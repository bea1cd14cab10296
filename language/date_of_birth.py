"""A date of birth as people say and write it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from language.corrections import split_at_corrections
from language.nearness import is_near
from language.numbers import read_number, read_ordinal
from language.vocabulary import list_words
from language.words import read_words, say_lower

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_SHORT_MONTHS = {name[:3]: at for at, name in enumerate(MONTHS, 1)} | {"sept": 9}
_FEASTS = {
    "christmas day": "25 december", "christmas eve": "24 december",
    "boxing day": "26 december",
    "new year'?s day": "1 january", "new year'?s eve": "31 december",
    "valentine'?s day": "14 february",
    "bonfire night": "5 november", "halloween": "31 october",
}  # fmt: skip
_OLDEST = 120
_TYPED = re.compile(r"(?<!\d)(\d{1,4})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{2,4})(?!\d)")
_RUN = re.compile(r"(?<!\d)(\d{2})(\d{2})(\d{4}|\d{2})(?!\d)")
_LEFT_OUT = list_words("""
of the in on at it's it is and was born my date birth birthday dob i day month year um er erm
""")


@dataclass(frozen=True)
class _Pieces:
    day: int | None = None
    month: int | None = None
    year: int | None = None


def read_date_of_birth(text: str, *, today: date | None = None) -> str | None:
    """The date as "1948-03-12"; None if no whole date was said, or it does not exist, or nobody
    living could have it.

    Day before month, as in the UK, unless that is impossible. A year of two figures is the last one
    that is past.
    """
    now = today or date.today()
    text = _name_feasts(text)
    typed = _read_typed(say_lower(text), now)
    if typed:
        return typed
    whole = _Pieces()
    for part in split_at_corrections(read_words(text)):
        words = [word.text for word in part]
        figures = _read_typed(_join_figures(words), now)
        if figures:
            return figures
        whole = _join(whole, _read_pieces(words, now))
    return _write(whole, now)


def _name_feasts(text: str) -> str:
    """Days that people name instead of giving their date."""
    for feast, day in _FEASTS.items():
        text = re.sub(rf"\b{feast}\b", day, text, flags=re.IGNORECASE)
    return text


def _read_typed(text: str, now: date) -> str | None:
    """Figures only; the last such date, since an earlier one was corrected."""
    for pattern in (_TYPED, _RUN):
        for found in reversed(pattern.findall(text)):
            first, second, third = (int(figure) for figure in found)
            pieces = (
                _Pieces(third, second, first)
                if len(found[0]) == 4
                else _Pieces(first, second, _complete(third, now))
            )
            written = _write(pieces, now) or _write(
                replace(pieces, day=pieces.month, month=pieces.day), now
            )
            if written:
                return written
    return None


def _join_figures(words: list[str]) -> str:
    """Eight or six figures said one by one, as typed: "one two oh three one nine four eight"."""
    said = [0 if word in ("oh", "o") else (read_number([word]) or (99, 1))[0] for word in words]
    figures = "".join(str(figure) for figure in said if figure < 10)
    return figures if len(figures) in (6, 8) and len(figures) >= len(words) - 4 else ""


def _join(before: _Pieces, after: _Pieces) -> _Pieces:
    """What was corrected takes the place of what was said."""
    return _Pieces(after.day or before.day, after.month or before.month, after.year or before.year)


def _read_pieces(words: list[str], now: date) -> _Pieces:
    """Day, month and year from words and figures: "the third of the fifth nineteen forty two"."""
    words = [word for word in words if word not in _LEFT_OUT]
    at_month = next((at for at, word in enumerate(words) if _find_month(word)), None)
    if at_month is not None:
        return _read_around(words, at_month, now)
    day = _read_day(words, 0)
    month = _read_day(words, day[1]) if day else None
    if not day or not month:
        return _read_part(words, now)
    rest = words[day[1] + month[1] :]
    return _Pieces(day[0], month[0], _read_year(rest, now)) if _is_year(rest) else _Pieces()


def _is_year(words: list[str]) -> bool:
    """Whether the numbers behind day and month are a year alone, unlike a telephone number."""
    numbers: list[int] = []
    at = 0
    while at < len(words):
        found = read_number(words, at)
        numbers += [found[0]] if found else []
        at += found[1] if found else 1
    figures = [word for word in words if re.fullmatch(r"\d{4}", word)]
    if len(numbers) + len(figures) < 2:
        return bool(figures) or (bool(numbers) and (numbers[0] >= 10 or words[0] in ("oh", "o")))
    return len(numbers) == 2 and (numbers[0] in (19, 20) or "thousand" in words)


def _read_part(words: list[str], now: date) -> _Pieces:
    """A correction of the day or the year alone."""
    day = _read_day(words, 0)
    if day and day[1] == len(words):
        return _Pieces(day=day[0])
    return _Pieces(year=_read_year(words, now))


def _read_around(words: list[str], at_month: int, now: date) -> _Pieces:
    """The day stands before the month, or behind it: "12 March 1948", "March the twelfth 1948"."""
    month = _find_month(words[at_month])
    for start in range(max(0, at_month - 2), at_month):
        day = _read_day(words, start)
        if day and start + day[1] == at_month:
            return _Pieces(day[0], month, _read_year(words[at_month + 1 :], now))
    day = _read_day(words, at_month + 1)
    after = words[at_month + 1 + (day[1] if day else 0) :]
    if day and _read_year(after, now):
        return _Pieces(day[0], month, _read_year(after, now))
    if day and words[:at_month] and _is_year(words[:at_month]):
        return _Pieces(day[0], month, _read_year(words[:at_month], now))
    return _Pieces(None, month, _read_year(words[at_month + 1 :], now))


def _read_day(words: list[str], at: int) -> tuple[int, int] | None:
    """A number from 1 to 31 at word `at`, and how many words it takes: *third*, *12th*, *twenty
    first*, *oh three*.
    """
    skipped = 1 if words[at : at + 1] in (["oh"], ["o"]) else 0
    found = read_ordinal(words, at + skipped) or read_number(words, at + skipped)
    return (found[0], found[1] + skipped) if found and 1 <= found[0] <= 31 else None


def _find_month(word: str) -> int | None:
    if word in _SHORT_MONTHS:
        return _SHORT_MONTHS[word]
    if len(word) < 4:
        return None
    return next(
        (
            at
            for at, name in enumerate(MONTHS, 1)
            if word == name or (len(name) > 4 and is_near(word, name))
        ),
        None,
    )


def _read_year(words: list[str], now: date) -> int | None:
    """ "nineteen forty two", "nineteen oh five", "two thousand and one", "1948", "forty eight",
    "'48".
    """
    if not words:
        return None
    if re.fullmatch(r"\d{4}", words[0]):
        return int(words[0])
    if words[0] == "two" and words[1:2] == ["thousand"]:
        rest = read_number(words, 2)
        return 2000 + (rest[0] if rest and rest[0] < 100 else 0)
    first = read_number(words)
    if not first:
        return None
    if first[0] in (19, 20) and words[1:2] == ["hundred"]:
        rest = read_number(words, 2)
        return first[0] * 100 + (rest[0] if rest else 0)
    return _read_century(words, first, now)


def _read_century(words: list[str], first: tuple[int, int], now: date) -> int | None:
    rest_words = words[first[1] :]
    if first[0] in (19, 20) and rest_words:
        if rest_words[0] in ("oh", "o", "zero", "nought"):
            rest_words = rest_words[1:]
        rest = read_number(rest_words)
        if rest and rest[0] < 100:
            return first[0] * 100 + rest[0]
    return _complete(first[0], now) if 0 <= first[0] < 100 and first[0] != 19 else None


def _complete(year: int, now: date) -> int:
    """A year of two figures as the last one that is past."""
    if year >= 100:
        return year
    return 2000 + year if 2000 + year <= now.year else 1900 + year


def _write(pieces: _Pieces, now: date) -> str | None:
    if not (pieces.day and pieces.month and pieces.year):
        return None
    try:
        born = date(pieces.year, pieces.month, pieces.day)
    except ValueError:
        return None
    return born.isoformat() if born <= now and now.year - born.year <= _OLDEST else None
