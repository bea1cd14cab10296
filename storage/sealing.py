"""Seals bytes before they are stored, so that a copy of the database cannot be listened to."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

KEY_BYTES = 32


class CannotUnseal(Exception):
    """The bytes were sealed with a key that is not among the given ones, or were changed."""


def seal(data: bytes, keys: str) -> bytes:
    """Encrypt with the first of ``keys`` (separated by spaces). Raises ValueError without one."""
    return _fernet(keys).encrypt(data)


def unseal(sealed: bytes, keys: str) -> bytes:
    """Decrypt with whichever of ``keys`` fits. Raises CannotUnseal."""
    try:
        return _fernet(keys).decrypt(sealed)
    except InvalidToken as problem:
        raise CannotUnseal from problem


def _fernet(keys: str) -> MultiFernet:
    return MultiFernet([Fernet(_whole(key)) for key in keys.split()])


def _whole(key: str) -> bytes:
    """Return a key in Fernet's form: 32 bytes, URL-safe base64 with its padding."""
    raw = urlsafe_b64decode(key + "=" * (-len(key) % 4))
    if len(raw) != KEY_BYTES:
        raise ValueError("RECORDING_KEY is not 32 bytes in URL-safe base64")
    return urlsafe_b64encode(raw)
