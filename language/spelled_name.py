"""A name spelled letter by letter, and how a name is written."""

from __future__ import annotations

import re
from collections.abc import Sequence

from language.characters import Reading, read_characters_at
from language.name_words import FIRST_NAMES, NOT_NAMES, PARTICLES, TITLES
from language.vocabulary import list_words
from language.words import Word

_SPELL_CUE = list_words("""
spelled spelt spelling that's thats is s with its it's spell that as
""")


def read_spelled(words: Sequence[Word]) -> str | None:
    """Letters said one by one, with what was spelled before them: "Siobhan s i o b h a n", "Okafor,
    o k a f o r".
    """
    best = ("", 0, 0)
    for start in range(len(words)):
        letters, end = _join_letters(words, start)
        if len(letters) > len(best[0]):
            best = (letters, start, end)
    letters, start, end = best
    if len(letters) < 3:
        return None
    before = [word for word in words[:start] if word.text not in _SPELL_CUE]
    return _join_spelled(
        before, letters, [word for word in words[end:] if word.text not in NOT_NAMES]
    )


def _join_spelled(before: list[Word], letters: str, after: list[Word]) -> str:
    """The spelled word in the place of the word it spells, with the words of the name beside it."""
    kept = _take_tail(before)
    if kept and kept[-1].lower()[:1] == letters[:1].lower() and kept[-1].lower() not in TITLES:
        kept.pop()
    rest = (
        []
        if kept
        else [word.raw for word in after if word.text.isalpha() and len(word.text) > 2][:2]
    )
    return write_name([*kept, letters.lower(), *rest])


def _take_tail(before: list[Word]) -> list[str]:
    """The last words that could be part of a name."""
    kept: list[str] = []
    for word in reversed(before):
        if (
            word.text in NOT_NAMES
            and word.text not in TITLES
            or len(kept) == 3
            or word.text == "my"
        ):
            break
        kept.insert(0, word.raw)
        if word.text in TITLES:
            break
    return kept


def _join_letters(words: Sequence[Word], start: int) -> tuple[str, int]:
    letters, at = "", start
    while at < len(words):
        found = [
            reading
            for reading in read_characters_at(words, at)
            if reading.characters.isalpha() and _is_single(words, reading, within=bool(letters))
        ]
        if not found:
            break
        best = max(found, key=lambda r: (r.end, r.strength))
        letters, at = letters + best.characters, best.end
    return letters, at


def _is_single(words: Sequence[Word], reading: Reading, *, within: bool) -> bool:
    """One letter by itself or by its name, not a word that is like one; "double l" is two."""
    if reading.end - reading.start > 1:
        return len(set(reading.characters)) == 1
    text = words[reading.start].text
    if len(reading.characters) != 1:
        return False
    return (
        len(text) == 1
        or (within and text in ("oh", "are", "why", "you", "see", "be"))
        or (text not in NOT_NAMES and text not in FIRST_NAMES)
    )


def respell(part: str, name: str | None) -> str | None:
    """ "Bryan with a y", "Ann without an e", "Katherine with a k"."""
    if not name:
        return None
    low = part.lower()
    first, _, rest = name.partition(" ")
    tail = f" {rest}" if rest else ""
    if re.search(r"\bwith a k\b", low) and first.startswith("C"):
        return "K" + first[1:] + tail
    if re.search(r"\bwith a c\b", low) and first.startswith("K"):
        return "C" + first[1:] + tail
    if re.search(r"\bwith a y\b", low) and "i" in first and "y" not in first:
        return first.replace("i", "y", 1) + tail
    if re.search(r"\bwithout an? e\b|\bno e\b", low) and first.endswith("e"):
        return first[:-1] + tail
    if re.search(r"\bwith an e\b", low) and not first.endswith("e"):
        return first + "e" + tail
    return name


def write_name(words: Sequence[str]) -> str:
    """The words of a name with their capitals: "mrs o'brien" as "Mrs O'Brien"."""
    return " ".join(_write_word(word, first=at == 0) for at, word in enumerate(words))


def _write_word(word: str, *, first: bool) -> str:
    low = word.lower()
    if low in TITLES:
        return TITLES[low]
    if low in PARTICLES and not first:
        return low if not word[0].isupper() else word
    if word != low and not (word.isupper() and len(word) > 1):
        return word
    capital = re.sub(r"(^|[-'])([^\W\d_])", lambda m: m.group(1) + m.group(2).upper(), low)
    return re.sub(r"^(Mc)([a-z])", lambda m: m.group(1) + m.group(2).upper(), capital)
