"""A message in the caller's own voice: kept, promised, fetched, sealed, deleted, erased."""

from datetime import datetime

from sqlalchemy import select

from people.erase import erase_conversation
from storage.tables.calls import RecordedMessage
from storage.tables.conversations import Conversation
from storage.tables.referrals import Promise, Referral
from tests.telephony.line import NUMBER, Line


def test_a_caller_leaves_a_message_and_hears_by_when_it_is_listened_to(line: Line) -> None:
    call = line.handset().call()
    heard = call.presses("7")
    assert "After the tone" in heard
    assert call.record is not None
    assert (call.record.get("maxLength"), call.record.get("playBeep")) == ("120", "true")
    assert call.record.get("transcribe") == "false"
    heard = call.leaves_message("It's Margaret, please ring me")
    assert "A person will listen to your message by " in heard
    assert heard.endswith("You can tell me more now, or just hang up.")
    assert "What matters" not in heard
    assert not call.is_over
    with line.sessions() as session:
        assert session.scalars(select(RecordedMessage)).one().state == "waiting"
        conversation = session.scalars(select(Conversation)).one()
        assert (conversation.expects, conversation.asked) == ("anything_else", ["what_matters"])
        assert session.scalars(select(Referral)).one().reason == "Left a recorded message"
        assert "listens" in session.scalars(select(Promise)).one().what


def test_leave_a_message_can_be_said(line: Line) -> None:
    assert "After the tone" in line.handset().call().says("Can I leave a message?")


def test_who_hangs_up_after_speaking_has_left_a_message(line: Line) -> None:
    call = line.handset().call()
    call.presses("7")
    call.leaves_message("It's Margaret", ends="hangup")
    with line.sessions() as session:
        assert session.scalars(select(RecordedMessage.state)).all() == ["waiting"]


def test_who_says_nothing_after_the_tone_is_asked_again(line: Line) -> None:
    call = line.handset().call()
    call.presses("7")
    assert "I did not hear you" in call.silent()
    with line.sessions() as session:
        assert session.scalars(select(RecordedMessage)).all() == []


def test_a_recording_told_of_twice_is_kept_once(line: Line) -> None:
    handset = line.handset()
    fields = {"CallSid": "CA1", "From": NUMBER}
    handset.post("/telephony/voice", fields)
    told = {**fields, "RecordingSid": "RE1", "RecordingDuration": "9", "RecordingUrl": "x"}
    answers = [handset.post("/telephony/voice/recording?step=2", told).text for _ in range(2)]
    assert answers[0] == answers[1]
    with line.sessions() as session:
        assert len(session.scalars(select(RecordedMessage)).all()) == 1
        assert len(session.scalars(select(Promise)).all()) == 1


def test_a_cough_is_no_message(line: Line) -> None:
    handset = line.handset()
    fields = {"CallSid": "CA1", "From": NUMBER}
    handset.post("/telephony/voice", fields)
    told = {**fields, "RecordingSid": "RE1", "RecordingDuration": "1"}
    assert "I did not get a message" in handset.post("/telephony/voice/recording", told).text


def test_where_a_message_lies_is_kept_on_disk_while_the_database_is_down(
    broken_line: Line,
) -> None:
    told = {"CallSid": "CA1", "From": NUMBER, "RecordingSid": "RE1", "RecordingDuration": "9"}
    broken_line.handset().post("/telephony/voice/recording", told)
    assert '"recording": "RE1"' in broken_line.spooled()[0].read_text()


def test_erasing_a_resident_erases_the_sound_and_leaves_its_id_for_twilio(
    line: Line, now: datetime
) -> None:
    call = line.handset().call()
    call.presses("7")
    call.leaves_message("It's Margaret")
    with line.sessions.begin() as session:
        row = session.scalars(select(RecordedMessage)).one()
        row.audio, row.state = b"sealed", "stored"
        erase_conversation(session, session.get_one(Conversation, row.conversation_id), at=now)
    with line.sessions() as session:
        row = session.scalars(select(RecordedMessage)).one()
    assert (row.audio, row.state) == (None, "erased")
