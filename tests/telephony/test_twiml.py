"""What stands in an answer, and what is logged of one that is poor."""

import structlog
from twilio.twiml.voice_response import VoiceResponse

from telephony.twiml import answer, tell
from telephony.twiml_check import TwimlProblem, check_twiml


def test_a_poor_answer_is_sent_all_the_same_and_logged_without_its_words() -> None:
    poor = VoiceResponse()
    poor.say("Enid, ring 01632 960001", voice="Polly.Amy-Neural", language="en-GB")
    with structlog.testing.capture_logs() as logs:
        sent = answer(poor, expects="name")
    assert "Enid" in sent.get_data(as_text=True)
    assert sent.headers["Doorstep-Expects"] == "name"
    assert logs == [
        {
            "event": "twiml.problem",
            "what": "number not by digits",
            "verb": "Say",
            "log_level": "warning",
        }
    ]


def test_a_good_answer_is_not_logged() -> None:
    with structlog.testing.capture_logs() as logs:
        answer(tell(["Hello."], voice="Polly.Amy-Neural"))
    assert logs == []


def test_what_the_library_lets_pass_is_found() -> None:
    odd = VoiceResponse()
    odd.gather(input="smell", speech_timeout="soon")
    assert check_twiml(str(odd)) == [
        TwimlProblem("input has a value that is not allowed", "Gather"),
        TwimlProblem("speechTimeout has a value that is not allowed", "Gather"),
    ]
