"""The simulated call follows TwiML as Twilio documents it."""

import pytest

from telephony.rehearsal.call import APPLICATION_ERROR, CallEnded, NotListening
from telephony.rehearsal.carrier import BadTwiml
from telephony.rehearsal.handset import WITHHELD
from tests.telephony.rehearsal.scripted import BASE, Script, listen, say


def test_say_is_heard_with_its_ssml_and_loop() -> None:
    words = 'Dial <say-as interpret-as="digits">999</say-as> now<break time="1s"/>.'
    script = Script(voice=say(words, loop="2") + '<Pause length="1"/><Gather/>')
    assert script.handset().call().hears() == "Dial 999 now.\nDial 999 now."


def test_what_is_played_is_heard_as_such() -> None:
    script = Script(voice='<Play>https://example.org/a.mp3</Play><Play digits="12"/><Gather/>')
    assert script.handset().call().hears() == "[plays https://example.org/a.mp3]\n[tones 12]"


def test_speech_goes_to_the_action_with_its_confidence() -> None:
    script = Script(
        voice=listen("/telephony/voice/turn?step=1"), voice_turn=say("Thank you.") + listen()
    )
    assert script.handset().call().says("hello there") == "Thank you."
    path, fields = script.posted[-1]
    assert path == "/telephony/voice/turn?step=1"
    assert (fields["SpeechResult"], fields["Confidence"]) == ("hello there", "0.92")


def test_a_gather_without_an_action_goes_to_its_own_document() -> None:
    script = Script(voice="<Redirect>/telephony/voice/turn?step=4</Redirect>", voice_turn=listen())
    script.handset().call().says("hello")
    assert script.posted[-1][0] == "/telephony/voice/turn?step=4"


@pytest.mark.parametrize(
    ("attributes", "pressed", "sent"),
    [
        ("", "12#34", "12"),
        ('numDigits="1"', "12", "1"),
        ('finishOnKey="" numDigits="1"', "#", "#"),
        ('finishOnKey="*"', "#1*", "#1"),
    ],
)
def test_keys_are_sent_as_the_gather_asks(attributes: str, pressed: str, sent: str) -> None:
    script = Script(
        voice=f'<Gather action="/telephony/voice/turn" {attributes}/>', voice_turn="<Gather/>"
    )
    script.handset().call().presses(pressed)
    assert script.posted[-1][1]["Digits"] == sent


def test_only_the_finishing_key_is_no_input() -> None:
    script = Script(voice='<Gather action="/telephony/voice/turn"/>' + say("Bye."))
    call = script.handset().call()
    assert call.presses("#") == "Bye."
    assert call.is_over


def test_silence_goes_on_with_the_document_unless_the_action_wants_it() -> None:
    script = Script(
        voice='<Gather action="/telephony/voice/turn"/>' + say("Still there?") + "<Gather/>",
        voice_turn='<Gather actionOnEmptyResult="true" action="/telephony/voice/other"/>',
        voice_other=say("I heard nothing.") + "<Gather/>",
    )
    assert script.handset().call().silent() == "Still there?"
    call = script.handset().call()
    call.presses("1")
    assert call.silent() == "I heard nothing."


def test_partial_results_grow_while_the_caller_speaks() -> None:
    script = Script(
        voice=listen("/telephony/voice/turn", partialResultCallback="/telephony/voice/partial"),
        voice_partial="",
        voice_turn=listen(),
    )
    script.handset().call().says("I have taken all of my tablets today")
    partials = script.sent_to("/telephony/voice/partial")
    assert [one["UnstableSpeechResult"] for one in partials] == [
        "I have taken",
        "I have taken all of my",
    ]
    assert [one["SequenceNumber"] for one in partials] == ["0", "1"]
    assert script.posted[-1][1]["SpeechResult"] == "I have taken all of my tablets today"


def test_a_document_that_ends_ends_the_call_and_reports_it() -> None:
    script = Script(voice=say("Goodbye."))
    call = script.handset().call()
    assert call.is_over
    assert script.posted[-1][1]["CallStatus"] == "completed"
    with pytest.raises(CallEnded):
        call.says("hello?")


def test_redirect_is_followed() -> None:
    script = Script(
        voice="<Redirect>/telephony/voice/turn?step=2</Redirect>",
        voice_turn=say("Here.") + listen(),
    )
    assert script.handset().call().hears() == "Here."


def test_a_redirect_that_never_ends_is_noticed() -> None:
    script = Script(voice="<Redirect>/telephony/voice</Redirect>")
    with pytest.raises(CallEnded, match="does not come to an end"):
        script.handset().call()


@pytest.mark.parametrize("answer", [500, 404, b""], ids=["500", "404", "empty"])
def test_an_error_leads_to_the_fallback_page_with_its_code(answer: int | bytes) -> None:
    script = Script(voice=answer, voice_fallback=say("Dial 9 9 9."))
    assert script.handset().call().hears() == "Dial 9 9 9."
    [asked] = script.sent_to("/telephony/voice/fallback")
    assert asked["ErrorUrl"] == f"{BASE}/telephony/voice"
    assert asked["ErrorCode"] == ("12100" if answer == b"" else "11200")


def test_an_answer_that_takes_too_long_leads_to_the_fallback_page() -> None:
    script = Script(voice=say("Too late."), voice_fallback=say("Dial 9 9 9."))
    script.slow["voice"] = 0.2
    assert script.handset(patience=0.1).call().hears() == "Dial 9 9 9."


def test_more_than_64_kilobytes_lead_to_the_fallback_page() -> None:
    script = Script(voice=b"<Response>" + b" " * 70_000, voice_fallback=say("Dial 9 9 9."))
    assert script.handset().call().hears() == "Dial 9 9 9."


def test_when_the_fallback_fails_too_the_caller_hears_twilios_own_words() -> None:
    call = Script(voice=500, voice_fallback=500).handset().call()
    assert call.hears() == APPLICATION_ERROR
    assert call.is_over


def test_bad_twiml_fails_a_rehearsal_with_the_words() -> None:
    script = Script(voice="<Say>See www.example.org</Say>")
    with pytest.raises(BadTwiml, match="web address spoken") as problem:
        script.handset().call()
    assert "www.example.org" in str(problem.value)


def test_nobody_hears_speech_that_is_not_asked_for() -> None:
    script = Script(voice='<Gather input="dtmf" action="/telephony/voice/turn"/>')
    with pytest.raises(NotListening):
        script.handset().call().says("hello")


def test_a_withheld_call_gives_twilios_anonymous_number() -> None:
    script = Script(voice="<Gather/>")
    script.handset().call(withheld=True)
    assert script.posted[0][1]["From"] == WITHHELD
