"""Recorded messages on their way from Twilio into the console, and away from Twilio."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from conversation.desk import Desk
from conversation.message import Channel
from conversation.opening import open_conversation
from conversation.recordings import MOST_TRIES, keep_recorded
from conversation.words import words
from council import council
from people.erase import erase_conversation
from settings import Settings
from storage.engine import Sessions
from storage.sealing import CannotUnseal, seal, unseal
from storage.tables.calls import RecordedMessage
from storage.tables.conversations import Conversation
from telephony.outgoing import open_line
from telephony.rehearsal.rest_shapes import Recording
from telephony.rehearsal.twilio_stand_in import TwilioStandIn
from tests.telephony.line import ScriptedBot
from worker.queueing import Queue
from worker.recordings import fetch_recordings
from worker.workplace import Workplace

ACCOUNT, TOKEN = "AC" + "0" * 32, "a token for tests"
KEY, OTHER = "A" * 43, "B" * 43
SOUND = b"RIFF a voice says: please ring Margaret"


@pytest.fixture
def twilio() -> Iterator[tuple[TwilioStandIn, str]]:
    stand_in = TwilioStandIn(ACCOUNT, TOKEN)
    with stand_in.serving() as address:
        yield stand_in, address


@pytest.fixture
def place(
    sessions: Sessions, twilio: tuple[TwilioStandIn, str], tmp_path: Path, now: datetime,
    database_url: str,
) -> Workplace:  # fmt: skip
    settings = Settings.model_validate(
        {
            "doorstep_var": tmp_path,
            "twilio_account_sid": ACCOUNT,
            "twilio_auth_token": TOKEN,
            "twilio_api_base": twilio[1],
            "recording_key": KEY,
        }
    )
    desk = Desk(sessions, ScriptedBot(sessions), words(), council(), lambda: now)
    return Workplace(desk, open_line(settings), Queue(database_url), settings)


@pytest.fixture
def left(place: Workplace, now: datetime) -> None:
    """A caller has left a message, RE1."""
    with place.desk.sessions.begin() as session:
        opened = open_conversation(session, channel=Channel.VOICE, words=words(), at=now)
        keep_recorded(
            session, opened.conversation_id, provider_id="RE1", seconds=9, council=council(), at=now
        )


def row(place: Workplace) -> RecordedMessage:
    with place.desk.sessions() as session:
        return session.scalars(select(RecordedMessage)).one()


@pytest.mark.usefixtures("left")
def test_a_message_is_fetched_sealed_and_deleted_at_twilio(
    place: Workplace, twilio: tuple[TwilioStandIn, str], now: datetime
) -> None:
    twilio[0].recordings["RE1"] = Recording("RE1", "CA1", SOUND)
    assert fetch_recordings(place, at=now) == 1
    stored = row(place)
    assert stored.state == "kept"
    assert stored.audio is not None
    assert SOUND not in stored.audio
    assert unseal(stored.audio, KEY) == SOUND
    assert twilio[0].recordings == {}
    assert fetch_recordings(place, at=now) == 0


@pytest.mark.usefixtures("left")
def test_a_message_that_is_not_ready_is_fetched_later_and_at_last_left_to_a_person(
    place: Workplace, now: datetime
) -> None:
    assert fetch_recordings(place, at=now) == 1
    assert (row(place).state, row(place).error) == ("waiting", "HTTP 404")
    assert fetch_recordings(place, at=now) == 0
    for hours in range(MOST_TRIES):
        fetch_recordings(place, at=now + timedelta(hours=2 + 2 * hours))
    assert row(place).state == "failed"


@pytest.mark.usefixtures("left")
def test_what_was_erased_before_it_was_fetched_is_deleted_unheard(
    place: Workplace, twilio: tuple[TwilioStandIn, str], now: datetime
) -> None:
    twilio[0].recordings["RE1"] = Recording("RE1", "CA1", SOUND)
    with place.desk.sessions.begin() as session:
        erase_conversation(session, session.scalars(select(Conversation)).one(), at=now)
    fetch_recordings(place, at=now)
    assert (row(place).state, row(place).audio) == ("gone", None)
    assert twilio[0].recordings == {}


def test_a_new_key_reads_what_the_old_one_sealed_and_no_other_key_does() -> None:
    sealed = seal(SOUND, KEY)
    assert unseal(sealed, f"{OTHER} {KEY}") == SOUND
    with pytest.raises(CannotUnseal):
        unseal(sealed, OTHER)
    with pytest.raises(CannotUnseal):
        unseal(sealed[:40] + bytes([sealed[40] ^ 1]) + sealed[41:], KEY)


@pytest.mark.parametrize("key", ["", "short", "A" * 80])
def test_a_wrong_key_seals_nothing(key: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  three kinds of wrong
        seal(SOUND, key)
