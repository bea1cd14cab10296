"""Mends the values of a record by their names, and knows what a feed's ids and members are."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from directory.feeds.mends import Mends, count_mend
from directory.mending import (
    is_blank,
    make_uuid,
    mend_age,
    mend_date,
    mend_moment,
    mend_number,
    mend_postcode,
    mend_text,
    mend_time,
    mend_url,
    mend_uuid,
)
from directory.phones import mend_phone
from directory.private import emails_in, public_email, without_private_emails

Document = dict[str, Any]

MENDS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "url": ("url", mend_url),
    "website": ("url", mend_url),
    "uri": ("url", mend_url),
    "term_uri": ("url", mend_url),
    "schedule_link": ("url", mend_url),
    "logo": ("url", mend_url),
    "assured_date": ("date", mend_date),
    "valid_from": ("date", mend_date),
    "valid_to": ("date", mend_date),
    "dtstart": ("date", mend_date),
    "last_modified": ("moment", mend_moment),
    "opens_at": ("time", mend_time),
    "closes_at": ("time", mend_time),
    "latitude": ("number", mend_number),
    "longitude": ("number", mend_number),
    "amount": ("number", mend_number),
    "interval": ("number", mend_number),
    "minimum_age": ("age", mend_age),
    "maximum_age": ("age", mend_age),
    "number": ("phone", mend_phone),
}
"""What a member is, by its name, and how it is mended; all else is text."""

SINGLE = frozenset(
    ("name", "description", "status", "fees", "alert", "application_process", "wait_time")
    + ("eligibility_description", "accreditations", "option", "amount_description", "currency")
    + ("address_1", "city", "region", "state_province", "country", "freq", "code", "taxonomy")
    + ("service_area", "extent", "title", "notes", "alternate_name", "details", "value")
    + ("location_type", "address_type", "identifier", "identifier_type", "attending_type")
    + ("external_identifier", "external_identifier_type", "link_type", "term", "source")
    + ("extent_type", "version", "attention", "postal_code")
)
"""Members that are one text each; a list or an object in their place is a mistake."""

_TEXTS = frozenset({"name", "external_identifier", "identifier", "postal_code", "version", "code"})
"""Members that are text even where a publisher wrote a number."""

_KIND_OF_ID = {
    "organization": "organization",
    "parent_organization_id": "organization",
    "organization_id": "organization",
    "location": "location",
    "location_id": "location",
    "taxonomy_term": "term",
    "taxonomy_term_id": "term",
    "parent_id": "term",
    "taxonomy_id": "taxonomy",
    "service_at_locations": "place",
    "service_at_location_id": "place",
    "contacts": "contact",
    "contact_id": "contact",
    "phones": "phone",
    "phone_id": "phone",
    "taxonomies": "taxonomy",
    "terms": "term",
}
"""Feeds that number their records start every kind at 1: an id is told apart by its kind."""


@dataclass(frozen=True)
class Around:
    """What mending a part needs to know of its record: the feed, the names, what was mended."""

    source: str
    owner: str
    names: tuple[str, ...]
    mends: Mends

    def id_of(self, value: Any, kind: str | None) -> str | None:
        """Return a UUID; a service's is the feed's own, all others are told apart by kind."""
        named = _KIND_OF_ID.get(kind or "", kind if not str(kind).endswith("_id") else None)
        return mend_uuid(value, of=f"{self.source}:{named}" if named else self.source)

    def made_id(self, part: Document, key: str) -> str:
        """Make an id for what has none: the same name is the same organisation or term."""
        if key in ("organization", "taxonomy_term", "terms", "taxonomies"):
            told = f"{part.get('taxonomy', '')}:{part.get('name')}".lower()
            return make_uuid(f"{self.source}:{_KIND_OF_ID[key]}:{told}")
        told = json.dumps(part, sort_keys=True, default=str)
        return make_uuid(f"{self.source}:{self.owner}:{key}:{told}")


def mend_value(key: str, value: Any, around: Around, *, kind: str | None = None) -> Any:
    """Return one value as it may be served, or None; ``kind`` is what it is a member of."""
    if isinstance(value, bool):
        return value if key not in SINGLE and key not in MENDS and key != "id" else None
    if key == "id" or key.endswith("_id"):
        return None if is_blank(value) else around.id_of(value, kind if key == "id" else key)
    if key in ("email", "assurer_email"):
        return _mend_email(value, around)
    if key == "postal_code":
        return _mend_code(value, around)
    if key == "attention":  # always a person's name
        around.mends["private_name"] += not is_blank(value)
        return None
    sort, mend = MENDS.get(key, ("text", None))
    if mend is None:
        return _mend_words(key, value, around)
    mended = mend(value)
    count_mend(around.mends, sort, value, mended)
    return mended


def _mend_email(value: Any, around: Around) -> str | None:
    mended = public_email(value, names=around.names)
    is_private = mended is None and bool(emails_in(value))
    if is_private:
        around.mends["private_email"] += 1
    else:
        count_mend(around.mends, "email", value, mended)
    return mended


def _mend_code(value: Any, around: Around) -> str | None:
    mended = mend_postcode(value)
    if mended is None and mend_text(value):
        around.mends["postcode_odd"] += 1
        return mend_text(value)
    count_mend(around.mends, "postcode", value, mended)
    return mended


def _mend_words(key: str, value: Any, around: Around) -> Any:
    if not isinstance(value, str) and key not in SINGLE and key not in _TEXTS:
        return mend_number(value)
    mended = mend_text(value)
    count_mend(around.mends, "text", value, mended)
    if mended is None or "@" not in mended:
        return mended
    shown = without_private_emails(mended, names=around.names)
    around.mends["private_email_in_text"] += shown != mended
    return shown
