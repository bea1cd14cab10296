"""Reads a feed into records: any version of Open Referral, from a file, a folder or a package."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from directory.errors import BrokenFeed
from directory.feeds.mends import Mends
from directory.feeds.packed import Files, open_source, unpack
from directory.feeds.packed import source_name as source_name
from directory.feeds.shapes import find_services
from directory.feeds.sheets import read_sheets
from directory.feeds.tables import Joined, gather_tables, join_tables

Document = dict[str, Any]


@dataclass(frozen=True)
class Feed:
    """What a feed holds; each list still as it came.

    ``is_whole``: everything that the feed has is here, so what is missing was taken off.
    ``unread`` are services that it names but could not give (id, reason): their last good copy
    stays. ``remarks`` (what, reason) tell of other things that could not be taken.
    """

    name: str
    services: list[Any]
    taxonomies: list[Any] = field(default_factory=list)
    terms: list[Any] = field(default_factory=list)
    is_whole: bool = True
    unread: list[tuple[str, str]] = field(default_factory=list)
    remarks: list[tuple[str, str]] = field(default_factory=list)
    mends: Mends = field(default_factory=Counter)


def read_feed(source: str | Path | bytes, *, name: str | None = None) -> Feed:
    """Read a file's or folder's path, or a file's bytes. ``name`` tells feeds apart.

    The default name is the file's. Raises BrokenFeed with the reason in words.
    """
    if not isinstance(source, bytes) and str(source).startswith(("http://", "https://")):
        raise BrokenFeed("An address on the web is fetched first (directory.feeds.web).")
    named = name or (source_name(source) if not isinstance(source, bytes) else "upload")
    return feed_of(open_source(source), name=named)


def feed_of(opened: bytes | Files, *, name: str) -> Feed:
    """Read what was opened: a document's bytes or the files of a package. Raises BrokenFeed."""
    mends: Mends = Counter()
    return _feed(_joined(opened, mends), name, mends)


def feed_of_document(document: Any, *, name: str) -> Feed:
    """Read a parsed document that holds everything. Raises BrokenFeed."""
    mends: Mends = Counter()
    return _feed(find_services(document, mends), name, mends)


def _feed(found: Joined, name: str, mends: Mends) -> Feed:
    return Feed(
        name=name,
        services=found.services,
        taxonomies=found.taxonomies,
        terms=found.terms,
        remarks=found.remarks,
        mends=mends,
    )


def _joined(opened: bytes | Files, mends: Mends) -> Joined:
    if isinstance(opened, bytes):
        return find_services(parse(opened), mends)
    if any(name.lower().endswith(".csv") for name in opened):
        joined = join_tables(gather_tables(read_sheets(opened, mends), mends))
        if not joined.services:
            raise BrokenFeed("The package has no table of services, or it is empty.")
        return joined
    documents = [data for name, data in opened.items() if name.lower() != "datapackage.json"]
    if len(documents) != 1:
        raise BrokenFeed(
            "There are several documents and no tables in it. Load the one with the services: "
            + ", ".join(sorted(opened)[:10])
        )
    inner = unpack(documents[0])
    return find_services(parse(inner if isinstance(inner, bytes) else b""), mends)


def parse(data: bytes) -> Any:
    """Return what JSON says. Raises BrokenFeed with the reason in words."""
    if not data.strip():
        raise BrokenFeed("The file is empty.")
    if data.lstrip()[:1] == b"<":
        raise BrokenFeed(
            "It is a web page and not JSON. Load the address of the feed itself; it often ends "
            "in /services."
        )
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        raise BrokenFeed(f"The file is not UTF-8 text (byte {problem.start}).") from problem
    except json.JSONDecodeError as problem:
        raise BrokenFeed(
            f"The file is not JSON: line {problem.lineno}, column {problem.colno}."
        ) from problem
    except RecursionError as problem:
        raise BrokenFeed("The file is nested too deeply to be a feed.") from problem
    except ValueError as problem:
        raise BrokenFeed(
            "The file is not JSON: a number in it has thousands of digits."
        ) from problem


def each_term(service: Document) -> Iterator[Document]:
    """Give the taxonomy terms on a service's own attributes."""
    for attribute in service.get("attributes") or []:
        term = attribute.get("taxonomy_term")
        if isinstance(term, dict):
            yield term
