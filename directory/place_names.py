"""Puts names of places into one form, so that "St. Mary's Rd" finds "Saint Marys Road"."""

import re
import unicodedata

SHORT_FORMS = {
    "st": "saint",
    "rd": "road",
    "ave": "avenue",
    "av": "avenue",
    "ln": "lane",
    "dr": "drive",
    "cl": "close",
    "sq": "square",
    "ct": "court",
    "pk": "park",
    "gdns": "gardens",
    "cres": "crescent",
    "terr": "terrace",
    "nth": "north",
    "sth": "south",
}
"""Written short; "st" after another word is a street (see name_key)."""


def name_words(text: str) -> list[str]:
    """Return the words of a name in small letters, without marks, with short forms written out."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("&", " and "))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    words = re.findall(r"[a-z0-9]+", re.sub(r"['’‘`.]", "", plain))
    return [_write_out(words, position) for position in range(len(words))]


def _write_out(words: list[str], position: int) -> str:
    word = words[position]
    if word == "st" and position > 0 and words[position - 1] not in _BEFORE_A_SAINT:
        return "street"
    return SHORT_FORMS.get(word, word)


_BEFORE_A_SAINT = frozenset(
    ("in", "near", "at", "by", "on", "of", "the", "to", "from", "live", "around", "and", "opposite")
)


def name_key(text: str) -> str:
    """Return the words joined by a space: the key under which a name is found."""
    return " ".join(name_words(text))


def postcode_key(text: str) -> str:
    """Return a postcode or outward code without spaces, in capitals."""
    return re.sub(r"[^A-Z0-9]", "", text.upper())
