"""What ``doorstep screen`` does with its lines: one message in, one JSON line out."""

import json
from collections.abc import Iterable, Iterator

from triage.danger import Screening, screen


def screen_lines(lines: Iterable[str]) -> Iterator[str]:
    """Screen each line: plain text, or a JSON object with ``text`` and ``id``.

    What is no such object is read as text. ``id`` is the line's number, from 1, if none was given.
    """
    for number, line in enumerate(lines, start=1):
        message_id, text = _read_line(line.rstrip("\r\n"), number)
        yield json.dumps(_answer(message_id, screen(text)))


def _read_line(line: str, number: int) -> tuple[object, str]:
    try:
        content = json.loads(line)
    except (ValueError, RecursionError):
        return number, line
    if not isinstance(content, dict) or not isinstance(content.get("text"), str):
        return number, line
    return content.get("id", number), content["text"]


def _answer(message_id: object, screening: Screening) -> dict[str, object]:
    return {
        "id": message_id,
        "level": str(screening.level),
        "categories": list(screening.categories),
        "matches": [{"rule": match.rule, "text": match.text} for match in screening.matches],
    }
