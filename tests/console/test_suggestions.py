"""What is nearby: suggestions by the resident's own story, or by the coordinator's words."""

from datetime import datetime
from pathlib import Path

import pytest

from directory.load import load_directory
from directory.load_places import load_places
from settings import ROOT
from storage.engine import Sessions
from tests.console.conftest import Browser
from tests.referrals import scene

DEMONSTRATION: Path = ROOT / "directory" / "demonstration"


@pytest.fixture
def page(staffed: Sessions, now: datetime) -> str:
    with staffed.begin() as session:
        load_places(session, DEMONSTRATION / "places.csv", at=now)
        load_directory(session, DEMONSTRATION / "services.json", at=now)
        return f"/people/{scene.edith(session, now).conversation_id}"


def test_suggestions_come_with_reasons_near_the_resident_and_lead_to_an_introduction(
    browser: Browser, page: str
) -> None:
    text = browser.logs_in().opens(page)
    assert "Found for their own words and themes, near Millfield." in text
    assert text.count('class="govuk-heading-s"') >= 3
    assert "Introduce them" not in text
    browser.sends(f"{page}/claim", on=page)
    assert browser.opens(page).count("Introduce them") == 6


def test_a_coordinator_looks_with_other_words_and_elsewhere(browser: Browser, page: str) -> None:
    text = browser.logs_in().opens(f"{page}?find=food+bank&near=Copperhill")
    assert "Found for these words, near Copperhill." in text
    assert "food" in text.split('id="nearby"')[1].lower()
