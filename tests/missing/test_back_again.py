"""A part that comes back goes on where it was."""

import pytest

from tests.journeys.town import Town, until
from tests.journeys.visitors import Visitors

pytestmark = pytest.mark.journey


def test_the_journey_goes_on_with_the_bot_that_is_back(visitors: Visitors, town: Town) -> None:
    web = visitors.web()
    web.says("I can't get to the shops any more since my fall")
    web.answers(until="strengths", confirm_summary="Yes", better_week="A hot meal every day")
    with town.without("bot"):
        web.says("I like baking bread")
        web.hears("isn't working properly")
    web.says("who can see what I tell you?")
    web.hears("is read by our team at Harbourside Council")
    web.does_not_hear("isn't working properly")


def test_everything_is_well_after_all_that(visitors: Visitors) -> None:
    client = visitors.web().client
    until(
        lambda: client.get("/health/ready").status_code == 200, seconds=40, what="all parts ready"
    )
