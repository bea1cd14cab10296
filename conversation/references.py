"""Makes references that can be read out over the telephone, and tokens that can't be guessed."""

import hashlib
import hmac
import re
import secrets

LETTERS = "ABCDEFGHJKMNPQRTUVWXY"
"""No I, L, O, S or Z: they are mistaken for 1, 0, 5 and 2."""
DIGITS = "2346789"
CHARACTERS = LETTERS + DIGITS
FORM = re.compile(r"\b([A-Z0-9]{3})[\s-]?([A-Z0-9]{3})\b", re.IGNORECASE)


def new_reference() -> str:
    """Return a reference such as K7M-2QF: about 480 million of them."""
    drawn = [secrets.choice(CHARACTERS) for _ in range(6)]
    return "".join(drawn[:3]) + "-" + "".join(drawn[3:])


def find_reference(text: str) -> str | None:
    """Find a reference in what a resident typed: 'k7m 2qf' is K7M-2QF."""
    for match in FORM.finditer(text):
        letters = (match[1] + match[2]).upper()
        if all(letter in CHARACTERS for letter in letters):
            return f"{match[1]}-{match[2]}".upper()
    return None


def new_token() -> str:
    """Return a secret of 256 bits for a cookie or a link."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """Return what is stored of a token: a stolen database opens no thread."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_token(token: str, stored: str | None) -> bool:
    """Compare in constant time."""
    return stored is not None and hmac.compare_digest(hash_token(token), stored)
