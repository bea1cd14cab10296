"""The night's load of the council's feeds: one that breaks stops no other and is told."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from structlog.testing import capture_logs

from council import CouncilFeed
from storage.tables.directory import DirectoryLoad, Service
from tests.directory.publisher import publishing
from tests.worker.test_worker import place, twilio  # noqa: F401  (fixtures)
from worker.feeds import load_council_feeds
from worker.workplace import Workplace


def test_the_council_s_feeds_are_loaded_and_a_broken_one_is_logged(
    place: Workplace,  # noqa: F811
    now: datetime,
) -> None:
    with publishing() as publisher:
        services = [{"id": number, "name": f"Club {number}"} for number in (1, 2)]
        publisher.give("/services", services)
        feeds = (
            CouncilFeed(name="gone", address=f"{publisher.address}/gone.json"),
            CouncilFeed(name="clubs", address=f"{publisher.address}/services"),
        )
        own = place.desk.council.model_copy(update={"feeds": feeds})
        works = replace(place, desk=replace(place.desk, council=own))
        with capture_logs() as log:
            assert load_council_feeds(works, at=now) == 1
    assert [(line["event"], line["feed"]) for line in log] == [("feed.failed", "gone")]
    with works.desk.sessions() as session:
        assert session.scalars(select(Service.source)).all() == ["clubs", "clubs"]
        assert len(session.scalars(select(DirectoryLoad)).all()) == 2
