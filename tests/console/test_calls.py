"""Coordinators say whether callers are put through to them, and listen to recorded messages."""

from datetime import datetime

import pytest
from flask import Flask
from pydantic import SecretStr
from sqlalchemy import select

from console.app import create_console
from conversation.desk import Desk
from conversation.recordings import keep_recorded
from council import council
from settings import Settings
from storage.engine import Sessions
from storage.live import Listener
from storage.sealing import seal
from storage.tables.calls import CallTaker, RecordedMessage
from storage.tables.referrals import AuditLine
from tests.console.conftest import WORDS, Browser, Clock, SilentBot
from tests.referrals import scene

KEY = "A" * 43
SOUND = b"RIFF a voice says: please ring me"


@pytest.fixture
def console(
    sessions: Sessions, clock: Clock, test_settings: Settings, listener: Listener,
    cheap_passwords: None,
) -> Flask:  # fmt: skip
    desk = Desk(sessions=sessions, bot=SilentBot(), words=WORDS, council=council(), clock=clock)
    given = test_settings.model_copy(update={"recording_key": SecretStr(KEY)})
    return create_console(desk, given, listener)


@pytest.fixture
def sam(browser: Browser, staffed: Sessions) -> Browser:
    assert staffed
    return browser.logs_in()


@pytest.fixture
def recording(staffed: Sessions, now: datetime) -> RecordedMessage:
    with staffed.begin() as session:
        edith = scene.edith(session, now)
        keep_recorded(
            session, edith.conversation_id, provider_id="RE1", seconds=9, council=council(), at=now
        )
        row = session.scalars(select(RecordedMessage)).one()
        row.audio, row.state = seal(SOUND, KEY), "kept"
        return row


def test_a_message_is_played_to_staff_and_who_listened_is_written_down(
    sam: Browser, recording: RecordedMessage, staffed: Sessions
) -> None:
    assert f"/calls/recordings/{recording.id}" in sam.opens("/calls")
    assert "Nobody has listened" in sam.opens(f"/people/{recording.conversation_id}")
    answer = sam.client.get(f"/calls/recordings/{recording.id}")
    assert (answer.data, answer.mimetype) == (SOUND, "audio/wav")
    with staffed() as session:
        lines = select(AuditLine).where(AuditLine.act == "recording_heard")
        assert session.scalars(lines).one().subject_id == str(recording.id)
        assert session.scalars(select(RecordedMessage)).one().heard_by is not None
    assert "There are none." in sam.opens("/calls")


def test_without_a_log_in_nobody_listens(console: Flask, recording: RecordedMessage) -> None:
    answer = console.test_client().get(f"/calls/recordings/{recording.id}")
    assert answer.status_code == 303


def test_a_coordinator_switches_on_and_off_that_they_are_rung(
    sam: Browser, staffed: Sessions
) -> None:
    sam.sends("/calls/ring-me", 303, "/calls", **{"ring-me": "on", "ring-number": "01632 960201"})
    with staffed() as session:
        taker = session.scalars(select(CallTaker)).one()
    assert (taker.number, taker.is_on) == ("+441632960201", True)
    assert "01632 960201" in sam.opens("/calls")
    sam.sends("/calls/ring-me", 303, "/calls", **{"ring-me": "off"})
    with staffed() as session:
        assert session.scalars(select(CallTaker)).one().is_on is False


@pytest.mark.parametrize("number", ["", "999", "not a number"])
def test_only_a_telephone_number_of_a_colleague_can_be_rung(sam: Browser, number: str) -> None:
    answer = sam.sends(
        "/calls/ring-me", 422, on="/calls", **{"ring-me": "on", "ring-number": number}
    )
    assert "Write a telephone number" in answer.text
