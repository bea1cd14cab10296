"""Record: a message after the tone, kept by the stand-in, reported, fetched and deleted."""

import io
import wave
from collections.abc import Iterator

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from telephony.rehearsal.carrier import ACCOUNT
from telephony.rehearsal.twilio_stand_in import TwilioStandIn
from telephony.rest import ReachableClient
from tests.telephony.rehearsal.scripted import TOKEN, Script, listen, say

RECORD = (
    '<Record action="/telephony/voice/recorded" maxLength="120" finishOnKey="#" '
    'recordingStatusCallback="/telephony/voice/recording" transcribe="true" '
    'transcribeCallback="/telephony/voice/transcript"/>'
)


def voicemail() -> Script:
    return Script(
        voice=say("Please leave a message.") + RECORD + say("I heard nothing.") + listen(),
        voice_recorded=say("Thank you.") + listen(),
        voice_recording="",
        voice_transcript="",
    )


@pytest.fixture
def stand_in() -> Iterator[tuple[TwilioStandIn, str]]:
    twilio = TwilioStandIn(ACCOUNT, TOKEN)
    with twilio.serving() as address:
        yield twilio, address


def client(address: str) -> Client:
    return Client(ACCOUNT, TOKEN, http_client=ReachableClient(address, seconds=5))


def test_a_message_is_reported_with_its_length_and_the_call_goes_on() -> None:
    script = voicemail()
    call = script.handset().call()
    assert call.hears() == "Please leave a message.\n[beep]"
    assert call.leaves_message("It is Enid, please ring me", seconds=7) == "Thank you."
    recorded = script.sent_to("/telephony/voice/recorded")[0]
    assert (recorded["RecordingDuration"], recorded["Digits"]) == ("7", "#")
    reported = script.sent_to("/telephony/voice/recording")[0]
    assert reported["RecordingStatus"] == "completed"
    assert reported["RecordingSid"] == recorded["RecordingSid"]
    heard = script.sent_to("/telephony/voice/transcript")[0]
    assert heard["TranscriptionText"] == "It is Enid, please ring me"


def test_a_message_is_not_longer_than_it_may_be() -> None:
    script = voicemail()
    script.handset().call().leaves_message("very long", seconds=500)
    assert script.sent_to("/telephony/voice/recorded")[0]["RecordingDuration"] == "120"


def test_silence_keeps_nothing_and_goes_on_past_the_action() -> None:
    script = voicemail()
    call = script.handset().call()
    call.hears()
    assert call.silent() == "I heard nothing."
    assert script.sent_to("/telephony/voice/recorded") == []


def test_who_hangs_up_while_speaking_has_left_a_message() -> None:
    script = voicemail()
    script.handset().call().hang_up()
    assert script.sent_to("/telephony/voice/recorded")[0]["Digits"] == "hangup"
    assert script.sent_to("/telephony/voice/recording")[0]["RecordingStatus"] == "completed"
    assert script.posted[-1][0] == "/telephony/voice/status"


def test_a_recording_can_be_fetched_and_deleted_with_twilios_own_library(
    stand_in: tuple[TwilioStandIn, str],
) -> None:
    _, address = stand_in
    script = voicemail()
    call = script.handset(stand_in_url=address).call()
    call.leaves_message("hello", seconds=2)
    made = script.sent_to("/telephony/voice/recording")[0]
    assert made["RecordingUrl"].startswith(address)
    twilio = client(address)
    [listed] = twilio.recordings.list()
    assert (listed.sid, listed.call_sid) == (made["RecordingSid"], call.sid)
    sound = twilio.http_client.request("GET", made["RecordingUrl"] + ".wav", auth=(ACCOUNT, TOKEN))
    assert sound.status_code == 200
    assert twilio.recordings(made["RecordingSid"]).delete()
    with pytest.raises(TwilioRestException) as gone:
        twilio.recordings(made["RecordingSid"]).fetch()
    assert gone.value.status == 404


def test_a_recording_is_the_sound_of_a_telephone_of_its_length() -> None:
    from telephony.rehearsal.recorder import sound

    with wave.open(io.BytesIO(sound(3))) as recording:
        assert recording.getnframes() / recording.getframerate() == 3
