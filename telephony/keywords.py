"""Reads what one-word texts and single keys mean from the practitioners' table."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from settings import ROOT

TABLE = ROOT / "data" / "telephony" / "keywords.yml"

NOT_LETTERS = re.compile(r"[^\w#*]+")


@dataclass(frozen=True)
class Keyword:
    """A one-word text: what it ``does`` to our own texts, or what it ``says`` to the conversation.

    ``answers`` names a response that is given instead of the conversation's own.
    """

    does: str = ""
    says: str = ""
    answers: str = ""


@dataclass(frozen=True)
class Keys:
    """The keys that mean the same at every moment of a call."""

    person: str
    message: str
    text_me: str
    next: str
    again: str
    back: str


@dataclass(frozen=True)
class Table:
    """Everything in the table of keywords."""

    keywords: dict[str, Keyword]
    opt_out_types: dict[str, Keyword]
    more: str
    keys: Keys
    said_by_key: dict[str, str]
    page_words: dict[str, str]
    text_me_words: frozenset[str]
    person_words: frozenset[str]
    message_words: frozenset[str]


@cache
def table() -> Table:
    """Return this process's table of keywords."""
    read = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    keys = Keys(**read["keys"])
    keywords = {word: _keyword(entry) for entry in read["keywords"] for word in entry["words"]}
    return Table(
        keywords=keywords,
        opt_out_types={name: keywords[word] for name, word in read["opt_out_types"].items()},
        more=read["more"],
        keys=keys,
        said_by_key={getattr(keys, name): says for name, says in read["key_says"].items()},
        page_words={word: turn for turn, words in read["page_words"].items() for word in words},
        text_me_words=frozenset(read["text_me_words"]),
        person_words=frozenset(read["person_words"]),
        message_words=frozenset(read["message_words"]),
    )


def keyword_of(text: str, opt_out_type: str = "") -> Keyword | None:
    """Return the keyword that a whole text is, or that Twilio took it for; None for other words."""
    return table().opt_out_types.get(opt_out_type) or table().keywords.get(bare(text))


def page_asked_for(text: str) -> int | None:
    """Return the page that MORE, or MORE 3, asks for; None when the text is something else."""
    found = re.fullmatch(rf"{table().more} ?(\d{{1,2}})?", bare(text))
    return int(found[1] or 2) if found else None


def bare(text: str) -> str:
    """Return a text in small letters without marks at the ends or between words."""
    return NOT_LETTERS.sub(" ", text).strip().lower()


def _keyword(entry: dict[str, Any]) -> Keyword:
    return Keyword(
        does=entry.get("does", ""), says=entry.get("says", ""), answers=entry.get("answers", "")
    )
