"""Says what is understood of messages, a line each: text, or JSON with text and id."""

from __future__ import annotations

import json
import sys
from typing import Any, TextIO

from bot.reading import Reading


def main(lines: TextIO = sys.stdin, answers: TextIO = sys.stdout) -> int:
    """Write a JSON line for each line. ``safety`` is empty: the danger screen fills it."""
    reading = Reading()
    for number, line in enumerate(lines, start=1):
        if line.strip():
            asked = _read_line(line, number)
            understood = reading.understand(asked["text"], expects=asked.get("expects"))
            print(
                json.dumps({"id": asked["id"], **understood}, ensure_ascii=False),
                file=answers,
                flush=True,
            )  # noqa: T201
    return 0


def _read_line(line: str, number: int) -> dict[str, Any]:
    """A JSON object with a text, or else the line itself. Lines without an id get their number."""
    if line.lstrip().startswith("{"):
        try:
            asked = json.loads(line)
        except ValueError:
            asked = None
        if isinstance(asked, dict) and isinstance(asked.get("text"), str):
            return {"id": number, **asked}
    return {"id": number, "text": line.strip()}


if __name__ == "__main__":
    sys.exit(main())
