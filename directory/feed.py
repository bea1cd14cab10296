"""Reads a feed's document into records: Open Referral UK v3, plain or gzipped JSON."""

import gzip
import io
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from directory.errors import BrokenFeed

Document = dict[str, Any]

LARGEST = 400_000_000
"""Bytes of JSON that are read at most: a quarter of a million services are about 300 MB."""

_LISTS = ("contents", "items", "services", "data", "content")
"""Where publishers put the list: v3 pages, HSDS APIs, whole packages; `content` is v1."""


@dataclass(frozen=True)
class Feed:
    """What a feed holds; each list still as it came."""

    name: str
    services: list[Any]
    taxonomies: list[Any]
    terms: list[Any]


def read_feed(source: str | Path | bytes, *, name: str | None = None) -> Feed:
    """Read a file's path or its bytes. ``name`` tells feeds apart; the file's name is the default.

    Raises BrokenFeed with the reason in words.
    """
    named = name or (source_name(source) if not isinstance(source, bytes) else "upload")
    document = _parse(_unpack(_read(source)))
    services = _find_services(document)
    return Feed(
        name=named,
        services=services,
        taxonomies=_list(document, "taxonomies"),
        terms=_list(document, "taxonomy_terms"),
    )


def source_name(source: str | Path) -> str:
    """Return the file's name without what only says how it is packed."""
    return Path(source).name.removesuffix(".gz").removesuffix(".json") or str(source)


def _read(source: str | Path | bytes) -> bytes:
    if isinstance(source, bytes):
        return source
    if str(source).startswith(("http://", "https://")):
        raise BrokenFeed("This version reads files. Save the feed to a file and load that.")
    try:
        return Path(source).read_bytes()
    except FileNotFoundError as problem:
        raise BrokenFeed(f"There is no file {Path(source).name}.") from problem
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise BrokenFeed(f"{Path(source).name} cannot be read: {reason}.") from problem


def _unpack(data: bytes) -> bytes:
    if data[:2] != b"\x1f\x8b":
        return data
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
            unpacked = packed.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error) as problem:
        raise BrokenFeed("The file is gzipped but damaged or cut off. Fetch it again.") from problem
    if len(unpacked) > LARGEST:
        raise BrokenFeed(f"The file is larger than {LARGEST // 1_000_000} MB when unpacked.")
    return unpacked


def _parse(data: bytes) -> Any:
    if not data.strip():
        raise BrokenFeed("The file is empty.")
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


def _find_services(document: Any) -> list[Any]:
    if isinstance(document, list):
        return document
    if not isinstance(document, dict):
        raise BrokenFeed("The file holds no list of services.")
    for key in _LISTS:
        if isinstance(document.get(key), list):
            return list(document[key])
    if "id" in document and "name" in document:
        return [document]
    raise BrokenFeed(
        "The file holds no list of services; one is looked for under " + ", ".join(_LISTS) + "."
    )


def _list(document: Any, key: str) -> list[Any]:
    found = document.get(key) if isinstance(document, dict) else None
    return list(found) if isinstance(found, list) else []


def each_term(service: Document) -> Iterator[Document]:
    """Give the taxonomy terms on a service's own attributes."""
    for attribute in service.get("attributes") or []:
        term = attribute.get("taxonomy_term")
        if isinstance(term, dict):
            yield term
