"""Joins the tables of an HSDS package (1.1 or 3.0) into whole services."""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from directory.feeds.mends import Mends
from directory.mending import is_blank

Row = dict[str, Any]
Tables = dict[str, list[Row]]
Remarks = list[tuple[str, str]]


class Joined(NamedTuple):
    """Whole services, the two lists of a taxonomy, and what could not be joined."""

    services: list[Row]
    taxonomies: list[Row]
    terms: list[Row]
    remarks: Remarks


class _Rule(NamedTuple):
    """Rows of ``table`` become ``member`` of the first parent that they name and that is there."""

    table: str
    member: str
    parents: tuple[str, ...]


@cache
def _rules() -> dict[str, Any]:
    rules: dict[str, Any] = yaml.safe_load(
        (Path(__file__).parent / "tables.yml").read_text("utf-8")
    )
    return rules


def table_named(name: str) -> str | None:
    """Return our name of a table for a file's, a resource's or a member's, in any version."""
    plain = name.lower().removesuffix(".csv").strip().replace("-", "_").replace(" ", "_")
    known: str | None = _rules()["names"].get(plain)
    return known


def gather_tables(given: Iterable[tuple[str, list[Any]]], mends: Mends) -> Tables:
    """Sort lists of rows by table. A table under two names is joined by its rows' ids."""
    tables: Tables = {}
    for name, rows in given:
        table = table_named(name)
        good = [row for row in rows if isinstance(row, dict)]
        if table == "taxonomy" and any("parent_id" in row or "vocabulary" in row for row in good):
            table = "taxonomy_term"  # HSDS 1.1's "taxonomy" holds terms
        if table is None:
            continue
        if table in tables:
            mends["same_table"] += 1
            tables[table] = _merged(tables[table], good)
        else:
            tables[table] = good
    return tables


def _merged(first: list[Row], second: list[Row]) -> list[Row]:
    by_id = {str(row["id"]): dict(row) for row in first if not is_blank(row.get("id"))}
    nameless = [row for row in (*first, *second) if is_blank(row.get("id"))]
    for row in second:
        if not is_blank(row.get("id")):
            had = by_id.setdefault(str(row["id"]), {})
            had |= {key: value for key, value in row.items() if is_blank(had.get(key))}
    return [*by_id.values(), *nameless]


def join_tables(tables: Tables) -> Joined:
    """Return services with their organisations, places, times and terms nested in them.

    A row that points to nothing is left out, and a remark says of which table and how many.
    """
    rows = {name: [dict(row) for row in found] for name, found in tables.items()}
    by_id = {name: _by_id(found) for name, found in rows.items()}
    dangling: Counter[tuple[str, str]] = Counter()
    _embed_terms(rows, by_id, dangling)
    for rule in _children():
        _attach(rule, rows.get(rule.table, ()), by_id, dangling)
    _embed(rows.get("service_at_location", ()), "location", by_id, dangling)
    _place_services(rows, by_id, dangling)
    _embed(rows.get("service", ()), "organization", by_id, dangling)
    remarks = [
        (f"table {table}", _tell(count, table, parent))
        for (table, parent), count in sorted(dangling.items())
        if count
    ]
    return Joined(
        rows.get("service", []),
        rows.get("taxonomy", []),
        rows.get("taxonomy_term", []),
        remarks,
    )


def _tell(count: int, table: str, parent: str) -> str:
    rows = "1 row points" if count == 1 else f"{count} rows point"
    lost = "The link" if (table, parent) in _LINKS_ONLY else "The row"
    were = f"{lost} was" if count == 1 else f"{lost}s were"
    return (
        f"{rows} to {_THINGS.get(parent, 'a record')} that the package does not have. {were} left "
        "out. Ask the publisher to put the id right."
    )


_LINKS_ONLY = {("service", "organization"), ("service", "location")}
"""What stays although what it points to is not there."""

_THINGS = {
    "organization": "an organisation",
    "service": "a service",
    "location": "a location",
    "service_at_location": "a service at a location",
    "contact": "a contact",
    "phone": "a phone",
    "taxonomy_term": "a taxonomy term",
}


def _by_id(rows: Iterable[Row]) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in rows:
        if not is_blank(row.get("id")):
            found.setdefault(str(row["id"]), row)
    return found


@cache
def _children() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(table, rule["member"], tuple(rule["of"]))
        for table, rule in _rules()["children"].items()
    )


def _attach(
    rule: _Rule,
    rows: Iterable[Row],
    by_id: Mapping[str, Mapping[str, Row]],
    dangling: Counter[tuple[str, str]],
) -> None:
    for row in rows:
        named = [(one, str(row[f"{one}_id"])) for one in rule.parents if _names(row, f"{one}_id")]
        found = next((by_id[one][key] for one, key in named if key in by_id.get(one, {})), None)
        if found is not None and found is not row:
            had = found.setdefault(rule.member, [])
            had.append(row) if isinstance(had, list) else None
        elif named:
            dangling[rule.table, named[0][0]] += 1


def _names(row: Row, key: str) -> bool:
    return isinstance(row.get(key), str | int) and not is_blank(row[key])


def _embed(
    rows: Iterable[Row],
    parent: str,
    by_id: Mapping[str, Mapping[str, Row]],
    dangling: Counter[tuple[str, str]],
) -> None:
    """Put the one record that a row names by ``parent``_id into the row."""
    for row in rows:
        if isinstance(row.get(parent), dict) or not _names(row, f"{parent}_id"):
            continue
        found = by_id.get(parent, {}).get(str(row[f"{parent}_id"]))
        if found is None:
            dangling[_HOLDERS[parent], parent] += 1
        else:
            row[parent] = found


_HOLDERS = {"location": "service_at_location", "organization": "service"}


def _place_services(
    rows: Tables,
    by_id: Mapping[str, Mapping[str, Row]],
    dangling: Counter[tuple[str, str]],
) -> None:
    """Hang places on their services; older sheets name the location in the service's own row."""
    _attach(
        _Rule("service_at_location", "service_at_locations", ("service",)),
        rows.get("service_at_location", ()),
        by_id,
        dangling,
    )
    for service in rows.get("service", ()):
        if "service_at_locations" not in service and _names(service, "location_id"):
            place = {"location_id": service["location_id"]}
            _embed([place], "location", by_id, dangling)
            service["service_at_locations"] = [place] if "location" in place else []


def _embed_terms(
    rows: Tables,
    by_id: Mapping[str, Mapping[str, Row]],
    dangling: Counter[tuple[str, str]],
) -> None:
    """Make attributes of both versions' links between a thing and a taxonomy term."""
    terms = by_id.get("taxonomy_term", {})
    taxonomies = by_id.get("taxonomy", {})
    for term in rows.get("taxonomy_term", ()):
        taxonomy = taxonomies.get(str(term.get("taxonomy_id")))
        if taxonomy and is_blank(term.get("taxonomy")):
            term["taxonomy"] = taxonomy.get("name")
    for table, key in _rules()["links"].items():
        linked = [link for link in rows.get(table, ()) if _has_term(link, key, terms)]
        dangling[table, "taxonomy_term"] += len(rows.get(table, ())) - len(linked)
        if table in rows:
            rows[table] = linked
    for link in (*rows.get("attribute", ()), *rows.get("link_taxonomy", ())):
        if _names(link, "link_id"):
            kind = next((one for one in _LINKED if str(link["link_id"]) in by_id.get(one, {})), "")
            link[f"{kind or 'linked'}_id"] = link["link_id"]


def _has_term(link: Row, key: str, terms: Mapping[str, Row]) -> bool:
    """Put the term that a link names into it; False where there is none."""
    if isinstance(link.get("taxonomy_term"), dict):
        return True
    term_id = str(link.pop(key, None))
    if term_id not in terms:
        return False
    link |= {"taxonomy_term_id": term_id, "taxonomy_term": terms[term_id]}
    return True


_LINKED = ("service", "organization", "location", "service_at_location")
