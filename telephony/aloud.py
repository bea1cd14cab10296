"""Makes written words fit to be spoken: numbers by digits, no web address, emoji or bracket."""

import re
import unicodedata
from collections.abc import Iterable

WEB_ADDRESS = re.compile(r"(?:https?://|www\.)\S+?(?=[.,;:!?)]*(?:\s|$))", re.IGNORECASE)
BRACKETS = re.compile(r"\s*[(\[{]([^)\]}]*)[)\]}]")
TELEPHONE = re.compile(r"(?<![\w+£.])(?:1800[12] )?(?:\+44 ?|0)\d(?:[ -]?\d){6,10}(?!\w)")
SHORT_NUMBER = re.compile(
    r"(?<![\w£.:])(?:999|111|101|112|119|116 ?\d{3}|18000|18001|85258)(?![\w:])"
)
"""Numbers that are dialled or texted. "999" read as a quantity is not understood in a fright."""
REFERENCE = re.compile(r"\b[A-Z0-9]{3}-[A-Z0-9]{3}\b")
POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?) ?(\d[A-Z]{2})\b")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")

SENTENCES_A_BREATH = 2
"""Sentences said before a short pause; more at once are not kept in mind."""


def speakable(text: str, *, web_address: str) -> str:
    """Return a text as a voice should say it. ``web_address`` is said instead of one."""
    text = WEB_ADDRESS.sub(web_address, text)
    text = BRACKETS.sub(lambda found: f", {found[1].strip()}," if found[1].strip() else "", text)
    for pattern in (REFERENCE, POSTCODE, TELEPHONE, SHORT_NUMBER):
        text = pattern.sub(lambda found: by_digits(found[0]), text)
    text = "".join(character for character in text if not _is_unspoken(character))
    text = re.sub(r"[ \t]+", " ", text)
    text = re.sub(r"(?<=[.!?])\s*,", "", text)
    return re.sub(r"\s*,(?:\s*,)*(\s*[.!?])?", lambda c: (c[1] or ",").strip(), text).strip(" ,")


def by_digits(number: str) -> str:
    """Return a number, reference or postcode one character at a time, with pauses between groups.

    "01632 960001" becomes "0 1 6 3 2, 9 6 0, 0 0 1". Plain text does this on every voice.
    """
    groups = re.split(r"[ -]+", re.sub(r"\+44 ?", "0", number))
    return ", ".join(" ".join(part) for group in groups for part in _short_groups(group))


def _short_groups(group: str) -> tuple[str, ...]:
    """Part more than five digits into what an ear can hold: 5, 3 and 3, or 3 and 3."""
    if len(group) > 8:
        return (group[:5], *_short_groups(group[5:]))
    return (group[:3], group[3:]) if len(group) > 5 else (group,)


def sentences(text: str) -> tuple[str, ...]:
    """Part a text into sentences and lines."""
    return tuple(part.strip() for part in SENTENCE_END.split(text) if part.strip())


def breaths(parts: Iterable[str]) -> tuple[str, ...]:
    """Join sentences two by two: each result is said in one go."""
    whole = tuple(parts)
    return tuple(
        " ".join(whole[start : start + SENTENCES_A_BREATH])
        for start in range(0, len(whole), SENTENCES_A_BREATH)
    )


def _is_unspoken(character: str) -> bool:
    """Tell emoji, arrows, bullets and their joiners: a voice reads out their names."""
    return (
        unicodedata.category(character) in {"So", "Sk", "Cf", "Cs", "Co"} or character in "*_#<>|•"
    )
