"""Reads a reference out of a text, a keypad or a voice; "K7M 2QF" is often something else."""

import re
from collections.abc import Sequence

from conversation.references import CHARACTERS
from language.characters import read_characters_at
from language.postcode import find_postcodes
from language.words import Word, read_words

LENGTH = 6
CUE = re.compile(r"\bref(?:erence)?s?\b(?:\s+(?:number|code|is|its|it's))*", re.IGNORECASE)
HYPHENED = re.compile(r"\b([A-Z0-9]{3})-([A-Z0-9]{3})\b", re.IGNORECASE)
KEYED = re.compile(r"[2-9]{6}")
"""On the keypad: the letters of a reference stand on the keys 2 to 9, and it has no 1 or 0."""
KEYS = str.maketrans("ABCDEFGHJKMNPQRTUVWXY", "222333445566777888999")
HAS_ONE = re.compile(
    r"\b(?:have|'ve|got|with|on|my|your|this|the)\s+(?:got\s+)?(?:(?:a|my|the|your|this)\s+)?"
    r"ref(?:erence)?(?:\s+(?:number|code))?\b(?!\s+(?:letter|for|from))"
    r"|\breference\s+(?:number|code)\b",
    re.IGNORECASE,
)
"""Not "I need a reference for my landlord"."""
WITHOUT = re.compile(r"\b(?:no|not|lost|forg[eo]t\w*|haven'?t|don'?t)\b", re.IGNORECASE)


def reference_in(text: str, *, is_asked: bool = False) -> str | None:
    """Return a reference such as K7M-2QF, or 576273 as it is keyed; None when there is none.

    A postcode has the same form, and so has many a pair of short words: without a hyphen or the
    word reference only six characters alone are one, a digit among them. ``is_asked`` says that a
    reference was asked for: then any six are.
    """
    for match in HYPHENED.finditer(text):
        if written := _written(match[1] + match[2]):
            return written
    cue = CUE.search(text)
    after = text[cue.end() :] if cue else text
    alone = re.sub(r"[^A-Za-z0-9]", "", after)
    is_told = is_asked or cue is not None
    if KEYED.fullmatch(alone) and is_asked:
        return alone
    if (written := _written(alone)) and (is_told or _is_no_other(text, written)):
        return written
    return _written(_spoken(read_words(after))) if is_told else None


def speaks_of_reference(text: str) -> bool:
    """Tell whether somebody says that they have a reference, without saying it."""
    return HAS_ONE.search(text) is not None and WITHOUT.search(text) is None


def as_keyed(reference: str) -> str:
    """Return the keys on which the characters of a reference stand."""
    return reference.replace("-", "").translate(KEYS)


def _written(characters: str) -> str | None:
    upper = characters.upper()
    if len(upper) != LENGTH or any(each not in CHARACTERS for each in upper):
        return None
    return f"{upper[:3]}-{upper[3:]}"


def _is_no_other(text: str, written: str) -> bool:
    has_digit, has_letter = (any(map(kind, written)) for kind in (str.isdigit, str.isalpha))
    return has_digit and has_letter and not find_postcodes(text)


def _spoken(words: Sequence[Word]) -> str:
    """Return the first six characters said one after the other: "k seven m two q f"."""
    for start in range(len(words)):
        characters, at = "", start
        while at < len(words) and len(characters) < LENGTH:
            found = [one for one in read_characters_at(words, at) if one.characters]
            if not found:
                break
            best = max(found, key=lambda one: (one.strength, one.end))
            characters, at = characters + best.characters, best.end
        if len(characters) == LENGTH:
            return characters
    return ""
