"""Reads a location of Open Referral UK 1, HSDS 1.1 or Outpost in the shape of version 3."""

from collections.abc import Mapping
from typing import Any

from directory.feeds.renaming import is_empty, records_in, rename_parts, renamed

Record = dict[str, Any]


def read_location(raw: Mapping[str, Any]) -> Record:
    """Return a location with its point, its addresses in one list, and a home's address hidden."""
    location = renamed(raw, "location")
    _point(location)
    gathered = records_in(location.pop("addresses", None))
    for key, kind in (("physical_addresses", "physical"), ("postal_addresses", "postal")):
        gathered += [{"address_type": kind} | one for one in records_in(location.pop(key, None))]
    inline = {key: location.pop(key) for key in _INLINE if key in location}
    if any(inline.values()) and not gathered:
        gathered = [inline]
    addresses = [_whole_line(renamed(one, "address")) for one in gathered]
    if location.pop("mask_exact_address", None) is True:
        addresses = [_masked(one) for one in addresses]
    if addresses:
        location["addresses"] = addresses
    rename_parts(location, "accessibility", "accessibility")
    return location


_INLINE = ("address_1", "city", "state_province", "postal_code", "country", "region")


def _whole_line(address: Record) -> Record:
    """Join the further lines of HSDS 1's addresses into the first, as its own document asks."""
    lines = [address.get("address_1"), *(address.pop(f"address_{n}", None) for n in (2, 3, 4))]
    if any(lines[1:]):
        address["address_1"] = ", ".join(str(line) for line in lines if line)
    return address


def _masked(address: Record) -> Record:
    """Keep only the town and the outward half: the address is somebody's home."""
    code = str(address.get("postal_code") or "").strip()
    outward = code.split(" ")[0] if " " in code else code[:-3] if len(code) > 4 else code
    kept = {key: value for key, value in address.items() if key != "address_1"}
    return kept | ({"postal_code": outward} if outward else {})


def _point(location: Record) -> None:
    """Read GeoJSON: a point is [longitude, latitude]."""
    geometry = location.pop("geometry", None)
    if not isinstance(geometry, dict) or not is_empty(location.get("latitude")):
        return
    pair = geometry.get("coordinates")
    if isinstance(pair, list) and len(pair) >= 2:
        location["longitude"], location["latitude"] = pair[0], pair[1]
