"""Makes written words fit to be spoken: numbers by digits, no web address, emoji or bracket."""

import re
import unicodedata
from collections.abc import Iterable

from telephony.pace import SECONDS_A_PROMPT, seconds_to_say

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

CUTS = (re.compile(r"[,;:]\s+(?!\d\b)"), re.compile(r"\s+(?!\d\b)"))
"""Where a long sentence may be parted: at a comma, else a space, never within a spelt number."""

SENTENCES_A_BREATH = 2
"""Sentences said before a short pause; more at once are not kept in mind."""


def speakable(text: str, *, web_address: str) -> str:
    """Return a text as a voice should say it. ``web_address`` is said instead of one."""
    text = WEB_ADDRESS.sub(web_address, text)
    text = BRACKETS.sub(lambda found: f", {found[1].strip()}," if found[1].strip() else "", text)
    for pattern in (REFERENCE, POSTCODE, TELEPHONE, SHORT_NUMBER):
        text = pattern.sub(lambda found: by_digits(found[0]), text)
    text = "".join(character for character in text if not is_unspoken(character))
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
    """Join sentences two by two: each result is said in one go, and in ten seconds at most."""
    done: list[str] = []
    held = 0
    for part in (short for whole in parts for short in _bearable(whole)):
        joined = f"{done[-1]} {part}" if done else part
        if 0 < held < SENTENCES_A_BREATH and seconds_to_say(joined) <= SECONDS_A_PROMPT:
            done[-1], held = joined, held + 1
        else:
            done, held = [*done, part], 1
    return tuple(done)


def _bearable(sentence: str) -> tuple[str, ...]:
    """Part a sentence that takes longer than ten seconds: at a comma, else between words."""
    if seconds_to_say(sentence) <= SECONDS_A_PROMPT:
        return (sentence,)
    for cut in CUTS:
        ends = [found.end() for found in cut.finditer(sentence)]
        fitting = [end for end in ends if seconds_to_say(sentence[:end]) <= SECONDS_A_PROMPT]
        if fitting:
            return (sentence[: fitting[-1]].strip(), *_bearable(sentence[fitting[-1] :].strip()))
    return (sentence,)


def is_unspoken(character: str) -> bool:
    """Tell emoji, arrows, bullets and their joiners: a voice reads out their names."""
    return (
        unicodedata.category(character) in {"So", "Sk", "Cf", "Cs", "Co"} or character in "*_#<>|•"
    )
