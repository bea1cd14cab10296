"""Cuts a long answer into texts of at most two segments; nothing of it is lost."""

import re
from collections.abc import Callable, Iterator

from language.segments import segments

LIMIT = 2
"""Segments a text. Longer ones cost more, arrive in pieces and are hard to read on an old phone."""

CUTS = (r"(?<=\n)", r"(?<=[.!?])(?=\s)", r"(?<= )", r"(?=.)")
"""Where to cut, the best first: between lines, sentences, words; a monster of a word anywhere."""


def pages(text: str, *, ending: Callable[[int], str]) -> tuple[str, ...]:
    """Return the texts that carry ``text``, each of at most ``LIMIT`` segments.

    ``ending(n)`` says how to get page ``n``; every page but the last ends with it on its own line.
    """
    done: list[str] = []
    rest = text.strip()
    while segments(rest) > LIMIT:
        close = "\n" + ending(len(done) + 2)
        page = _longest_start(rest, close)
        done.append(page.strip() + close)
        rest = rest[len(page) :].strip()
    return (*done, rest)


def _longest_start(text: str, close: str) -> str:
    """Return the longest start of ``text`` that fits with ``close``, cut at the best place."""
    for cut in CUTS:
        start = ""
        for end in _ends(text, cut):
            if segments(text[:end].strip() + close) > LIMIT:
                break
            start = text[:end]
        if start.strip():
            return start
    raise ValueError("the ending alone fills a text")


def _ends(text: str, cut: str) -> Iterator[int]:
    return (place.start() for place in re.finditer(cut, text, re.DOTALL) if place.start())
