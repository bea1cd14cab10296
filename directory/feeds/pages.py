"""Walks a feed's pages: any numbering, pages that come twice, totals that change on the way."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from directory.errors import BrokenFeed
from directory.feeds.mends import Mends
from directory.feeds.shapes import unwrap

MOST_PAGES = 20_000
"""A quarter of a million services at 50 a page are 5,000 pages."""

PAGED = ("total_pages", "totalPages", "last_page", "last", "total_items", "totalElements")
"""Members that only a page has, of version 3 and of version 1."""


@dataclass(frozen=True)
class Page:
    """One page, with what it says of the others; None where it does not say."""

    records: list[Any]
    total: int | None
    pages: int | None
    is_first: bool | None
    is_last: bool | None


@dataclass
class Walk:
    """What was gathered; ``is_whole`` turns False when something may be missing."""

    records: list[Any] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    is_whole: bool = True
    remarks: list[tuple[str, str]] = field(default_factory=list)

    def take(self, page: Page) -> int:
        """Add what is new on a page and return how much that was."""
        fresh = [record for record in page.records if _key(record) not in self.seen]
        self.seen.update(map(_key, fresh))
        self.records += fresh
        return len(fresh)

    def doubt(self, what: str, why: str) -> None:
        """Note why the feed may not be whole, so that nothing is taken off."""
        self.is_whole = False
        self.remarks.append((what, f"{why} So nothing was taken off the directory this time."))


def read_page(document: Any) -> Page:
    """Read a page of version 1 (`content`, `totalElements`) or 3. Raises BrokenFeed."""
    about = document if isinstance(document, dict) else {}
    return Page(
        records=unwrap(document),
        total=_number(about, "total_items", "totalElements"),
        pages=_number(about, "total_pages", "totalPages"),
        is_first=_flag(about, "first_page", "first"),
        is_last=_flag(about, "last_page", "last"),
    )


def is_page(document: Any) -> bool:
    """Tell whether a document is one page of several and no whole package."""
    return isinstance(document, dict) and any(key in document for key in PAGED)


def walk_pages(first: Page, ask: Callable[[int], Page], mends: Mends) -> Walk:
    """Gather the records of all pages; ``first`` is the answer to page 1.

    Pages are asked for from 1 on; where page 1 says that it is not the first, 0 is.
    """
    walk = Walk()
    if first.is_first is False:
        walk.take(ask(0))
    walk.take(first)
    totals = {first.total}
    page, number = first, 1
    while not _is_over(page, number, walk):
        number += 1
        page = ask(number)
        if page.records and not walk.take(page):
            mends["page_twice"] += 1
            page = ask(number)  # a cache may have given the last answer again
            if page.records and not walk.take(page):
                _stop_at_repeat(walk, page, number)
                break
        if not page.records and _expects_more(page, number):
            walk.doubt(f"page {number}", "It was empty, though others should follow.")
            break
        totals.add(page.total)
    _check_total(walk, page, totals)
    return walk


def _is_over(page: Page, number: int, walk: Walk) -> bool:
    if number >= MOST_PAGES:
        raise BrokenFeed(f"The feed has more than {MOST_PAGES:,} pages, or goes round in circles.")
    if page.is_last is not None:
        return page.is_last or not page.records
    if page.pages is not None:
        return number >= page.pages
    if page.total is not None:
        return len(walk.seen) >= page.total or not page.records
    return True


def _expects_more(page: Page, number: int) -> bool:
    return page.is_last is False or (page.pages is not None and number < page.pages)


def _stop_at_repeat(walk: Walk, page: Page, number: int) -> None:
    if page.total is None or len(walk.seen) < page.total:
        walk.doubt(f"page {number}", "It came again with what had come before.")


def _check_total(walk: Walk, last: Page, totals: set[int | None]) -> None:
    if not walk.is_whole:
        return
    if len(totals - {None}) > 1:
        said = " and ".join(
            str(total) for total in sorted(one for one in totals if one is not None)
        )
        walk.doubt("all pages", f"The feed changed while it was read: it said {said} services.")
    elif last.total is not None and len(walk.seen) < last.total:
        gave = len(walk.seen)
        walk.doubt("all pages", f"The feed says that it has {last.total} services but gave {gave}.")


def _key(record: Any) -> str:
    """Return what tells records apart on overlapping pages: the id, or all that there is."""
    if isinstance(record, dict) and isinstance(record.get("id"), str | int) and record["id"] != "":
        return f"id {record['id']}"
    try:
        return f"all {json.dumps(record, sort_keys=True)}"
    except RecursionError:
        return "nested too deeply"


def _number(about: dict[str, Any], *keys: str) -> int | None:
    for key in keys:
        value = about.get(key)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
            return int(value)
    return None


def _flag(about: dict[str, Any], *keys: str) -> bool | None:
    found = (about.get(key) for key in keys)
    return next((value for value in found if isinstance(value, bool)), None)
