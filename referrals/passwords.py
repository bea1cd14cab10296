"""Passwords: argon2id, and a check that takes as long for an address that nobody has."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 12, 200
"""Characters. The NCSC advises length over rules of composition (three random words); the upper
end keeps a request from costing seconds."""

_HASHER = PasswordHasher()  # argon2id with RFC 9106's second recommendation: 64 MiB, 3 rounds


def hash_password(password: str) -> str:
    """Return what is stored of a password."""
    return _HASHER.hash(password)


def is_password(password: str, stored: str | None) -> bool:
    """Compare; ``stored`` None (nobody has the address) costs the same and is never right."""
    try:
        _HASHER.verify(stored or _nobodys(), password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def needs_new_hash(stored: str) -> bool:
    """Tell whether a hash was made with weaker settings than today's."""
    return _HASHER.check_needs_rehash(stored)


@cache
def _nobodys() -> str:
    return _HASHER.hash("the password of nobody")
