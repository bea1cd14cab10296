"""Every kind of danger, on every channel, with everything running."""

import pytest

from tests.journeys.dangers import CHANNELS, Danger, dangers, is_answered_and_alerted
from tests.journeys.records import Records
from tests.journeys.visitors import Visitors

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("danger", dangers(), ids=lambda danger: danger.category)
def test_danger_is_answered_at_once_and_seen_at_the_console(
    visitors: Visitors, records: Records, danger: Danger, channel: str
) -> None:
    is_answered_and_alerted(danger, channel, visitors, records)
