"""Tidies what a recogniser wrote down: stammered sounds, talk to others, Relay UK's signs. Pure."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from settings import ROOT
from triage.danger import screen

FILE = ROOT / "data" / "telephony" / "speech.yml"

GOODBYE = "Goodbye"

SENTENCE = re.compile(r"[^.!?]+[.!?]*")
HYPHENATED = re.compile(r"\b(\w{1,3})-(?:\1-)*(?=\1)", re.IGNORECASE)
"""W-w-want; sh-sh-shopping."""
SOUNDS = re.compile(
    r"\b([b-df-hj-np-tv-z]{1,2})(?P<more>(?:[ ,-]+\1\b)*)[ ,-]+(?=\1\w)", re.IGNORECASE
)
"""M m my; ch ch chair. Consonants only: the noughts of a number are all meant."""
THRICE = re.compile(r"\b([^\W\d]+(?:'\w+)?)(?:[ ,]+\1\b){2,}", re.IGNORECASE)
ONE_LETTER_WORDS = frozenset("ai")


@dataclass(frozen=True)
class Speech:
    """What is left to understand; empty words with ``is_aside`` were for somebody else."""

    words: str
    is_aside: bool = False
    is_relay: bool = False


def tidy(said: str, *, is_slow: bool = False) -> Speech:
    """Return what a caller meant for us. Where tidying would hide a danger, nothing is tidied.

    ``is_slow`` says that they use Relay UK, where "go ahead" ends what is said.
    """
    is_relay = bool(re.search(_patterns()["relay"], said.lower()))
    is_relay = is_relay or _bare(said) == _patterns()["relay_word"]
    kept = "".join(part for part in SENTENCE.findall(said) if not _is_for_others(part))
    words = _without_signs(_once(kept), is_slow=is_slow or is_relay).strip(" ,")
    if screen(said).level > screen(words).level:
        words = said
    if not any(letter.isalnum() for letter in words):
        return Speech("", is_aside=any(letter.isalnum() for letter in said), is_relay=is_relay)
    return Speech(words.strip(), is_relay=is_relay)


def _is_for_others(sentence: str) -> bool:
    bare = _bare(sentence)
    if bare == _patterns()["relay_word"] or re.search(_patterns()["relay"], bare):
        return True
    return any(re.fullmatch(aside, bare) for aside in _patterns()["asides"])


def _once(said: str) -> str:
    """Say each stammered sound or word once."""
    said = THRICE.sub(_once_if_long, HYPHENATED.sub("", said))
    twice = "|".join(re.escape(word) for word in _patterns()["said_twice"])
    said = re.sub(rf"\b({twice})(?:[ ,]+\1\b)+", r"\1", said, flags=re.IGNORECASE)
    return SOUNDS.sub(_sound, said)


def _once_if_long(found: re.Match[str]) -> str:
    """Leave spelled letters alone: "A N N N E" is a name."""
    is_letter = len(found[1]) == 1 and found[1].lower() not in ONE_LETTER_WORDS
    return found[0] if is_letter else found[1]


def _sound(found: re.Match[str]) -> str:
    """Drop a sound before the word that it begins; "Flat B Beach Road" keeps its letter."""
    return found[0] if found[1].isupper() and not found["more"] else ""


def _without_signs(said: str, *, is_slow: bool) -> str:
    """Take Relay UK's "go ahead" from the end, and its "stop keying" for goodbye."""
    bare = said.strip(" .!?")
    if (ends := re.search(_patterns()["stop_keying"], bare.lower())) is not None:
        return bare[: ends.start()] or GOODBYE
    ends = re.search(_patterns()["go_ahead" if is_slow else "go_ahead_sign"], bare.lower())
    return bare[: ends.start()] if ends is not None else said


def _bare(said: str) -> str:
    return re.sub(r"[^\w' ,]", "", said.lower()).strip(" ,")


@cache
def _patterns() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return read
