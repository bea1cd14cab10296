"""What can go wrong while setting up, in one sentence each."""

from __future__ import annotations

from pathlib import Path

NETWORK = (
    "failed to fetch",
    "dns error",
    "could not resolve",
    "name resolution",
    "network is unreachable",
    "connection refused",
    "enotfound",
    "eai_again",
    "econnrefused",
    "tcp connect error",
    "error sending request",
    "newconnectionerror",
    "no matching distribution found for uv",
)
"""What pip, uv and npm say when a registry cannot be reached."""

NO_INTERPRETER = ("no interpreter found", "no download was found", "failed to download cpython")
OTHER_FILE = ("hash mismatch", "eintegrity")


class SetupProblem(Exception):
    """Setting up cannot go on; the message is one sentence for whoever typed the command."""


def explain(output: str, *, doing: str, log: Path) -> str:
    """Say in one sentence why a command failed, from what it wrote."""
    said = output.lower()
    if "no space left on device" in said or "enospc" in said:
        return f"The disk is full ({doing}): free some space and try again."
    if any(sign in said for sign in NO_INTERPRETER):
        return (
            f"A Python that is needed is neither here nor could be fetched ({doing}): "
            "install Python 3.13 and 3.10, for instance with pyenv, and try again."
        )
    if any(sign in said for sign in NETWORK):
        return (
            f"The package registry cannot be reached ({doing}): "
            "check the network or the proxy and try again."
        )
    if any(sign in said for sign in OTHER_FILE):
        return f"A package differs from the one this project names by its hash ({doing}): see {log}"
    return f"{doing} failed: {last_line(output)} (all of it is in {log})"


def last_line(output: str) -> str:
    """Return the last line that says something."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return lines[-1] if lines else "it said nothing"
