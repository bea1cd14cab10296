"""Lines in, a JSON line out for each: what `screen`, `understand`, `spoken` and `search` share."""

import json
import sys
from collections.abc import Iterable
from typing import Any


def lines_in() -> Iterable[str]:
    """Return the lines of stdin as they come; bytes that are no UTF-8 become a replacement sign."""
    sys.stdin.reconfigure(errors="replace")  # type: ignore[union-attr]  # stdin is a text stream
    return (line.rstrip("\n") for line in sys.stdin)


def write_line(answer: Any) -> None:
    """Write one answer at once, so that a program at the other end need not wait."""
    line = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
    sys.stdout.write(line.rstrip("\n") + "\n")
    sys.stdout.flush()
