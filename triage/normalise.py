"""A message as typed, texted or dictated, turned into plain words that rules can be matched with.

Every word remembers where it stood, so that an alert can quote the resident's own words.
All steps are linear in the length of the message.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from triage.spelling import Spelling

BREAK, QUESTION = ".", "?"
"""Stand in the list of words where a sentence ends; no pattern reaches across them."""

_TOKEN = re.compile(
    r"(?P<word>[a-z0-9£$@*]+(?:'[a-z]+)*)|(?P<blank>\n\s*\n)|(?P<end>[.!?]+)"
    r"|(?P<comma>[,;:()–—]| - )|(?P<quote>\")|(?P<other>[^\W_]+)|(?P<sign>[^\w\s])"
)
_PLAIN_MARKS = str.maketrans("‘’ʼ`´“”…", "'''''\"\",")
_SAY_SIGN = {
    "\U0001f52a": "knife",
    "\U0001f5e1": "knife",
    "\U0001f52b": "gun",
    "\U0001f48a": "pills",
    "\U0001fa78": "blood",
    "\U0001f480": "die",
    "\u2620": "die",
    "\u26b0": "die",
    "\U0001f198": "sos",
}
_LONG_RUN = re.compile(r"(.)\1{2,}")
_ABBREVIATION_DOT = re.compile(r"(?<=\b[a-z])\.(?=[a-z]\b)")


@dataclass(frozen=True)
class Words:
    """A message in plain words. ``spans[n]`` is where word n stands in ``clean``."""

    clean: str
    tokens: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    commas: frozenset[int]
    """Numbers of the words that have a comma or the like before them."""
    quoted: frozenset[int]
    """Numbers of the words inside double quotation marks."""

    def said(self, start: int, end: int) -> str:
        """The resident's own words from word ``start`` to before word ``end``."""
        return self.clean[self.spans[start][0] : self.spans[end - 1][1]]


def normalise(text: str, spelling: Spelling) -> Words:
    """Plain words of a message; ``spelling`` says how wrong, short and dictated words are read."""
    clean = clean_text(text)
    draft = _Draft()
    for match in _TOKEN.finditer(_lower(clean)):
        draft.take(match, spelling)
    entries = _join_spelt_out(draft.entries, spelling)
    entries = spelling.read_phrases(entries)
    return Words(
        clean=clean,
        tokens=tuple(word for word, _, _ in entries),
        spans=tuple((start, end) for _, start, end in entries),
        commas=_numbers_at(entries, draft.comma_at),
        quoted=_quoted(entries, draft.quote_at),
    )


def clean_text(text: str) -> str:
    """The text without invisible characters and accents, with plain quotation marks."""
    if text.isascii() and text.isprintable():
        return text
    kept = []
    for character in unicodedata.normalize("NFKD", text.translate(_PLAIN_MARKS)):
        kind = unicodedata.category(character)
        if character in "\n\t\r":
            kept.append("\n" if character == "\n" else " ")
        elif kind not in ("Mn", "Me", "Cf", "Cc", "Cs", "Co", "Cn"):
            kept.append(character)
    return "".join(kept)


Entry = tuple[str, int, int]


@dataclass
class _Draft:
    """What has been read so far."""

    entries: list[Entry] = field(default_factory=list)
    comma_at: list[int] = field(default_factory=list)
    quote_at: list[int] = field(default_factory=list)

    def take(self, match: re.Match[str], spelling: Spelling) -> None:
        kind, text, (start, end) = match.lastgroup, match.group(), match.span()
        if kind == "word":
            self.entries.extend((word, start, end) for word in _read_word(text, spelling))
        elif kind in ("end", "blank"):
            self._take_end(text, start, end)
        elif kind == "comma":
            self.comma_at.append(start)
        elif kind == "quote":
            self.quote_at.append(start)
        elif kind == "other":
            self.entries.append((text, start, end))
        elif text in _SAY_SIGN:
            self.entries.append((_SAY_SIGN[text], start, end))

    def _take_end(self, text: str, start: int, end: int) -> None:
        """Dots in a row are a pause, not an end: people write 'I want to... die'."""
        if len(text) > 1 and set(text) == {"."}:
            self.comma_at.append(start)
        else:
            self.entries.append((QUESTION if "?" in text else BREAK, start, end))


def _read_word(text: str, spelling: Spelling) -> Iterator[str]:
    word = _LONG_RUN.sub(r"\1\1", text)
    if word != text and not spelling.knows(word):
        once = _LONG_RUN.sub(r"\1", text)
        word = once if spelling.knows(once) else word
    yield from spelling.read_word(word)


def _join_spelt_out(entries: list[Entry], spelling: Spelling) -> list[Entry]:
    """'k i l l' is read as one word if a rule knows it."""
    joined: list[Entry] = []
    index = 0
    while index < len(entries):
        stop = index
        while (
            stop < len(entries)
            and stop - index < 12
            and len(entries[stop][0]) == 1
            and entries[stop][0].isalpha()
        ):
            stop += 1
        word = "".join(entry[0] for entry in entries[index:stop])
        if stop - index >= 3 and spelling.knows(word):
            joined.append((word, entries[index][1], entries[stop - 1][2]))
            index = stop
        else:
            joined.append(entries[index])
            index += 1
    return joined


def _numbers_at(entries: list[Entry], places: list[int]) -> frozenset[int]:
    if not places:
        return frozenset()
    found, number = set(), 0
    for place in places:
        while number < len(entries) and entries[number][1] < place:
            number += 1
        found.add(number)
    return frozenset(found)


def _quoted(entries: list[Entry], places: list[int]) -> frozenset[int]:
    inside: set[int] = set()
    for opening, closing in zip(places[::2], places[1::2], strict=False):
        inside.update(n for n, entry in enumerate(entries) if opening < entry[1] < closing)
    return frozenset(inside)


def _lower(clean: str) -> str:
    """Lower case of the same length, so that places stay right ('İ'.lower() has two characters)."""
    lower = clean.lower()
    if len(lower) == len(clean):
        return lower
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in clean)
