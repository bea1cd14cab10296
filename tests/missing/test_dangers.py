"""Every kind of danger, on every channel, while Rasa is stopped."""

from collections.abc import Iterator

import pytest

from tests.journeys.dangers import CHANNELS, Danger, dangers, is_answered_and_alerted
from tests.journeys.records import Records
from tests.journeys.town import Town
from tests.journeys.visitors import Visitors

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module", autouse=True)
def without_rasa(town: Town) -> Iterator[None]:
    with town.without("bot"):
        yield


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("danger", dangers(), ids=lambda danger: danger.category)
def test_danger_is_answered_and_seen_though_rasa_is_stopped(
    visitors: Visitors, records: Records, danger: Danger, channel: str
) -> None:
    is_answered_and_alerted(danger, channel, visitors, records)
