"""Secrets of log-ins and links, and what is stored of them."""

import hashlib
import secrets


def new_token() -> str:
    """Return a secret of 256 bits."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """Return what is stored: who steals the database can open nothing with it.

    A plain SHA-256 is enough for 256 random bits; passwords go through argon2id.
    """
    return hashlib.sha256(token.encode()).hexdigest()
