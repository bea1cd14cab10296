"""Requests come as Twilio sends them: signed whatever their form, tried again, and in trouble."""

import hashlib
import json
from itertools import count

import httpx
import pytest
from flask import Flask, Response, request

from telephony.rehearsal.carrier import Carrier, LineBroken
from telephony.rehearsal.trouble import Trouble
from telephony.signature import is_from_twilio
from tests.telephony.rehearsal.scripted import BASE, TOKEN, Script, listen, say

MESSAGE = "<Message>Thank you.</Message>"


def test_forms_json_and_addresses_are_signed_so_that_doorstep_accepts_them() -> None:
    app, accepted = Flask(__name__), list[bool]()

    @app.route("/telephony/<path:path>", methods=["GET", "POST"])
    def take(path: str) -> str:
        accepted.append(is_from_twilio(request, base_url=BASE, tokens=[TOKEN]))
        return path

    carrier = Carrier(BASE, TOKEN, transport=httpx.WSGITransport(app=app))
    carrier.post("/telephony/a?step=1", {"Body": "  spaces and ümläuts \n", "Empty": ""})
    carrier.post_json("/telephony/b?x=1", {"type": "event", "text": "grüße"})
    carrier.get("/telephony/c", {"ErrorCode": "11200", "ErrorUrl": f"{BASE}/telephony/a?b=c d"})
    assert accepted == [True, True, True]


def test_json_carries_the_digest_of_its_body_in_the_address() -> None:
    app, came = Flask(__name__), list[tuple[str, bytes]]()

    @app.route("/telephony/b", methods=["POST"])
    def take() -> str:
        came.append((request.args["bodySHA256"], request.get_data()))
        return ""

    Carrier(BASE, TOKEN, transport=httpx.WSGITransport(app=app)).post_json("/telephony/b", {"a": 1})
    [(digest, body)] = came
    assert digest == hashlib.sha256(body).hexdigest()
    assert json.loads(body) == {"a": 1}


def test_a_lost_answer_is_asked_for_again_under_the_same_name() -> None:
    script = Script(sms=MESSAGE)
    handset = script.handset(trouble=Trouble(answer_lost=1))
    with pytest.raises(LineBroken, match="answer was lost"):
        handset.text("hello")
    first, second = script.sent_to("/telephony/sms")
    assert first == second
    assert len(set(script.tokens)) == 1


def test_some_lost_answers_still_reach_the_resident_once() -> None:
    script = Script(sms=MESSAGE)
    handset = script.handset(trouble=Trouble(seed=1, answer_lost=0.5))
    answers = handset.texts(["a"] * 20)
    arrived = script.sent_to("/telephony/sms")
    assert len({fields["MessageSid"] for fields in arrived}) == 20
    assert len(arrived) > 20
    assert all(answer in ([], ["Thank you."]) for answer in answers)


def test_a_repeated_request_that_is_answered_otherwise_is_noted() -> None:
    class Forgetful(Script):
        def answer(self, path: str) -> Response:
            super().answer(path)
            return Response(f"<Response><Message>{next(numbers)}</Message></Response>")

    numbers = count()
    for script, differs in ((Script(sms=MESSAGE), False), (Forgetful(sms=MESSAGE), True)):
        handset = script.handset(trouble=Trouble(duplicated=1))
        handset.text("hello")
        assert len(script.sent_to("/telephony/sms")) == 2
        assert bool(handset.carrier.differing) is differs


def test_texts_that_are_reordered_all_arrive_in_another_order() -> None:
    script = Script(sms=MESSAGE)
    bodies = ["one", "two", "three"]
    script.handset(trouble=Trouble(seed=4, reordered=1)).texts(bodies)
    arrived = [fields["Body"] for fields in script.sent_to("/telephony/sms")]
    assert sorted(arrived) == sorted(bodies)
    assert arrived != bodies


def test_a_lost_call_request_leads_to_twilios_own_words_and_nothing_arrives() -> None:
    script = Script(voice=say("Hello.") + listen())
    call = script.handset(trouble=Trouble(lost=1)).call()
    assert call.is_over
    assert script.posted == []


def test_a_caller_may_stay_silent_and_a_recogniser_be_unsure() -> None:
    script = Script(voice=listen("/telephony/voice/turn", actionOnEmptyResult="true"))
    script.twiml["voice_turn"] = script.twiml["voice"]
    script.handset(trouble=Trouble(silent=1)).call().says("hello")
    assert script.posted[-1][1]["SpeechResult"] == ""
    script.handset(trouble=Trouble(unsure=1)).call().says("hello")
    assert script.posted[-1][1]["SpeechResult"] == "hello"
    assert float(script.posted[-1][1]["Confidence"]) < 0.5
