"""Fetches a feed from an address: all pages of an API with each service whole, or one file."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlsplit

from directory.errors import BrokenFeed
from directory.feed import Feed, feed_of, feed_of_document, parse
from directory.feeds.asking import Asker, NoAnswer, host_of
from directory.feeds.mends import Mends
from directory.feeds.packed import unpack
from directory.feeds.pages import Page, is_page, read_page, walk_pages
from directory.feeds.shapes import services_among

A_PAGE = "100"
"""Services asked for at a time: what both Outpost (200 at most) and v3 servers give."""

MOST_UNREAD = 10
"""Services in a row whose own address fails: then it is the server, not the service."""

_FILES = (".json", ".gz", ".zip", ".csv")
_NESTED = frozenset(
    {
        "service_at_locations",
        "locations",
        "schedules",
        "regular_schedules",
        "contacts",
        "attributes",
    }
    | {"service_taxonomys", "taxonomies", "cost_options", "service_areas", "languages", "phones"}
)
"""Members that a whole service has and one of a short list has not."""


def is_address(source: object) -> bool:
    """Tell whether a source is an address on the web and no file."""
    return isinstance(source, str) and source.lower().startswith(("http://", "https://"))


def name_of_address(address: str) -> str:
    """Return what a feed is called by default: its host and path, without what a query tells."""
    host = host_of(address)
    path = urlsplit(address).path.rstrip("/").removesuffix("/services") if host else ""
    return f"{host or 'feed'}{path}"[:200]


def fetch_feed(
    address: str, *, name: str | None = None, since: datetime | None = None, ask: Asker
) -> Feed:
    """Fetch a feed. With ``since`` only what changed after, if the server can tell.

    Raises BrokenFeed with the reason in words; then nothing of it should be used.
    """
    named = name or name_of_address(address)
    if urlsplit(address).path.lower().endswith(_FILES):
        data = ask.get(address, most=ask.manners.total_bytes)
        return feed_of(unpack(data), name=named)
    services, first, parameters = _knock(address, since, ask)
    if not is_page(first):
        return feed_of_document(first, name=named)
    mends: Mends = Counter()

    def give(number: int) -> Page:
        return read_page(parse(ask.get(services, parameters | {"page": str(number)})))

    walk = walk_pages(read_page(first), give, mends)
    whole, unread = _whole_ones(services_among(walk.records), services, ask)
    return Feed(
        name=named,
        services=whole,
        is_whole=walk.is_whole and "modified_after" not in parameters,
        unread=unread,
        remarks=walk.remarks,
        mends=mends,
    )


def _knock(address: str, since: datetime | None, ask: Asker) -> tuple[str, Any, dict[str, str]]:
    """Find where the services are and what may be asked: (address, first answer, parameters).

    The address may be the list's or the API's; a server may refuse parameters it does not know.
    """
    base, _, query = address.partition("?")
    wanted = {"page": "1", "per_page": A_PAGE, "full": "true"}
    if since is not None:
        wanted["modified_after"] = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    problem: BrokenFeed = BrokenFeed("There is no list of services at this address.")
    for where in dict.fromkeys((base, f"{base.rstrip('/')}/services")):
        for parameters in (wanted, {"page": "1"}):
            full = f"{where}?{query}" if query else where
            try:
                data = unpack(ask.get(full, parameters))
            except NoAnswer as refusal:
                if refusal.status not in _OTHER_QUESTION:
                    raise
                problem = refusal
                continue
            try:
                document = parse(data if isinstance(data, bytes) else b"")
            except BrokenFeed as no_json:
                problem = no_json
                break
            if _is_description(document):
                break
            return full, document, _understood(document, parameters)
    raise problem


_OTHER_QUESTION = frozenset({400, 404, 405, 422})


def _understood(document: Any, parameters: dict[str, str]) -> dict[str, str]:
    """Return the parameters for further pages; version 1 gives all whatever changed when."""
    is_version_1 = isinstance(document, dict) and "content" in document
    unknown = {"page", "modified_after"} if is_version_1 else {"page"}
    return {key: value for key, value in parameters.items() if key not in unknown}


def _is_description(document: Any) -> bool:
    return isinstance(document, dict) and bool({"openapi_url", "profile"} & document.keys())


def _whole_ones(
    records: list[Any], services: str, ask: Asker
) -> tuple[list[Any], list[tuple[str, str]]]:
    """Return services whole: as the list gave them, or each from its own address."""
    if any(isinstance(one, dict) and one.keys() & _NESTED for one in records):
        return records, []
    whole: list[Any] = []
    unread: list[tuple[str, str]] = []
    in_a_row = 0
    base = services.partition("?")[0].rstrip("/")
    for record in records:
        found, why = _whole(record, base, ask)
        in_a_row = in_a_row + 1 if why else 0
        if in_a_row >= MOST_UNREAD:
            raise BrokenFeed(f"{in_a_row} services in a row could not be fetched. The last: {why}")
        if why:
            unread.append((str(record["id"])[:200], why))
        else:
            whole.append(found)
    return whole, unread


def _whole(record: Any, base: str, ask: Asker) -> tuple[Any, str | None]:
    if not isinstance(record, dict) or record.get("id") in (None, ""):
        return record, None  # the load refuses it in words
    try:
        found = parse(ask.get(f"{base}/{quote(str(record['id']), safe='')}"))
    except NoAnswer as problem:
        return None, f"Its own address failed: {problem} The last good copy stays."
    except BrokenFeed as problem:
        if "JSON" not in str(problem):
            raise
        return None, f"Its own address failed: {problem} The last good copy stays."
    if not isinstance(found, dict) or str(found.get("id")) != str(record["id"]):
        return None, "Its own address answers with another record. The last good copy stays."
    return found, None
