"""Takes names, numbers and postcodes out of words that are kept to learn from."""

import re
from collections.abc import Iterable

GAP = "…"

NUMBER = re.compile(r"\+?\d(?:[ -]?\d){3,}")
POSTCODE = re.compile(r"\b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b", re.IGNORECASE)
HOUSE = re.compile(r"\b\d+[a-z]?\s+(?=[A-Z][a-z]+\s+(?:Street|Road|Avenue|Close|Lane|Way|Drive)\b)")
EMAIL = re.compile(r"\S+@\S+")


def without_names(text: str, names: Iterable[str]) -> str:
    """Return the text with a gap for each of ``names`` and all that looks like a way to reach them.

    Names that nobody told us stay: who exports the words reads them first.
    """
    for pattern in (EMAIL, POSTCODE, NUMBER, HOUSE):
        text = pattern.sub(GAP, text)
    parts = {part for name in names for part in name.split() if len(part) > 1}
    for part in sorted(parts, key=len, reverse=True):
        text = re.sub(rf"\b{re.escape(part)}\b", GAP, text, flags=re.IGNORECASE)
    return text
