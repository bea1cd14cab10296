"""The stand-in for Twilio's REST API answers Twilio's own library, and reports as Twilio does."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest
from flask import Flask, Response, request
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client
from werkzeug.serving import make_server

from telephony.rehearsal.carrier import ACCOUNT
from telephony.rehearsal.exchange import Answering
from telephony.rehearsal.handset import Handset
from telephony.rehearsal.trouble import Trouble
from telephony.rehearsal.twilio_stand_in import TwilioStandIn
from telephony.rest import ReachableClient
from tests.telephony.rehearsal.scripted import BASE, COORDINATOR, NUMBER, TOKEN, Script, listen, say

OURS = "+441632960100"


@pytest.fixture
def twilio() -> Iterator[tuple[TwilioStandIn, str]]:
    stand_in = TwilioStandIn(ACCOUNT, TOKEN)
    with stand_in.serving() as address:
        yield stand_in, address


@pytest.fixture
def client(twilio: tuple[TwilioStandIn, str]) -> Client:
    return Client(ACCOUNT, TOKEN, http_client=ReachableClient(twilio[1], seconds=5))


@contextmanager
def reports_taken(twiml: str = "") -> Iterator[tuple[str, list[dict[str, str]]]]:
    """A web server that takes reports, and answers each with TwiML."""
    import threading

    app, taken = Flask(__name__), list[dict[str, str]]()

    @app.route("/<path:path>", methods=["POST"])
    def take(path: str) -> Response:
        taken.append({"path": path, **request.form.to_dict()})
        return Response(f"<Response>{twiml if path == 'twiml' else ''}</Response>")

    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", taken
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def until(is_so: Callable[[], bool], *, seconds: float = 5.0) -> None:
    latest = time.monotonic() + seconds
    while not is_so() and time.monotonic() < latest:
        time.sleep(0.02)
    assert is_so()


def test_texts_sent_by_doorstep_show_up_once(
    twilio: tuple[TwilioStandIn, str], client: Client
) -> None:
    handset = Handset(BASE, TOKEN, NUMBER, stand_in_url=twilio[1])
    for body in ("One", "Two"):
        client.messages.create(to=NUMBER, from_=OURS, body=body)
    assert handset.new_texts() == ["One", "Two"]
    assert handset.new_texts() == []
    handset.carrier.client.close()


def test_a_text_can_be_listed_by_number_and_fetched_with_its_segments(client: Client) -> None:
    sent = client.messages.create(to=NUMBER, from_=OURS, body="x" * 200)
    client.messages.create(to=COORDINATOR, from_=OURS, body="another")
    [listed] = client.messages.list(to=NUMBER)
    assert (listed.sid, listed.body, listed.num_segments) == (sent.sid, "x" * 200, "2")
    assert client.messages(sent.sid).fetch().from_ == OURS
    with pytest.raises(TwilioRestException) as unknown:
        client.messages("SM" + "0" * 32).fetch()
    assert unknown.value.status == 404


def test_a_number_that_said_stop_a_long_text_and_a_wrong_token_are_refused(
    twilio: tuple[TwilioStandIn, str], client: Client
) -> None:
    twilio[0].stopped.add(NUMBER)
    for number, body, code in ((NUMBER, "hi", 21610), (COORDINATOR, "x" * 1601, 21617)):
        with pytest.raises(TwilioRestException) as refused:
            client.messages.create(to=number, from_=OURS, body=body)
        assert refused.value.code == code
    stranger = Client(ACCOUNT, "wrong", http_client=ReachableClient(twilio[1], seconds=5))
    with pytest.raises(TwilioRestException) as refused:
        stranger.messages.create(to=NUMBER, from_=OURS, body="hi")
    assert refused.value.status == 401


def test_delivery_is_reported_in_order_and_an_unreachable_number_with_its_code(
    twilio: tuple[TwilioStandIn, str], client: Client
) -> None:
    stand_in, address = twilio
    stand_in.undeliverable[COORDINATOR] = 30006
    with reports_taken() as (here, taken):
        for number in (NUMBER, COORDINATOR):
            client.messages.create(to=number, from_=OURS, body="hi", status_callback=f"{here}/r")
        until(lambda: len(taken) == 4)
    by_number = {
        number: [
            (one["MessageStatus"], one.get("ErrorCode")) for one in taken if one["To"] == number
        ]
        for number in (NUMBER, COORDINATOR)
    }
    assert by_number[NUMBER] == [("sent", None), ("delivered", None)]
    assert by_number[COORDINATOR] == [("sent", None), ("undelivered", "30006")]
    landline = Handset(BASE, TOKEN, COORDINATOR, stand_in_url=address)
    assert landline.new_texts() == []
    landline.carrier.client.close()
    until(lambda: client.messages.list(to=COORDINATOR)[0].status == "undelivered")


def test_reports_may_come_twice_and_in_another_order() -> None:
    stand_in = TwilioStandIn(ACCOUNT, TOKEN, trouble=Trouble(seed=3, duplicated=1, reordered=1))
    with stand_in.serving() as address, reports_taken() as (here, taken):
        client = Client(ACCOUNT, TOKEN, http_client=ReachableClient(address, seconds=5))
        client.messages.create(to=NUMBER, from_=OURS, body="hi", status_callback=f"{here}/r")
        until(lambda: len(taken) == 4)
    assert [one["MessageStatus"] for one in taken] == ["delivered", "delivered", "sent", "sent"]


def test_who_is_rung_through_the_api_follows_the_twiml_and_the_end_is_reported(
    twilio: tuple[TwilioStandIn, str], client: Client
) -> None:
    twilio[0].exchange.answering[COORDINATOR] = Answering("answered", ("1",))
    twiml = say("Somebody is in danger. Press 1.") + listen("/accept")
    with reports_taken(twiml) as (here, taken):
        made = client.calls.create(
            to=COORDINATOR, from_=OURS, url=f"{here}/twiml", status_callback=f"{here}/status"
        )
        until(lambda: bool(taken) and taken[-1]["path"] == "status")
    assert [one["path"] for one in taken] == ["twiml", "accept", "status"]
    assert (taken[1]["Digits"], taken[1]["Direction"]) == ("1", "outbound-api")
    until(lambda: client.calls(made.sid).fetch().status == "completed")


def test_who_does_not_answer_is_reported_so(client: Client) -> None:
    with reports_taken() as (here, taken):
        client.calls.create(
            to=COORDINATOR, from_=OURS, url=f"{here}/twiml", status_callback=f"{here}/status"
        )
        until(lambda: bool(taken))
    assert (taken[0]["path"], taken[0]["CallStatus"]) == ("status", "no-answer")


def test_a_running_call_can_be_taken_elsewhere_and_ended_through_the_api(
    twilio: tuple[TwilioStandIn, str], client: Client
) -> None:
    script = Script(voice=say("Hello.") + listen(), voice_other=say("Dial 9 9 9.") + listen())
    call = script.handset(stand_in_url=twilio[1]).call()
    assert [one.sid for one in client.calls.list(status="in-progress")] == [call.sid]
    client.calls(call.sid).update(url=f"{BASE}/telephony/voice/other")
    call.hears()
    assert call.waits() == "Dial 9 9 9."
    client.calls(call.sid).update(twiml="<Response><Hangup/></Response>")
    call.waits()
    assert call.is_over
    with pytest.raises(TwilioRestException) as over:
        client.calls(call.sid).update(status="completed")
    assert over.value.code == 21220


def test_danger_in_a_partial_result_can_break_into_what_the_caller_says(
    twilio: tuple[TwilioStandIn, str], client: Client
) -> None:
    class Watchful(Script):
        def answer(self, path: str) -> Response:
            if path == "voice/partial":
                url = f"{BASE}/telephony/voice/other"
                client.calls(request.form["CallSid"]).update(url=url)
            return super().answer(path)

    script = Watchful(
        voice=listen("/telephony/voice/turn", partialResultCallback="/telephony/voice/partial"),
        voice_partial="",
        voice_other=say("Dial 9 9 9.") + listen(),
    )
    call = script.handset(stand_in_url=twilio[1]).call()
    assert call.says("I have taken all of my tablets today") == "Dial 9 9 9."
    assert len(script.sent_to("/telephony/voice/partial")) == 1
    assert script.sent_to("/telephony/voice/turn") == []


def test_a_fault_is_met_once(twilio: tuple[TwilioStandIn, str], client: Client) -> None:
    from telephony.rehearsal.twilio_stand_in import Fault

    twilio[0].faults.append(Fault(status=429, code=20429))
    with pytest.raises(TwilioRestException):
        client.messages.create(to=NUMBER, from_=OURS, body="hi")
    assert client.messages.create(to=NUMBER, from_=OURS, body="hi").sid
    assert httpx.get(f"{twilio[1]}/handsets/{NUMBER}/texts").json()["texts"][0]["body"] == "hi"
