"""`doorstep spoken KIND`: lines in, a JSON line with the value out for each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from language.choice import read_choice
from language.date_of_birth import read_date_of_birth
from language.name import read_name
from language.phone_number import find_phone_numbers
from language.postcode import find_postcodes
from language.when import read_time
from language.yes_no import read_yes_no


def _read_choice_title(text: str, line: dict[str, Any]) -> str | None:
    options = [str(option) for option in line.get("options", ())]
    chosen = read_choice(text, options)
    return None if chosen is None else options[chosen]


def _read_postcode(text: str, line: dict[str, Any]) -> str | None:
    return next(
        iter(find_postcodes(text, known=[str(code) for code in line.get("known", ())])), None
    )


_READERS: dict[str, Callable[[str, dict[str, Any]], str | bool | None]] = {
    "postcode": _read_postcode,
    "phone": lambda text, _: next(iter(find_phone_numbers(text)), None),
    "yes_no": lambda text, _: read_yes_no(text),
    "choice": _read_choice_title,
    "date_of_birth": lambda text, _: read_date_of_birth(text),
    "time": lambda text, _: read_time(text),
    "name": lambda text, _: read_name(text),
}

KINDS = tuple(_READERS)


def read_spoken_lines(kind: str, lines: Iterable[str]) -> Iterator[str]:
    """For each line that is not blank, `{"id", "value"}` as JSON; the value is null when nothing of
    the kind was said.

    A line is a text, or a JSON object with `text`, perhaps `id`, `options` (titles, for `choice`)
    and `known` (own postcodes, for `postcode`). Without an id the line's number is given. `kind` is
    one of `KINDS`, else KeyError. Values: postcode "HB1 2AB", phone E.164, yes_no true or false,
    choice the title, date_of_birth "1948-03-12", time as `read_time` says, name as written.
    """
    read = _READERS[kind]
    for number, raw in enumerate(lines, 1):
        if raw.strip():
            line = _read_line(raw, number)
            yield json.dumps(
                {"id": line["id"], "value": read(line["text"], line)}, ensure_ascii=False
            )


def _read_line(raw: str, number: int) -> dict[str, Any]:
    try:
        line = json.loads(raw)
    except ValueError:
        line = raw
    if not isinstance(line, dict):
        line = {"text": raw.strip() if not isinstance(line, str) else line.strip()}
    return {**line, "id": line.get("id", number), "text": str(line.get("text", ""))}
