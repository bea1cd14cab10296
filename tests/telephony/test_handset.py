"""The simulated handset follows TwiML as Twilio documents it."""

from collections.abc import Iterator

import httpx
import pytest
from flask import Flask, Response, request
from twilio.request_validator import RequestValidator

from telephony.call import CallEnded, NotListening
from telephony.handset import WITHHELD, Handset
from telephony.twilio_stand_in import TwilioStandIn

TOKEN = "a token for tests"
BASE = "http://localhost:8000"
NUMBER = "+447700900123"


class Script:
    """A web app that answers each path with TwiML, and keeps what was posted to it."""

    def __init__(self, **twiml: str) -> None:
        self.twiml = twiml
        self.posted: list[tuple[str, dict[str, str]]] = []

    def handset(self) -> Handset:
        app = Flask(__name__)
        app.add_url_rule("/telephony/<path:path>", "any", self.answer, methods=["GET", "POST"])
        transport = httpx.WSGITransport(app=app)
        return Handset(BASE, TOKEN, NUMBER, transport=transport)

    def answer(self, path: str) -> Response:
        url = BASE + request.full_path.rstrip("?")
        if request.method == "POST":
            signature = request.headers["X-Twilio-Signature"]
            assert RequestValidator(TOKEN).validate(url, request.form, signature)
            self.posted.append((request.full_path.rstrip("?"), request.form.to_dict()))
        twiml = self.twiml.get(path.replace("/", "_"))
        return Response(f"<Response>{twiml}</Response>") if twiml else Response(status=500)


def test_say_is_heard_with_its_ssml_and_loop() -> None:
    script = Script(
        voice='<Say loop="2">Dial <say-as interpret-as="digits">999</say-as> now'
        '<break time="1s"/>.</Say><Pause length="1"/><Gather/>'
    )
    assert script.handset().call().hears() == "Dial 999 now.\nDial 999 now."


def test_speech_goes_to_the_action_with_its_confidence() -> None:
    script = Script(
        voice='<Gather input="speech dtmf" action="/telephony/voice/turn?step=1"/>',
        voice_turn='<Say>Thank you.</Say><Gather input="speech"/>',
    )
    assert script.handset().call().says("hello there") == "Thank you."
    path, fields = script.posted[-1]
    assert path == "/telephony/voice/turn?step=1"
    assert (fields["SpeechResult"], fields["Confidence"]) == ("hello there", "0.92")


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


def test_silence_goes_on_with_the_document_unless_the_action_wants_it() -> None:
    script = Script(
        voice='<Gather action="/telephony/voice/turn"/><Say>Still there?</Say><Gather/>',
        voice_turn='<Gather actionOnEmptyResult="true" action="/telephony/voice/other"/>',
        voice_other="<Say>I heard nothing.</Say><Gather/>",
    )
    assert script.handset().call().silent() == "Still there?"
    call = script.handset().call()
    call.presses("1")
    assert call.silent() == "I heard nothing."


def test_a_document_that_ends_ends_the_call_and_reports_it() -> None:
    script = Script(voice="<Say>Goodbye.</Say>", voice_status="<Say/>")
    call = script.handset().call()
    assert call.is_over
    assert script.posted[-1][1]["CallStatus"] == "completed"
    with pytest.raises(CallEnded):
        call.says("hello?")


def test_redirect_is_followed() -> None:
    script = Script(
        voice="<Redirect>/telephony/voice/turn?step=2</Redirect>",
        voice_turn="<Say>Here.</Say><Gather/>",
    )
    assert script.handset().call().hears() == "Here."


def test_an_error_leads_to_the_fallback_page() -> None:
    script = Script(voice_fallback="<Say>Dial 999.</Say>", voice_status="<Say/>")
    assert script.handset().call().hears() == "Dial 999."


def test_nobody_hears_speech_that_is_not_asked_for() -> None:
    script = Script(voice='<Gather input="dtmf" action="/telephony/voice/turn"/>')
    with pytest.raises(NotListening):
        script.handset().call().says("hello")


def test_a_withheld_call_gives_twilios_anonymous_number() -> None:
    script = Script(voice="<Gather/>")
    script.handset().call(withheld=True)
    assert script.posted[0][1]["From"] == WITHHELD


@pytest.fixture
def twilio() -> Iterator[tuple[TwilioStandIn, str]]:
    stand_in = TwilioStandIn("AC1", TOKEN)
    with stand_in.serving() as address:
        yield stand_in, address


def test_texts_sent_by_doorstep_show_up_once(twilio: tuple[TwilioStandIn, str]) -> None:
    _, address = twilio
    handset = Handset(BASE, TOKEN, NUMBER, stand_in_url=address)
    for body in ("One", "Two"):
        form = {"To": NUMBER, "From": "+441632960100", "Body": body}
        created = httpx.post(
            f"{address}/2010-04-01/Accounts/AC1/Messages.json", data=form, auth=("AC1", TOKEN)
        )
        assert created.status_code == 201
    assert handset.new_texts() == ["One", "Two"]
    assert handset.new_texts() == []
