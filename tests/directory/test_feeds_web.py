"""Feeds from an address: pages, faults and manners of real servers, over real HTTP."""

import gzip
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Response
from sqlalchemy import select

from council import CouncilFeed
from directory.command import load_address, load_feeds, load_source
from directory.errors import BrokenFeed
from directory.feed import Feed
from directory.feeds.asking import Asker, Manners
from directory.feeds.reports import WHOLE_EVERY, LoadReport, say_report
from directory.feeds.web import fetch_feed, name_of_address
from storage.engine import Sessions
from storage.tables.directory import Service
from tests.directory.publisher import Publisher, publishing

FEEDS = Path(__file__).parent / "feeds"
QUICK = Manners(apart=0.0, wait=0.0, timeout=0.5)


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with publishing() as opened:
        yield opened


def fetch(publisher: Publisher, path: str = "/services", **how: Any) -> Feed:
    with Asker(publisher.address, manners=how.pop("manners", QUICK)) as ask:
        return fetch_feed(publisher.address + path, ask=ask, **how)


def outpost_page(number: int) -> Any:
    return json.loads((FEEDS / f"outpost_{number}.json").read_text("utf-8"))


def service(number: int, **parts: Any) -> dict[str, Any]:
    name = {"id": f"00000000-0000-4000-8000-{number:012}", "name": f"Club {number}"}
    return name | {"contacts": []} | parts


def page(numbers: range, *, of: int, number: int, size: int = 3, **parts: Any) -> dict[str, Any]:
    """A version 3 page."""
    pages = -(-of // size)
    return {
        "total_items": of,
        "total_pages": pages,
        "page_number": number,
        "size": len(numbers),
        "first_page": number == 1,
        "last_page": number == pages,
        "empty": not numbers,
        "contents": [service(one) for one in numbers],
    } | parts


def ids(feed: Feed) -> list[int]:
    return [int(str(one["id"])[-12:]) for one in feed.services]


def test_all_pages_of_an_outpost_feed_are_read(publisher: Publisher) -> None:
    for number in (1, 2):
        publisher.give(f"/services?page={number}", outpost_page(number))
    feed = fetch(publisher)
    assert [one["name"] for one in feed.services][-1] == "Fellwick ferry bus"
    assert (len(feed.services), feed.is_whole, feed.remarks) == (7, True, [])
    assert len(publisher.asked) == 2


def test_placecube_s_list_is_filled_from_each_service_s_own_address(publisher: Publisher) -> None:
    told = json.loads((FEEDS / "placecube.json").read_text("utf-8"))
    publisher.give("/services", told["list"])
    for service_id, whole in told["services"].items():
        publisher.give(f"/services/{service_id}", whole)
    feed = fetch(publisher)
    assert [one["name"] for one in feed.services] == ["Sea swimmers"]
    assert "service_at_locations" in feed.services[0]
    (unread,) = feed.unread
    assert unread[0] == "e7d4a3c2-0b1f-4a55-9d2e-6a1f0c9b7e02"
    assert "404 (there is nothing at this address). The last good copy stays." in unread[1]


def test_version_3_pages_are_asked_for_whole(publisher: Publisher) -> None:
    publisher.give("/services?page=1", page(range(3), of=5, number=1))
    publisher.give("/services?page=2", page(range(3, 5), of=5, number=2))
    feed = fetch(publisher)
    assert (ids(feed), feed.is_whole) == ([0, 1, 2, 3, 4], True)
    assert "full=true" in publisher.asked[0]


def test_the_address_of_the_api_itself_will_do(publisher: Publisher) -> None:
    publisher.give("/v3", {"version": "HSDS-UK-3.0", "profile": "p", "openapi_url": "o"})
    publisher.give("/v3/services", page(range(2), of=2, number=1))
    assert ids(fetch(publisher, "/v3")) == [0, 1]


def test_a_server_that_knows_no_other_parameters_is_asked_with_the_page_alone(
    publisher: Publisher,
) -> None:
    publisher.first = [lambda: Response("what is full?", 400)]
    publisher.give("/services", page(range(2), of=2, number=1))
    assert ids(fetch(publisher, since=datetime(2026, 1, 1))) == [0, 1]
    assert publisher.asked[1] == "/services?page=1"


def test_pages_counted_from_0_are_all_read(publisher: Publisher) -> None:
    publisher.give("/services?page=0", page(range(3), of=5, number=1, first_page=True))
    publisher.give("/services?page=1", page(range(3, 5), of=5, number=2, last_page=True))
    assert ids(fetch(publisher)) == [0, 1, 2, 3, 4]


def test_a_page_that_comes_twice_is_taken_once(publisher: Publisher) -> None:
    pages = [page(range(3), of=6, number=1), page(range(3), of=6, number=1)]
    publisher.first = [lambda one=one: Response(json.dumps(one)) for one in pages]  # type: ignore[misc]
    publisher.give("/services?page=2", page(range(3, 6), of=6, number=2))
    feed = fetch(publisher)
    assert (ids(feed), feed.is_whole) == ([0, 1, 2, 3, 4, 5], True)
    assert feed.mends["page_twice"] == 1


def test_a_server_stuck_on_one_page_does_not_hold_us_up(publisher: Publisher) -> None:
    publisher.give("/services", page(range(3), of=9, number=1))
    feed = fetch(publisher)
    assert (ids(feed), feed.is_whole, len(publisher.asked)) == ([0, 1, 2], False, 3)
    assert "nothing was taken off" in feed.remarks[0][1]


def test_a_total_that_changes_in_the_middle_takes_nothing_off(publisher: Publisher) -> None:
    publisher.give("/services?page=1", page(range(3), of=6, number=1))
    publisher.give("/services?page=2", page(range(2, 5), of=5, number=2))
    feed = fetch(publisher)
    assert (ids(feed), feed.is_whole) == ([0, 1, 2, 3, 4], False)
    assert "it said 5 and 6 services" in feed.remarks[0][1]


def test_an_empty_page_in_the_middle_takes_nothing_off(publisher: Publisher) -> None:
    publisher.give("/services?page=1", page(range(3), of=9, number=1))
    publisher.give("/services?page=2", page(range(0), of=9, number=2, last_page=False))
    feed = fetch(publisher)
    assert (ids(feed), feed.is_whole) == ([0, 1, 2], False)


def test_a_single_document_without_pages_is_the_whole_feed(publisher: Publisher) -> None:
    publisher.give("/export", [service(1), service(2)])
    assert (ids(fetch(publisher, "/export")), len(publisher.asked)) == ([1, 2], 1)


def test_a_packed_file_is_fetched_without_questions(publisher: Publisher) -> None:
    data = gzip.compress(json.dumps({"services": [service(1)]}).encode())
    publisher.pages["/all.json.gz"] = lambda: Response(data, mimetype="application/gzip")
    assert ids(fetch(publisher, "/all.json.gz")) == [1]
    assert publisher.asked == ["/all.json.gz"]


def test_a_tired_server_is_asked_again(publisher: Publisher) -> None:
    publisher.first = [
        lambda: Response("busy", 503),
        lambda: Response("slow down", 429, headers={"Retry-After": "7"}),
        lambda: Response("later", 503, headers={"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}),
    ]
    publisher.give("/services", page(range(2), of=2, number=1))
    waits: list[float] = []
    manners = Manners(apart=0.0, wait=2.0)
    with Asker(publisher.address, manners=manners, sleep=waits.append) as ask:
        feed = fetch_feed(f"{publisher.address}/services", ask=ask)
    assert (ids(feed), waits) == ([0, 1], [2.0, 7.0, 0.0])


def test_requests_are_kept_apart(publisher: Publisher) -> None:
    for number in (1, 2, 3):
        numbers = range(number * 3, number * 3 + 3)
        publisher.give(f"/services?page={number}", page(numbers, of=9, number=number))
    waits: list[float] = []
    clock = iter(range(1000))
    with Asker(
        publisher.address,
        manners=Manners(apart=5.0),
        sleep=waits.append,
        now=lambda: float(next(clock)) / 100,
    ) as ask:
        fetch_feed(f"{publisher.address}/services", ask=ask)
    assert len(waits) == 2
    assert all(4.5 < wait <= 5.0 for wait in waits)


def broken(publisher: Publisher, path: str = "/services", **how: Any) -> str:
    with pytest.raises(BrokenFeed) as caught:
        fetch(publisher, path, **how)
    return str(caught.value)


def test_a_server_that_stays_ill_is_given_up_with_the_reason(publisher: Publisher) -> None:
    publisher.pages["/services"] = lambda: Response("", 503)
    assert broken(publisher) == "The server answered 503. It was asked 5 times."
    assert len(publisher.asked) == 5


def test_who_says_to_come_back_tomorrow_is_not_waited_for(publisher: Publisher) -> None:
    publisher.pages["/services"] = lambda: Response("", 429, headers={"Retry-After": "86400"})
    assert broken(publisher) == "The server answered 429. It was asked once."


def test_a_web_page_in_place_of_data_is_told(publisher: Publisher) -> None:
    publisher.pages["/services"] = lambda: Response("<!doctype html><p>Sign in")
    publisher.pages["/services/services"] = publisher.pages["/services"]
    assert "It is a web page and not JSON" in broken(publisher)


def test_a_flood_is_cut_off(publisher: Publisher) -> None:
    publisher.pages["/services"] = lambda: Response(b"[" + b" " * 2_000_000)
    assert "more than 1,000,000 bytes" in broken(
        publisher, manners=Manners(apart=0, page_bytes=1_000_000)
    )


def test_silence_is_not_waited_for(publisher: Publisher) -> None:
    def slow() -> Iterator[bytes]:
        import time

        yield b"["
        time.sleep(1.0)

    publisher.pages["/services"] = lambda: Response(slow())
    manners = Manners(apart=0, tries=1, timeout=0.2)
    assert "did not answer in time" in broken(publisher, manners=manners)


def test_a_feed_that_takes_too_long_is_given_up(publisher: Publisher) -> None:
    publisher.give("/services", page(range(3), of=9, number=1))
    hours = iter(range(1000))
    asking = Asker(publisher.address, manners=QUICK, now=lambda: next(hours) * 3600.0)
    with asking as ask, pytest.raises(BrokenFeed, match="longer than 3 hours"):
        fetch_feed(f"{publisher.address}/services", ask=ask)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("http://feeds.example.org/services", "Only https"),
        ("ftp://feeds.example.org/services", "no address on the web"),
        ("https://", "no address on the web"),
        ("https://[::1", "no address on the web"),
    ],
)
def test_only_safe_addresses_are_asked(address: str, reason: str) -> None:
    with pytest.raises(BrokenFeed, match=reason):
        Asker(address)


def test_an_address_does_not_lead_astray(publisher: Publisher) -> None:
    away = {"Location": "http://feeds.example.org/services"}
    publisher.pages["/services"] = lambda: Response("", 302, headers=away)
    assert "Only https" in broken(publisher)
    publisher.pages["/services"] = lambda: Response("", 302, headers={"Location": "/services"})
    assert "without an end" in broken(publisher)
    publisher.pages["/services"] = lambda: Response("", 301, headers={"Location": "/new/services"})
    publisher.give("/new/services", page(range(2), of=2, number=1))
    assert ids(fetch(publisher)) == [0, 1]


def load(sessions: Sessions, publisher: Publisher, at: datetime, **how: Any) -> LoadReport:
    address = f"{publisher.address}/services"
    return load_address(sessions, address, at=at, name="fellwick", manners=QUICK, **how)


def test_a_feed_is_read_whole_once_a_week_and_else_by_its_changes(
    sessions: Sessions, publisher: Publisher, now: datetime
) -> None:
    publisher.give("/services", page(range(3), of=3, number=1))
    assert load(sessions, publisher, now).added == 3
    changed = page(range(0), of=1, number=1, contents=[service(2, name="Club two")])
    publisher.give("/services", changed)
    report = load(sessions, publisher, now + timedelta(days=1))
    assert "modified_after=2026-11-23T10%3A00%3A00Z" in publisher.asked[-1]
    assert (report.changed, report.removed, report.is_whole) == (1, 0, False)
    publisher.give("/services", page(range(1, 3), of=2, number=1))
    report = load(sessions, publisher, now + WHOLE_EVERY)
    assert "modified_after" not in publisher.asked[-1]
    assert (report.removed, report.is_whole) == (1, True)


def test_the_last_good_copy_is_served_while_a_feed_is_broken(
    sessions: Sessions, publisher: Publisher, now: datetime
) -> None:
    publisher.give("/services", page(range(3), of=3, number=1))
    load(sessions, publisher, now)
    publisher.pages["/services"] = lambda: Response("", 500)
    report = load(sessions, publisher, now + timedelta(days=1))
    assert report.is_broken
    assert "what was loaded before is still served" in say_report(report)
    with sessions() as session:
        assert session.scalars(select(Service.removed_at)).all() == [None] * 3


def test_a_service_whose_own_address_fails_stays(
    sessions: Sessions, publisher: Publisher, now: datetime
) -> None:
    short = [{"id": service(n)["id"], "name": f"Club {n}"} for n in range(3)]
    publisher.give("/services", page(range(0), of=3, number=1, contents=short))
    for n in range(3):
        publisher.give(f"/services/{service(n)['id']}", service(n, description="Whole"))
    assert load(sessions, publisher, now).added == 3
    publisher.pages[f"/services/{service(1)['id']}"] = lambda: Response("", 500)
    report = load(sessions, publisher, now + timedelta(days=8))
    assert (report.unchanged, report.removed, len(report.refused)) == (2, 0, 1)


def test_the_council_s_feeds_are_loaded_one_after_the_other(
    sessions: Sessions, publisher: Publisher, now: datetime
) -> None:
    publisher.give("/good/services", page(range(2), of=2, number=1))
    feeds = [
        CouncilFeed(name="bad", address=f"{publisher.address}/bad.json"),
        CouncilFeed(name="good", address=f"{publisher.address}/good/services"),
    ]
    bad, good = load_feeds(sessions, feeds, at=now)
    assert (bad.is_broken, good.added) == (True, 2)


def test_the_command_takes_an_address(
    sessions: Sessions, publisher: Publisher, now: datetime
) -> None:
    publisher.give("/services", page(range(2), of=2, number=1))
    report = load_source(sessions, f"{publisher.address}/services", at=now)
    assert (report.source, report.added) == ("127.0.0.1", 2)


def test_a_feed_is_named_by_its_address_without_what_a_query_tells() -> None:
    told = name_of_address("https://feeds.example.org/api/v1/services?key=secret")
    assert told == "feeds.example.org/api/v1"
