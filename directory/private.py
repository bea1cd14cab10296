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
_TITLE = re.compile(r"^(mr|mrs|ms|miss|dr|rev|revd|sr|fr|cllr|prof)\b\.?", re.IGNORECASE)


@cache
def role_words() -> frozenset[str]:
    """Words that make a mailbox or a contact the group's (directory/mending.yml)."""
    rules = yaml.safe_load((Path(__file__).parent / "mending.yml").read_text("utf-8"))
    return frozenset(rules["role_words"])


def public_email(value: Any, *, names: tuple[str, ...] = ()) -> str | None:
    """Return a group's own address in lower case, or None for a person's or for no address.

    It is the group's when the part before the @ holds a role word ("info") or shares a run of
    letters with one of ``names``, the service and its organisation.
    """
    text = (mend_text(value) or "").removeprefix("mailto:").strip().lower()
    if not _EMAIL.fullmatch(text):
        return None
    mailbox = text.split("@")[0]
    return text if _has_role(mailbox) or _shares_name(mailbox, names) else None


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
