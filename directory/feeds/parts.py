"""Gives the parts of a record the shape that version 3 asks for: addresses, places, times."""

import re
from collections.abc import Callable
from typing import Any

from directory.feeds.mends import Mends
from directory.mending import is_on_the_map, mend_postcode
from directory.private import public_contact

Record = dict[str, Any]

NOT_GIVEN = "Not given"
"""Stands where version 3 asks for a text and the publisher has none; never shown to residents."""

_KINDS = ("physical", "postal", "virtual")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9O][A-Z]{2}$")

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


def shape_part(key: str, part: Record, mends: Mends) -> bool:
    """Give a mended part its shape; False where it lacks what it must have."""
    if key in _SHAPES:
        _SHAPES[key](part, mends)
    return not any(_misses(part, need) for need in _NEEDS.get(key, ()))


def _misses(part: Record, need: str) -> bool:
    return not any(one in part for one in need.split("|"))


def _shape_address(part: Record, mends: Mends) -> None:
    if not any(key in part for key in ("address_1", "city", "postal_code")):
        return
    if "postal_code" not in part:
        _find_postcode(part)
        mends["postcode_mended" if "postal_code" in part else "postcode_missing"] += 1
    part.setdefault("city", part.get("state_province") or part.get("region") or NOT_GIVEN)
    for key in ("address_1", "postal_code"):
        part.setdefault(key, NOT_GIVEN)
    part.setdefault("state_province", part["city"])
    part.setdefault("country", "GB")
    if part.get("address_type") not in _KINDS:
        part["address_type"] = "physical"


def _find_postcode(part: Record) -> None:
    """Take a postcode from the end of another line of the address."""
    for key in ("city", "state_province", "address_1"):
        found = _POSTCODE.search(str(part.get(key) or ""))
        if found:
            part["postal_code"] = str(mend_postcode(found.group()))
            rest = str(part[key])[: found.start()].strip(" ,")
            part.pop(key) if not rest else part.update({key: rest})
            return


def _shape_location(part: Record, mends: Mends) -> None:
    _put_on_the_map(part, mends)
    if part.get("location_type") not in _KINDS:
        is_placed = part.get("addresses") or "latitude" in part
        part["location_type"] = "physical" if is_placed else "virtual"


def _put_on_the_map(part: Record, mends: Mends) -> None:
    latitude, longitude = part.pop("latitude", None), part.pop("longitude", None)
    if is_on_the_map(latitude, longitude):
        part |= {"latitude": latitude, "longitude": longitude}
    elif is_on_the_map(longitude, latitude):
        mends["swapped"] += 1
        part |= {"latitude": longitude, "longitude": latitude}
    elif latitude is not None or longitude is not None:
        mends["off_the_map"] += 1


def _shape_contact(part: Record, mends: Mends) -> None:
    for key in ("name", "title"):
        if key in part and public_contact(part[key]) is None:
            mends["private_name"] += 1
            part.pop(key)


def _shape_schedule(part: Record, _: Mends) -> None:
    freq = str(part.get("freq") or "").upper()
    if freq in ("WEEKLY", "MONTHLY"):
        part["freq"] = freq
    else:
        part.pop("freq", None)
    for key in ("bymonthday", "byday"):
        if isinstance(part.get(key), int | float | list):
            part[key] = str(part[key]).strip("[]").replace("'", "")
    if isinstance(part.get("byday"), str):
        part["byday"] = _days(part["byday"])


def _days(byday: str) -> str:
    """Return "MO,WE" for "Monday, Wed" too; positions such as "1TU" stay."""
    parts = [one.strip() for one in byday.upper().split(",") if one.strip()]
    short = [re.sub(r"^([-+]?\d?)(MO|TU|WE|TH|FR|SA|SU)[A-Z]*$", r"\1\2", one) for one in parts]
    return ",".join(short).replace(" ", "")


def _shape_named(part: Record, _: Mends) -> None:
    if "name" in part:
        part.setdefault("description", part["name"])


_SHAPES: dict[str, Callable[[Record, Mends], None]] = {
    "addresses": _shape_address,
    "location": _shape_location,
    "contacts": _shape_contact,
    "schedules": _shape_schedule,
    "organization": _shape_named,
    "taxonomy_term": _shape_named,
}
