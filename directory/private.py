"""Keeps private people out of the directory: their names, and e-mail addresses of their own."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from directory.mending import mend_text

_EMAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"
)
LONGEST_EMAIL = 200

_WORD = re.compile(r"\S+")
_TITLE = re.compile(r"^(mr|mrs|ms|miss|dr|rev|revd|sr|fr|cllr|prof)\b\.?", re.IGNORECASE)


@cache
def public_members() -> frozenset[str]:
    """Members of a record that may be published; all others may tell of people."""
    return frozenset(_rules()["members"])


@cache
def role_words() -> frozenset[str]:
    """Words that make a mailbox or a contact the group's (directory/mending.yml)."""
    return frozenset(_rules()["role_words"])


@cache
def _rules() -> dict[str, Any]:
    rules: dict[str, Any] = yaml.safe_load(
        (Path(__file__).parent / "mending.yml").read_text("utf-8")
    )
    return rules


def public_email(value: Any, *, names: tuple[str, ...] = ()) -> str | None:
    """Return a group's own address in lower case, or None for a person's or for no address.

    It is the group's when the part before the @ holds a role word ("info") or shares a run of
    letters with one of ``names``, the service and its organisation.
    """
    return next((one for one in emails_in(value) if is_public(one, names)), None)


def emails_in(value: Any) -> list[str]:
    """Return the e-mail addresses of a column, in lower case: "mailto:a@x.org; b@x.org" has two."""
    text = (mend_text(value) or "").lower()
    parts = re.split(r"[\s,;|<>()\[\]]+|/(?=\S+@)|mailto:", text)
    found = (part.strip(".:'\"") for part in parts)
    return [one for one in found if len(one) <= LONGEST_EMAIL and _EMAIL.fullmatch(one)]


def is_public(email: str, names: tuple[str, ...]) -> bool:
    """Tell whether an address is a group's: its mailbox is a role or shares letters with a name."""
    mailbox = email.split("@")[0].lower()
    return _has_role(mailbox) or _shares_name(mailbox, names)


def without_private_emails(text: str, *, names: tuple[str, ...]) -> str:
    """Return a text in which people's own e-mail addresses are replaced by words."""

    def shown(word: re.Match[str]) -> str:
        if "@" not in word.group():
            return word.group()
        if len(word.group()) > 2 * LONGEST_EMAIL:
            return _instead()
        return _EMAIL.sub(
            lambda found: found.group() if is_public(found.group(), names) else _instead(),
            word.group(),
        )

    return _WORD.sub(shown, text) if "@" in text else text


@cache
def _instead() -> str:
    return str(_rules()["instead_of_email"])


def public_contact(value: Any) -> str | None:
    """Return what a contact is called if that is a desk or a role, not a person's name."""
    text = mend_text(value)
    if not text or _TITLE.match(text):
        return None
    words = re.findall(r"[^\W\d_]+", text)
    looks_like_person = 1 < len(words) <= 4 and all(word[0].isupper() for word in words)
    known_role = any(word.lower() in role_words() for word in words)
    if known_role:
        return text
    return None if looks_like_person or len(words) == 1 else text


def _has_role(mailbox: str) -> bool:
    return any(part in role_words() for part in re.split(r"[^a-z]+", mailbox) if part)


def _shares_name(mailbox: str, names: tuple[str, ...]) -> bool:
    letters = re.sub(r"[^a-z]", "", mailbox)
    for name in names:
        words = re.findall(r"[a-z0-9]+", name.lower())
        initials = "".join(word[0] for word in words)
        if any(len(word) >= 4 and word in letters for word in words):
            return True
        if len(letters) >= 3 and (letters in initials or letters in "".join(words)):
            return True
    return False
