"""Every script of docs/rehearsals goes as it says, against the running system."""

from pathlib import Path

import pytest

from settings import ROOT
from telephony.rehearsal.rehearse import rehearse
from telephony.rehearsal.script import read_script
from tests.journeys.visitors import Visitors

pytestmark = pytest.mark.journey

SCRIPTS = sorted((ROOT / "docs" / "rehearsals").glob("*.yml"))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_rehearsal_goes_as_its_script_says(path: Path, visitors: Visitors) -> None:
    script = read_script(path)
    rehearse(script, handset=visitors.rehearsing(script), tell=print)


def test_many_different_people_are_rehearsed() -> None:
    people = {read_script(path).who for path in SCRIPTS}
    assert len(people) >= 12
