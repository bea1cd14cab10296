"""Rasa or its action server is stopped: the plain fallback takes over, and nothing is lost."""

from collections.abc import Iterator

import pytest

from tests.journeys.records import Records
from tests.journeys.town import Town
from tests.journeys.visitors import Visitors

pytestmark = pytest.mark.journey

NEED = "I can't get to the shops any more since my fall"
PLAIN = "isn't working properly"
SURNAMES = {"bot": "Rowntree", "actions": "Thwaite"}


@pytest.fixture(scope="module", params=["bot", "actions"])
def stopped(request: pytest.FixtureRequest, town: Town) -> Iterator[str]:
    """First Rasa is stopped, then its action server, each for all tests of this file."""
    with town.without(request.param):
        yield request.param


@pytest.mark.parametrize(
    ("channel", "first_name"), [("web", "Gilbert"), ("texts", "Muriel"), ("caller", "Oswald")]
)
def test_a_resident_still_reaches_a_person(
    visitors: Visitors, stopped: str, channel: str, first_name: str
) -> None:
    name = f"{first_name} {SURNAMES[stopped]}"
    resident = getattr(visitors, channel)()
    resident.says(NEED)
    resident.hears(PLAIN)
    resident.answers(until="anything_else", name=name, contact="07700 900807", contact_safe="yes")
    resident.hears("will get in touch")
    sam = visitors.coordinator()
    sam.finds(name)
    sam.sees(NEED)


def test_what_was_said_is_kept_as_what_matters(
    visitors: Visitors, records: Records, stopped: str
) -> None:
    web = visitors.web()
    web.says(NEED)
    assert records.story(web.conversation_id).values("matters") == (NEED,)


def test_danger_is_noticed_and_a_person_alerted(
    visitors: Visitors, records: Records, stopped: str
) -> None:
    sms = visitors.texts()
    sms.says("my chest hurts really bad and I can't breathe")
    sms.hears("Call 999 now", "Are you safe right now?")
    thread = records.of_sender(sms.number)
    assert records.route(thread) == "emergency"
    assert len(records.alerts(thread)) == 1


def test_a_side_question_that_cannot_be_answered_is_taken_as_a_failure_and_kept(
    visitors: Visitors, records: Records, stopped: str
) -> None:
    web = visitors.web()
    web.says("I want to talk to a person")
    web.hears(PLAIN)
    assert records.said(web.conversation_id) == ["I want to talk to a person"]


def test_the_health_page_names_the_part_that_is_away(visitors: Visitors, stopped: str) -> None:
    answer = visitors.web().client.get("/health/ready")
    assert answer.status_code == 503
    parts = answer.json()["parts"]
    assert [name for name, state in parts.items() if state == "away"] == [stopped]
