"""Feeds: what is good is taken, what is bad is refused in words, the last good copy stays."""

import gzip
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from directory.load import load_directory
from storage.tables.directory import Service, ServicePlace, ServiceTime
from tests.directory.conftest import SERVICES


def feed(*services: dict[str, Any]) -> bytes:
    return json.dumps({"contents": list(services)}).encode()


def service(number: int, **parts: Any) -> dict[str, Any]:
    return {"id": f"00000000-0000-4000-8000-{number:012}", "name": f"Club {number}"} | parts


def loaded(session: Session, number: int) -> Service:
    found = session.scalars(select(Service).where(Service.source_id == service(number)["id"])).one()
    session.refresh(found)
    return found


def test_the_demonstration_council_loads_whole(session: Session, now: datetime) -> None:
    report = load_directory(session, SERVICES, at=now)
    assert report.refused == []
    assert report.added == len(json.loads(SERVICES.read_text("utf-8"))["contents"])


def test_a_repeated_load_changes_no_row(session: Session, now: datetime) -> None:
    first = load_directory(session, SERVICES, at=now)
    before = versions_of_rows(session)
    second = load_directory(session, SERVICES, at=now + timedelta(days=1))
    assert (second.added, second.changed, second.removed) == (0, 0, 0)
    assert (second.unchanged, second.mended) == (first.added, {})
    assert versions_of_rows(session) == before


def versions_of_rows(session: Session) -> dict[str, list[Any]]:
    """PostgreSQL's own version of every row: it changes with any write, even of equal values."""
    session.flush()
    tables = "services service_places service_times organisations taxonomies taxonomy_terms"
    ask = "SELECT xmin::text, cmin::text, ctid::text FROM {} ORDER BY ctid"
    return {
        table: list(session.execute(text(ask.format(table))).all())
        for table in [*tables.split(), "directory_words"]
    }


def test_greater_manchester_loads_with_its_dirt_mended(
    session: Session, now: datetime, shared: Path
) -> None:
    source = shared / "data" / "directory" / "gm_services_oruk_v3.json.gz"
    report = load_directory(session, source, at=now)
    assert (report.added, report.refused) == (2404, [])
    assert load_directory(session, source, at=now).unchanged == 2404
    themed = session.scalar(select(func.count()).where(func.cardinality(Service.themes) > 0))
    assert themed is not None
    assert themed > 2000
    mangled = session.scalars(select(Service.phone).where(Service.phone.like("%e%"))).all()
    assert mangled == []
    closed = select(Service.name).where(Service.availability == "closed").order_by(Service.name)
    assert session.scalars(closed).all() == [
        "4CT Limited",
        "My Side",
        "Trafford Heart/Stroke Group",
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"<html>Sorry</html>", "not JSON"),
        (b'{"contents": [{"id": "1", "na', "not JSON"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (gzip.compress(b"[]")[:12], "damaged or cut off"),
        (b'"services"', "no list of services"),
        (b'{"message": "gone"}', "no list of services"),
        (b"[" * 100_000, "deep"),
    ],
)
def test_a_broken_file_is_refused_in_words_and_the_last_copy_stays(
    session: Session, now: datetime, data: bytes, reason: str
) -> None:
    load_directory(session, feed(service(1)), at=now, name="clubs")
    report = load_directory(session, data, at=now, name="clubs")
    assert [name for name, _ in report.refused] == ["clubs"]
    assert reason in report.refused[0][1]
    assert loaded(session, 1).removed_at is None


def test_a_missing_file_is_refused_in_words(session: Session, now: datetime) -> None:
    report = load_directory(session, "nowhere/clubs.json", at=now)
    assert report.refused == [("clubs", "There is no file clubs.json.")]


def test_a_bad_record_is_refused_and_the_good_ones_are_taken(
    session: Session, now: datetime
) -> None:
    report = load_directory(
        session,
        feed(
            service(1),
            service(2, name="  "),
            {"name": "No id"},
            service(1, name="Again"),
            service(3),
        )[:-2]
        + b', "just words", null]}',
        at=now,
        name="clubs",
    )
    assert report.added == 2
    ask = "Ask whoever publishes the feed to"
    assert dict(report.refused) == {
        service(2)["id"]: f"It has no name. {ask} give it one.",
        "No id": f"It has no id. {ask} give it one.",
        "Again": "Its id comes twice in the feed; the first record was taken. Ask the publisher "
        "which of them is right.",
        "just words": f"It is not a record but a bare value. {ask} take it out.",
        "a bare value": f"It is not a record but a bare value. {ask} take it out.",
    }


def test_members_of_the_wrong_type_do_no_harm(session: Session, now: datetime) -> None:
    report = load_directory(
        session,
        feed(
            service(
                1,
                description=["a list"],
                minimum_age="over 12",
                maximum_age=-1,
                organization="a word",
                schedules={"id": "not a list"},
                service_at_locations=[None, 5, {"id": 9, "location": {"latitude": "north"}}],
                contacts="nobody",
                attributes=[{"id": 3, "taxonomy_term": "a word"}, None],
                cost_options=[{"id": 4, "amount": "NaN"}],
            )
        ),
        at=now,
        name="clubs",
    )
    assert (report.added, report.refused) == (1, [])


def test_what_the_feed_no_longer_has_is_taken_off_and_may_come_back(
    session: Session, now: datetime
) -> None:
    load_directory(session, feed(service(1), service(2)), at=now, name="clubs")
    report = load_directory(session, feed(service(1)), at=now, name="clubs")
    assert (report.removed, report.unchanged) == (1, 1)
    assert loaded(session, 2).removed_at == now
    assert load_directory(session, feed(service(1)), at=now, name="clubs").removed == 0
    load_directory(session, feed(service(1), service(2)), at=now, name="clubs")
    assert loaded(session, 2).removed_at is None


def test_a_feed_that_loses_over_a_third_of_its_services_is_held_back_until_accepted(
    session: Session, now: datetime
) -> None:
    load_directory(session, feed(*map(service, range(30))), at=now, name="clubs")
    fewer = feed(*map(service, range(1, 19)), service(0, name="New name"), service(99))
    report = load_directory(session, fewer, at=now, name="clubs")
    assert (report.added, report.changed, report.removed, report.is_held) == (0, 0, 0, True)
    assert "11 of 30 services are gone" in report.refused[0][1]
    assert "--accept" in report.refused[0][1]
    assert loaded(session, 29).removed_at is None
    assert loaded(session, 0).name == "Club 0"
    report = load_directory(session, fewer, at=now, name="clubs", accept=True)
    assert (report.added, report.changed, report.removed, report.is_held) == (1, 1, 11, False)
    assert loaded(session, 29).removed_at == now


def test_a_feed_may_lose_a_third(session: Session, now: datetime) -> None:
    load_directory(session, feed(*map(service, range(9))), at=now, name="clubs")
    report = load_directory(session, feed(*map(service, range(6))), at=now, name="clubs")
    assert (report.removed, report.is_held) == (3, False)


def test_another_feed_cannot_take_a_service_over(session: Session, now: datetime) -> None:
    load_directory(session, feed(service(1, name="Ours")), at=now, name="ours")
    report = load_directory(session, feed(service(1, name="Theirs")), at=now, name="theirs")
    assert [called for called, _ in report.refused] == ["Theirs"]
    assert report.refused[0][1].startswith("Another feed already has a service with this id.")
    assert loaded(session, 1).name == "Ours"


def test_local_checks_and_availability_survive_a_reload(session: Session, now: datetime) -> None:
    load_directory(session, feed(service(1, assured_date="2026-01-05")), at=now, name="clubs")
    ours = loaded(session, 1)
    ours.checked_at, ours.checked_by = now, "community team"
    ours.availability, ours.availability_by = "full", "the group"
    session.flush()
    load_directory(
        session,
        feed(service(1, assured_date="2026-02-05", description="New words")),
        at=now,
        name="clubs",
    )
    kept = loaded(session, 1)
    assert kept.description == "New words"
    assert (kept.checked_at, kept.checked_by) == (now, "community team")
    assert kept.availability == "full"


def test_a_newer_check_of_the_feed_counts(session: Session, now: datetime) -> None:
    load_directory(session, feed(service(1, assured_date="2026-01-05")), at=now, name="clubs")
    load_directory(session, feed(service(1, assured_date="2026-11-05")), at=now, name="clubs")
    checked_at = loaded(session, 1).checked_at
    assert checked_at is not None
    assert checked_at.date().isoformat() == "2026-11-05"


def test_private_names_and_mailboxes_are_not_kept(session: Session, now: datetime) -> None:
    load_directory(
        session,
        feed(
            service(
                1,
                email="ann.johnson57@btinternet.example",
                contacts=[
                    {
                        "id": "c1",
                        "name": "Ann Johnson",
                        "title": "Secretary",
                        "phones": [{"id": "p1", "number": "01632 960123"}],
                    },
                    {"id": "c2", "name": "Enquiries"},
                ],
                service_at_locations=[
                    {
                        "id": "l1",
                        "location": {
                            "id": "l2",
                            "location_type": "physical",
                            "addresses": [
                                {
                                    "id": "a1",
                                    "attention": "Mrs Johnson",
                                    "address_1": "1 Quay Street",
                                    "city": "Harbourside",
                                    "postal_code": "hb12ab",
                                }
                            ],
                        },
                    }
                ],
            )
        ),
        at=now,
        name="clubs",
    )
    kept = loaded(session, 1)
    assert "Johnson" not in json.dumps(kept.document)
    assert "johnson" not in json.dumps(kept.document)
    assert kept.email is None
    assert kept.phone == "01632 960123"
    assert kept.document["contacts"][1]["name"] == "Enquiries"
    place = session.scalars(select(ServicePlace).where(ServicePlace.service_id == kept.id)).one()
    assert place.postcode == "HB1 2AB"


def test_a_service_closed_only_in_its_text_is_closed(session: Session, now: datetime) -> None:
    load_directory(
        session, feed(service(1, description="This group is now closed")), at=now, name="clubs"
    )
    assert loaded(session, 1).availability == "closed"


def test_changed_times_replace_the_old_ones(session: Session, now: datetime) -> None:
    monday = {"id": "s1", "freq": "WEEKLY", "byday": "MO", "opens_at": "9.30am", "closes_at": "12"}
    load_directory(session, feed(service(1, schedules=[monday])), at=now, name="clubs")
    tuesday = monday | {"byday": "TU"}
    load_directory(session, feed(service(1, schedules=[tuesday])), at=now, name="clubs")
    lines = session.scalars(select(ServiceTime)).all()
    assert [line.byday for line in lines] == ["TU"]
    assert lines[0].opens_at is not None
    assert lines[0].opens_at.isoformat() == "09:30:00"
    assert "tu" in loaded(session, 1).traits
    assert "mo" not in loaded(session, 1).traits
