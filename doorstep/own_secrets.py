"""Secrets that this machine makes for itself when the environment gives none."""

import os
import secrets
from collections.abc import MutableMapping
from pathlib import Path

from settings import Settings

OWN = ("SECRET_KEY", "TWILIO_AUTH_TOKEN", "RECORDING_KEY")
"""Settings that are made here. In production they come from the environment."""

SIMULATED_ACCOUNT = "AC" + "0" * 32
"""The account of the simulated handset: its texts go to the stand-in and not to Twilio."""


def settle(environment: MutableMapping[str, str]) -> None:
    """Fill in what is not set: own secrets, and the stand-in for Twilio where there is no account.

    Call before the first use of ``settings()``; children get the same by inheriting.
    """
    given = Settings()
    for name in OWN:
        if not environment.get(name):
            environment[name] = read_or_make(given.doorstep_var / "secrets" / name)
    is_simulated = given.twilio_account_sid == SIMULATED_ACCOUNT
    if is_simulated and not environment.get("TWILIO_API_BASE"):
        environment["TWILIO_API_BASE"] = f"http://127.0.0.1:{given.stand_in_port}"


def read_or_make(path: Path) -> str:
    """Return the secret in a file that only this user can read; make it at the first time."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    secret = secrets.token_urlsafe(32)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secret + "\n")
    return secret
