"""Mends one record of Open Referral UK v3 as a whole, into the document that is served."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from directory.errors import RefusedRecord
from directory.feeds.hours import split_schedule
from directory.feeds.mends import Mends
from directory.feeds.parts import shape_part
from directory.feeds.statuses import status_of
from directory.feeds.values import MENDS, SINGLE, Around, mend_value
from directory.feeds.version_1 import as_version_3
from directory.mending import is_blank, mend_text, mend_uuid, needed
from directory.mending import is_on_the_map as is_on_the_map
from directory.phones import mend_phone
from directory.private import emails_in, public_members

Document = dict[str, Any]

LONGEST_NAME = 300
DEEPEST = 12

_LISTS = frozenset(
    ("schedules", "service_areas", "service_at_locations", "languages", "funding", "cost_options")
    + ("contacts", "attributes", "phones", "addresses", "accessibility", "organization_identifiers")
)
"""Members that are lists of objects; an `accessibility` inside one is text."""

_OBJECTS = frozenset({"organization", "location", "taxonomy_term"})


def mend_service(raw: Any, *, source: str, mends: Mends | None = None) -> Document:
    """Return the service as it may be served: right types, no blanks, nobody's private name.

    ``mends`` is added to: how often each kind of thing was mended or left out. Raises
    RefusedRecord where it has no id or no name, or is no record at all.
    """
    if not isinstance(raw, dict):
        raise RefusedRecord(
            "It is not a record but a bare value. Ask whoever publishes the feed to take it out."
        )
    shaped = as_version_3(raw)
    has_id = mend_text(shaped.get("id")) is not None
    service_id = needed(mend_uuid(shaped["id"], of=source) if has_id else None, "id")
    name = needed(mend_text(shaped.get("name")), "name")
    around = Around(source, service_id, _names(shaped), Counter() if mends is None else mends)
    if shaped != raw:
        around.mends["old_shape"] += 1
    _move_number(shaped, around)
    document = _mend_object(shaped, around, depth=0)
    document["name"] = name[:LONGEST_NAME]
    document["status"] = status_of(mend_text(shaped.get("status")))
    if "organization" not in document:
        document["organization"] = _own_organisation(document, around)
    return _tie(document)


def mend_organisation(raw: Any, *, source: str) -> Document | None:
    """Return an organisation's record as it may be served, or None where it has no id or name."""
    if not isinstance(raw, dict):
        return None
    around = Around(source, "organization", _names(raw), Counter())
    part = _mend_part("organization", raw, around, depth=1)
    return part if isinstance(part, dict) else None


def mend_listed(raw: Any, *, source: str, kind: str = "terms") -> Document | None:
    """Return a taxonomy or a term as it may be served, or None where it has no id or name.

    ``kind`` is "terms" or "taxonomies".
    """
    if not isinstance(raw, dict):
        return None
    around = Around(source, kind, (), Counter())
    try:
        document = _mend_object(raw, around, depth=0, kind=kind)
    except RefusedRecord:
        return None
    if is_blank(raw.get("id")) and "name" in document:
        document["id"] = around.made_id(document, kind)
    if "id" not in document or "name" not in document:
        return None
    if kind == "terms" and "taxonomy" in document and "taxonomy_id" not in document:
        document["taxonomy_id"] = around.made_id({"name": document["taxonomy"]}, "taxonomies")
    document.setdefault("description", document["name"])
    return document


def _names(raw: Mapping[str, Any]) -> tuple[str, ...]:
    organisation = raw.get("organization")
    of_organisation = organisation.get("name") if isinstance(organisation, dict) else None
    found = (mend_text(raw.get("name")), mend_text(of_organisation))
    return tuple(name for name in found if name)


def _move_number(service: Document, around: Around) -> None:
    """Put a telephone number from the e-mail column where numbers are, unless there is one."""
    value = service.get("email")
    number = mend_phone(value) if isinstance(value, str) and not emails_in(value) else None
    if number is None:
        return
    service["email"] = None
    around.mends["phone_from_email"] += 1
    contacts = service.get("contacts")
    had = [one for one in contacts if isinstance(one, dict)] if isinstance(contacts, list) else []
    if not any(one.get("phones") for one in had):
        service["contacts"] = [*had, {"phones": [{"number": number}]}]


def _own_organisation(document: Document, around: Around) -> Document:
    around.mends["own_organisation"] += 1
    made = {"name": document["name"], "description": document["name"]}
    return {"id": around.made_id(made, "organization")} | made


def _mend_object(
    raw: Mapping[Any, Any], around: Around, *, depth: int, kind: str | None = None
) -> Document:
    if depth > DEEPEST:
        raise RefusedRecord("It is nested too deeply.")
    mended: Document = {}
    for key, value in raw.items():
        if key not in public_members() or key == "notes" and kind != "schedules":
            around.mends["member_left_out"] += value not in (None, "", [], {})
            continue
        kept = _mend_member(key, value, around, depth=depth, kind=kind)
        if kept is not None and kept != "" and kept != [] and kept != {}:
            mended[key] = kept
    return mended


def _mend_member(
    key: str, value: Any, around: Around, *, depth: int, kind: str | None = None
) -> Any:
    if value is None:
        return None
    if not _fits(key, value):
        around.mends["nothing_said" if is_blank(value) or not value else "wrong_shape"] += 1
        return None
    if key in _LISTS and isinstance(value, list | dict):
        return _mend_parts(key, value, around, depth=depth)
    if isinstance(value, dict):
        return _mend_part(key, value, around, depth=depth)
    if isinstance(value, list):
        if depth > DEEPEST:
            raise RefusedRecord("It is nested too deeply.")
        each = (_mend_member(key, one, around, depth=depth + 1) for one in value)
        return [one for one in each if one not in (None, "", [], {})]
    return mend_value(key, value, around, kind=kind)


def _mend_parts(key: str, value: Any, around: Around, *, depth: int) -> list[Document]:
    parts = value if isinstance(value, list) else [value]  # one where a list was meant
    objects = [part for part in parts if isinstance(part, dict)]
    if key == "schedules":
        split = [split_schedule(part) for part in objects]
        around.mends["hours_read"] += sum(
            new != [old] for new, old in zip(split, objects, strict=True)
        )
        objects = [line for lines in split for line in lines]
    mended = (_mend_part(key, one, around, depth=depth) for one in objects)
    return [part for part in mended if part]


def _mend_part(key: str, raw: Mapping[Any, Any], around: Around, *, depth: int) -> Document | None:
    """Mend an object inside a record; None where what it must have is missing."""
    told = around.mends.total()
    part = _mend_object(raw, around, depth=depth + 1, kind=key)
    is_whole = shape_part(key, part, around.mends)
    if not is_whole or not part or part.keys() == {"id"} and key not in _MAY_BE_BARE:
        around.mends["part_left_out"] += bool(raw) and told == around.mends.total()
        return None
    if "taxonomy" in part and "taxonomy_id" not in part and key == "taxonomy_term":
        part["taxonomy_id"] = around.made_id({"name": part["taxonomy"]}, "taxonomies")
    if "id" not in part and (key in _LISTS or key in _OBJECTS):
        around.mends["made_id"] += 1
        part = {"id": around.made_id(part, key)} | part
    return part


_MAY_BE_BARE = frozenset({"service_at_locations", "languages"})
"""Parts that say something by being there."""


def _fits(key: str, value: Any) -> bool:
    """Tell whether a member is of the right shape: a list, an object or a single value."""
    if key in _OBJECTS:
        return isinstance(value, dict)
    if isinstance(value, list | dict):
        return key not in SINGLE and key not in MENDS and not re.search(r"(^|_)(id|email)$", key)
    return key not in _LISTS or key == "accessibility"


def _tie(document: Document) -> Document:
    """Make the links inside the record agree with what they link."""
    document["organization_id"] = document["organization"]["id"]
    for place in document.get("service_at_locations") or []:
        place["service_id"] = document["id"]
        if isinstance(place.get("location"), dict):
            place["location_id"] = place["location"]["id"]
    for attribute in document.get("attributes") or []:
        if isinstance(attribute.get("taxonomy_term"), dict):
            attribute["taxonomy_term_id"] = attribute["taxonomy_term"]["id"]
    return document
