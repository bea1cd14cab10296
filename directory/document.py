"""Mends one record of Open Referral UK v3 as a whole, into the document that is served."""

from collections.abc import Callable, Mapping
from typing import Any

from directory.errors import RefusedRecord
from directory.mending import (
    mend_age,
    mend_date,
    mend_moment,
    mend_number,
    mend_postcode,
    mend_text,
    mend_time,
    mend_url,
    mend_uuid,
    needed,
)
from directory.phones import mend_phone
from directory.private import public_contact, public_email

Document = dict[str, Any]

STATUSES = frozenset({"active", "inactive", "defunct", "temporarily closed"})
LONGEST_NAME = 300
DEEPEST = 12

_MENDS: dict[str, Callable[[Any], Any]] = {
    "url": mend_url,
    "website": mend_url,
    "uri": mend_url,
    "term_uri": mend_url,
    "schedule_link": mend_url,
    "logo": mend_url,
    "assured_date": mend_date,
    "valid_from": mend_date,
    "valid_to": mend_date,
    "dtstart": mend_date,
    "last_modified": mend_moment,
    "opens_at": mend_time,
    "closes_at": mend_time,
    "latitude": mend_number,
    "longitude": mend_number,
    "amount": mend_number,
    "interval": mend_number,
    "minimum_age": mend_age,
    "maximum_age": mend_age,
    "number": mend_phone,
    "attention": lambda _: None,  # always a person's name
}
"""How a member is mended, by its name; all else is text."""

_LISTS = frozenset(
    ("schedules", "service_areas", "service_at_locations", "languages", "funding", "cost_options")
    + ("contacts", "attributes", "phones", "addresses", "accessibility", "organization_identifiers")
)
"""Members that are lists of objects; an `accessibility` inside one is text."""

_OBJECTS = frozenset({"organization", "location", "taxonomy_term"})

_SINGLE = frozenset(
    ("name", "description", "status", "fees", "alert", "application_process", "wait_time")
    + ("eligibility_description", "accreditations", "option", "amount_description", "currency")
    + ("address_1", "city", "region", "state_province", "country", "freq", "code", "taxonomy")
    + ("service_area", "extent", "title", "notes", "alternate_name", "details", "value")
)
"""Members that are one text each; a list or an object in their place is a mistake."""

_LINKS = frozenset({"link_id", "taxonomy_term_id", "location_id", "contact_id"})

_NEEDS: dict[str, tuple[str, ...]] = {
    "phones": ("number",),
    "addresses": ("address_1", "city", "state_province", "postal_code", "country", "address_type"),
    "location": ("location_type",),
    "organization": ("name", "description"),
    "taxonomy_term": ("name", "description"),
    "contacts": ("phones|name|title",),
    "organization_identifiers": ("identifier_type", "identifier"),
}
"""What the published schema, or plain sense, requires of a part; a part without it goes."""


def mend_service(raw: Any, *, source: str) -> Document:
    """Return the service as it may be served: right types, no blanks, nobody's private name.

    Raises RefusedRecord where it has no id or no name, or is no record at all.
    """
    if not isinstance(raw, dict):
        raise RefusedRecord("It is not a record but a bare value.")
    needed(mend_uuid(raw.get("id"), of=source), "id")
    name = needed(mend_text(raw.get("name")), "name")
    document = _mend_object(raw, source=source, names=_names(raw), depth=0)
    document["name"] = name[:LONGEST_NAME]
    status = (mend_text(raw.get("status")) or "active").lower()
    document["status"] = status if status in STATUSES else "inactive"
    return _tie(document)


def mend_organisation(raw: Any, *, source: str) -> Document | None:
    """Return an organisation's record as it may be served, or None where it has no id or name."""
    if not isinstance(raw, dict):
        return None
    part = _mend_part("organization", raw, source=source, names=_names(raw), depth=1)
    return part if isinstance(part, dict) else None


def mend_listed(raw: Any, *, source: str) -> Document | None:
    """Return a taxonomy or a term as it may be served, or None where it has no id or name."""
    if not isinstance(raw, dict):
        return None
    document = _mend_object(raw, source=source, names=(), depth=0)
    if "id" not in document or "name" not in document:
        return None
    document.setdefault("description", document["name"])
    return document


def _names(raw: Mapping[str, Any]) -> tuple[str, ...]:
    organisation = raw.get("organization")
    of_organisation = organisation.get("name") if isinstance(organisation, dict) else None
    found = (mend_text(raw.get("name")), mend_text(of_organisation))
    return tuple(name for name in found if name)


def _mend_object(
    raw: Mapping[str, Any], *, source: str, names: tuple[str, ...], depth: int
) -> Document:
    if depth > DEEPEST:
        raise RefusedRecord("It is nested too deeply.")
    mended: Document = {}
    for key, value in raw.items():
        kept = _mend_member(str(key), value, source=source, names=names, depth=depth)
        if kept is not None and kept != "" and kept != [] and kept != {}:
            mended[str(key)] = kept
    return mended


def _mend_member(key: str, value: Any, *, source: str, names: tuple[str, ...], depth: int) -> Any:
    if value is None or not _fits(key, value):
        return None
    if key in _LISTS and isinstance(value, list | dict):
        parts = value if isinstance(value, list) else [value]  # one where a list was meant
        return _mend_parts(key, parts, source=source, names=names, depth=depth)
    if isinstance(value, dict):
        return _mend_part(key, value, source=source, names=names, depth=depth)
    if isinstance(value, list):
        if depth > DEEPEST:
            raise RefusedRecord("It is nested too deeply.")
        each = (
            _mend_member(key, one, source=source, names=names, depth=depth + 1) for one in value
        )
        return [one for one in each if one not in (None, "", [], {})]
    return _mend_value(key, value, source=source, names=names)


def _mend_parts(
    key: str, parts: list[Any], *, source: str, names: tuple[str, ...], depth: int
) -> list[Document]:
    objects = (part for part in parts if isinstance(part, dict))
    mended = (_mend_part(key, one, source=source, names=names, depth=depth) for one in objects)
    return [part for part in mended if part]


def _mend_value(key: str, value: Any, *, source: str, names: tuple[str, ...]) -> Any:
    if isinstance(value, bool):
        return value
    if key == "id" or key in _LINKS or key.endswith("_id"):
        return mend_uuid(value, of=source)
    if key in ("email", "assurer_email"):
        return public_email(value, names=names)
    if key == "postal_code":
        return mend_postcode(value) or mend_text(value)
    return _MENDS[key](value) if key in _MENDS else _as_text_or_number(value)


def _fits(key: str, value: Any) -> bool:
    """Tell whether a member is of the right shape: a list, an object or a single value."""
    if key in _OBJECTS:
        return isinstance(value, dict)
    if isinstance(value, list | dict):
        return key not in _SINGLE and key not in _MENDS and not key.endswith(("id", "email"))
    return key not in _LISTS or key == "accessibility"


def _as_text_or_number(value: Any) -> Any:
    return mend_text(value) if isinstance(value, str) else mend_number(value)


def _mend_part(
    key: str, raw: Mapping[str, Any], *, source: str, names: tuple[str, ...], depth: int
) -> Document | None:
    """Mend an object inside a record; None where what it must have is missing."""
    part = _mend_object(raw, source=source, names=names, depth=depth + 1)
    if key in _SHAPES:
        _SHAPES[key](part)
    if "id" not in part or any(_misses(part, need) for need in _NEEDS.get(key, ())):
        return None
    return part


def _misses(part: Document, need: str) -> bool:
    return not any(one in part for one in need.split("|"))


def _shape_address(part: Document) -> None:
    part.setdefault("city", part.get("state_province") or part.get("region") or "Not given")
    part.setdefault("state_province", part["city"])
    part.setdefault("country", "GB")
    if part.get("address_type") not in ("physical", "postal", "virtual"):
        part["address_type"] = "physical"


def _shape_location(part: Document) -> None:
    if part.get("location_type") not in ("physical", "postal", "virtual"):
        part["location_type"] = "physical" if part.get("addresses") else "virtual"
    latitude, longitude = part.get("latitude"), part.get("longitude")
    if not is_on_the_map(latitude, longitude):
        part.pop("latitude", None)
        part.pop("longitude", None)


def is_on_the_map(latitude: Any, longitude: Any) -> bool:
    """Within the United Kingdom and the seas around it; 0, 0 is what no place has."""
    if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        return False
    return 49 < latitude < 61.5 and -9 < longitude < 3


def _shape_contact(part: Document) -> None:
    name = public_contact(part.pop("name", None))
    if name:
        part["name"] = name


def _shape_schedule(part: Document) -> None:
    freq = str(part.get("freq") or "").upper()
    if freq in ("WEEKLY", "MONTHLY"):
        part["freq"] = freq
    else:
        part.pop("freq", None)
    if isinstance(part.get("byday"), str):
        part["byday"] = part["byday"].upper().replace(" ", "")
    for key in ("bymonthday", "byday"):
        if isinstance(part.get(key), int | list):
            part[key] = str(part[key]).strip("[]").replace("'", "").replace(" ", "")


def _shape_named(part: Document) -> None:
    if "name" in part:
        part.setdefault("description", part["name"])


_SHAPES: dict[str, Callable[[Document], None]] = {
    "addresses": _shape_address,
    "location": _shape_location,
    "contacts": _shape_contact,
    "schedules": _shape_schedule,
    "organization": _shape_named,
    "taxonomy_term": _shape_named,
}


def _tie(document: Document) -> Document:
    """Make the links inside the record agree with what they link."""
    organisation = document.get("organization")
    if isinstance(organisation, dict):
        document["organization_id"] = organisation["id"]
    for place in document.get("service_at_locations") or []:
        place["service_id"] = document["id"]
        if isinstance(place.get("location"), dict):
            place["location_id"] = place["location"]["id"]
    for attribute in document.get("attributes") or []:
        if isinstance(attribute.get("taxonomy_term"), dict):
            attribute["taxonomy_term_id"] = attribute["taxonomy_term"]["id"]
    return document
