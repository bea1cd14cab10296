"""The six forms of a UK postcode, and how far two postcodes are apart to the ear."""

from __future__ import annotations

import re
from functools import cache

FORMS = ("A9 9AA", "A99 9AA", "AA9 9AA", "AA99 9AA", "A9A 9AA", "AA9A 9AA")
"""Royal Mail's forms: outward code, a space, inward code; without GIR 0AA, where nobody lives."""

_FIRST = "ABCDEFGHIJKLMNOPRSTUWYZ"
_SECOND = "ABCDEFGHKLMNOPQRSTUVWXY"
_THIRD = "ABCDEFGHJKPSTUW"
_FOURTH = "ABEHMNPRVWXY"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_NEVER_INWARD = frozenset("CIKMOV")
_DIGITS = "0123456789"

_SOUND_GROUPS = (
    "8AHJK",
    "BDEPTVGCZ",
    "MN",
    "FSX",
    "AKJH",
    "IY",
    "QU",
    "OU",
    "59",
    "1I",
    "0O",
    "RA",
    "LO",
)
_RHYME = 0.5
"""Cost of a letter taken for another with the same vowel; any other change costs 1."""


@cache
def spell_form(form: str) -> tuple[str, ...]:
    """Which characters may stand at each place of a form (source: BS 7666 and Royal Mail's PAF
    guide).
    """
    outward = form.split()[0]
    letters = [
        _FIRST,
        _SECOND if outward[1:2] == "A" else "",
        _FOURTH if len(outward) == 4 else _THIRD,
    ]
    places = [_DIGITS if sign == "9" else letters[min(at, 2)] for at, sign in enumerate(outward)]
    return (*places, _DIGITS, _LETTERS, _LETTERS)


def fits_some_form(start: str) -> bool:
    """Whether a postcode could begin with these characters (no space)."""
    return any(_fits(start, spell_form(form)[: len(start)]) for form in FORMS)


def write_postcode(characters: str) -> str | None:
    """ "HB12AB" as "HB1 2AB"; None if it has none of the six forms."""
    for form in FORMS:
        if _fits(characters, spell_form(form)):
            return f"{characters[:-3]} {characters[-3:]}"
    return None


def is_usual(postcode: str) -> bool:
    """Whether the last two letters are ones Royal Mail uses there; people still type the others by
    mistake.
    """
    return not _NEVER_INWARD & set(postcode[-2:])


def write_outward_code(characters: str) -> str | None:
    """The outward code if the characters have the form of one."""
    return characters if any(_fits(characters, spell_form(form)[:-3]) for form in FORMS) else None


def mend_signs(characters: str) -> str | None:
    """A postcode in which letter O and nought, or I, L and one, were taken for each other, put
    right.
    """
    for form in FORMS:
        mended = "".join(map(_mend, characters, spell_form(form)))
        if len(characters) == len(spell_form(form)) and _fits(mended, spell_form(form)):
            return write_postcode(mended)
    return None


def tell_sound_distance(one: str, other: str) -> float:
    """How unlike two codes of the same shape sound: 0 the same, 0.5 a rhyme, 1 another sign, 9
    another shape.
    """
    first, second = one.replace(" ", ""), other.replace(" ", "")
    if len(first) != len(second):
        return 9.0
    return sum(_unlike(a, b) for a, b in zip(first, second, strict=False))


def _fits(characters: str, places: tuple[str, ...]) -> bool:
    return len(characters) == len(places) and all(
        c in place for c, place in zip(characters, places, strict=False)
    )


def _mend(character: str, allowed: str) -> str:
    swaps = {"O": "0", "I": "1", "L": "1", "0": "O", "1": "I"}
    return character if character in allowed else swaps.get(character, character)


def _unlike(a: str, b: str) -> float:
    if a == b:
        return 0.0
    return _RHYME if any(a in group and b in group for group in _SOUND_GROUPS) else 1.0


OUTWARD_TYPED = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?)\b")
TYPED = re.compile(
    r"(?<![A-Z0-9])([A-Z]{1,2}[0-9OIL][A-Z0-9]?)[ ,.\-/]{0,3}([0-9OI][A-Z]{2})(?![A-Z0-9])"
)
