"""Keeps the taxonomies of a feed and their terms in the directory's tables."""

import uuid
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.document import mend_listed
from directory.feed import Feed, each_term
from directory.feeds.version_1 import as_terms
from directory.record import ServiceRecord
from directory.writing import upsert_rows
from storage.tables.directory import Taxonomy, TaxonomyTerm

Document = dict[str, Any]


def load_taxonomies(session: Session, feed: Feed, records: Iterable[ServiceRecord]) -> None:
    """Write the taxonomies and terms that a feed lists, and those on its changed services."""
    taxonomies = _listed(feed.taxonomies, feed.name, "taxonomies")
    terms = _on_services(records) | _listed(as_terms(feed.terms), feed.name, "terms")
    for term in terms.values():
        taxonomy_id, name = term.get("taxonomy_id"), term.get("taxonomy")
        if taxonomy_id and name and taxonomy_id not in taxonomies:
            taxonomies[taxonomy_id] = {"id": taxonomy_id, "name": name, "description": name}
    had = {str(one) for one in session.scalars(_ids(feed.name))}
    _drop_bad_parents(terms, had | set(terms))
    if taxonomies:
        rows = [_taxonomy_row(one, feed.name) for one in taxonomies.values()]
        upsert_rows(session, Taxonomy, rows)
    if terms:
        upsert_rows(session, TaxonomyTerm, [_term_row(one, feed.name) for one in terms.values()])


def _ids(source: str) -> Any:
    return select(TaxonomyTerm.id).where(TaxonomyTerm.source == source)


def _on_services(records: Iterable[ServiceRecord]) -> dict[str, Document]:
    found = (term for record in records for term in each_term(record.service["document"]))
    return {term["id"]: dict(term) for term in found}


def _listed(raws: list[Any], source: str, kind: str) -> dict[str, Document]:
    documents = (mend_listed(raw, source=source, kind=kind) for raw in raws)
    return {document["id"]: document for document in documents if document}


def _drop_bad_parents(terms: dict[str, Document], known: set[str]) -> None:
    """Take away parents that are not there, and the link that closes a circle of parents."""
    for term in terms.values():
        if term.get("parent_id") not in known:
            term.pop("parent_id", None)
        above, steps = term.get("parent_id"), 0
        while above in terms and above != term["id"] and steps < len(terms):
            above, steps = terms[above].get("parent_id"), steps + 1
        if above == term["id"] or steps == len(terms):
            term.pop("parent_id", None)


def _taxonomy_row(document: Document, source: str) -> dict[str, Any]:
    return {
        "id": uuid.UUID(document["id"]),
        "source": source,
        "name": document["name"],
        "document": document,
    }


def _term_row(document: Document, source: str) -> dict[str, Any]:
    return {
        "id": uuid.UUID(document["id"]),
        "source": source,
        "taxonomy_id": uuid.UUID(document["taxonomy_id"]) if "taxonomy_id" in document else None,
        "parent_id": uuid.UUID(document["parent_id"]) if "parent_id" in document else None,
        "code": str(document["code"])[:200] if "code" in document else None,
        "name": document["name"],
        "document": document,
    }
