"""Finds the services in a document, whatever it wraps them in."""

from collections.abc import Mapping
from typing import Any

from directory.errors import BrokenFeed
from directory.feeds.mends import Mends
from directory.feeds.tables import Joined, gather_tables, join_tables, table_named

LISTS = ("contents", "items", "services", "data", "content", "results")
"""Where publishers put the list: v3 pages, HSDS APIs, whole packages; `content` is v1."""

_OF_PLACES = frozenset({"location", "service_id", "location_id"})
_OF_ORGANISATIONS = frozenset(
    {"website", "tax_status", "tax_id", "legal_status", "year_incorporated", "logo"}
    | {"parent_organization_id", "organization_identifiers"}
)
_OF_LOCATIONS = frozenset({"addresses", "location_type", "latitude", "physical_addresses"})
_OF_TERMS = frozenset({"taxonomy", "taxonomy_id", "parent_id", "term_uri", "vocabulary"})
_OF_TAXONOMIES = frozenset({"version", "taxonomy_terms"})


def find_services(document: Any, mends: Mends) -> Joined:
    """Return the services of a parsed document, with its taxonomies. Raises BrokenFeed."""
    if isinstance(document, dict) and _is_tabular(document):
        given = ((key, rows) for key, rows in document.items() if isinstance(rows, list))
        joined = join_tables(gather_tables(given, mends))
        if not joined.services:
            raise BrokenFeed("The package has no table of services.")
        return joined
    records = unwrap(document)
    return Joined(
        services_among(records),
        _list(document, "taxonomies"),
        _list(document, "taxonomy_terms"),
        [],
    )


def unwrap(document: Any) -> list[Any]:
    """Return the list in a document, or the one record that it is. Raises BrokenFeed."""
    if isinstance(document, list):
        return document
    if not isinstance(document, dict):
        raise BrokenFeed("The file holds no list of services.")
    for key in LISTS:
        if isinstance(document.get(key), list) and not (key == "services" and "name" in document):
            return list(document[key])
    if "id" in document and ("name" in document or "service" in document):
        return [document]
    if "openapi_url" in document or "profile" in document:
        raise BrokenFeed("This describes an API and holds no services. Load the API's address.")
    raise BrokenFeed(
        "The file holds no list of services; one is looked for under " + ", ".join(LISTS) + "."
    )


def services_among(records: list[Any]) -> list[Any]:
    """Return the services that records are or hold: organisations and places hold some too."""
    if not records:
        return []
    kind = _kind_of(records)
    if kind == "service":
        return records
    found = _of_organisations(records) if kind == "organisations" else _of_places(records)
    if kind in ("organisations", "places") and found:
        return found
    raise BrokenFeed(f"This is a list of {kind}, without services. Load the list of services.")


def _kind_of(records: list[Any]) -> str:
    """Tell what records are by the members that only their kind has."""
    members = set[str]().union(*(one.keys() for one in records[:50] if isinstance(one, dict)))
    if "organization" in members or "organisation" in members or "status" in members:
        return "service"
    if "service" in members or members & _OF_PLACES and "name" not in members:
        return "places"
    if "services" in members or members & _OF_ORGANISATIONS:
        return "organisations"
    for kind, own in (
        ("locations", _OF_LOCATIONS),
        ("taxonomy terms", _OF_TERMS),
        ("taxonomies", _OF_TAXONOMIES),
    ):
        if members & own and not members & _SERVICES_OWN:
            return kind
    return "service"


_SERVICES_OWN = frozenset(
    {"service_at_locations", "regular_schedules", "fees", "email", "cost_options", "locations"}
)


def _of_organisations(records: list[Any]) -> list[Any]:
    """Give the services of whole organisations, each with its organisation."""
    found: list[Any] = []
    for one in records:
        if isinstance(one, dict) and isinstance(one.get("services"), list):
            organisation = {key: value for key, value in one.items() if key != "services"}
            found += [
                {"organization": organisation} | service
                for service in one["services"]
                if isinstance(service, dict)
            ]
    return found


def _of_places(records: list[Any]) -> list[Any]:
    """Give the services of services at locations, each once with all its places."""
    services: dict[str, dict[str, Any]] = {}
    for one in records:
        if not isinstance(one, dict) or not isinstance(one.get("service"), dict):
            continue
        place = {key: value for key, value in one.items() if key != "service"}
        service = services.setdefault(str(one["service"].get("id")), dict(one["service"]))
        had = service.get("service_at_locations")
        service["service_at_locations"] = [*(had if isinstance(had, list) else []), place]
    return list(services.values())


def _is_tabular(document: Mapping[Any, Any]) -> bool:
    """Tell whether it is tables by name: {"services": [...], "organizations": [...]}."""
    names = {table_named(key) for key, rows in document.items()
             if isinstance(key, str) and isinstance(rows, list)}  # fmt: skip
    names -= {None, "taxonomy", "taxonomy_term"}
    is_named = any(isinstance(key, str) and key.endswith(".csv") for key in document)
    return is_named or ("service" in names and len(names) > 1 and "name" not in document)


def _list(document: Any, key: str) -> list[Any]:
    found = document.get(key) if isinstance(document, dict) else None
    return list(found) if isinstance(found, list) else []
