"""Forged, altered and broken requests: none is taken, none is answered with an error of ours."""

import random
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator

from storage.tables.conversations import Conversation
from tests.telephony.line import NUMBER, TOKEN, Line

BASE = "http://localhost:8000"
ADDRESSES = (
    "/telephony/sms",
    "/telephony/sms/status",
    "/telephony/voice",
    "/telephony/voice/turn?step=1",
    "/telephony/voice/status",
    "/telephony/voice/recording",
)
FORGERIES = 10_000
"""As many as the design asks for; a tenth goes through the whole web app."""

Request = tuple[str, dict[str, str], str]


def honest(die: random.Random) -> Request:
    """A request as Twilio sends it: where, what, and its signature."""
    path = die.choice(ADDRESSES)
    fields = {
        "CallSid": f"CA{die.randrange(10**9):032d}",
        "MessageSid": f"SM{die.randrange(10**9):032d}",
        "From": NUMBER,
        "To": "+441632960100",
        "Body": die.choice(["hello", " spaces ", "ümläut", "1", ""]),
        "SpeechResult": die.choice(["I am lonely", "", "nine nine nine"]),
    }
    return path, fields, RequestValidator(TOKEN).compute_signature(BASE + path, fields)


def forged(die: random.Random) -> Request:
    """The same with one thing changed, as somebody without the token can."""
    path, fields, signature = honest(die)
    name = die.choice(sorted(fields))
    changes: tuple[Request, ...] = (
        (path, {**fields, name: fields[name] + die.choice("x 0\n")}, signature),
        (path, {key: value for key, value in fields.items() if key != name}, signature),
        (path, {**fields, f"Extra{die.randrange(99)}": "1"}, signature),
        (path, {**fields, "From": "+447700900999"}, signature),
        (die.choice([one for one in ADDRESSES if one != path]), fields, signature),
        (path + ("&" if "?" in path else "?") + "missed=2", fields, signature),
        (path, fields, signature[:-3] + die.choice(["AA=", "", "x=="])),
        (path, fields, signature.swapcase()),
        (path, fields, ""),
        (path, fields, RequestValidator(die.choice(["", "wrong", TOKEN[:-1]])).compute_signature(
            BASE + path, fields)),
        (path, fields, RequestValidator(TOKEN).compute_signature(
            "https://elsewhere.example.org" + path, fields)),
    )  # fmt: skip
    return die.choice(changes)


@pytest.fixture
def client(line: Line) -> Iterator[FlaskClient]:
    with line.app.test_client() as client:
        yield client


def test_none_of_ten_thousand_forged_requests_is_accepted() -> None:
    die, validator = random.Random(20261122), RequestValidator(TOKEN)
    accepted = 0
    for _ in range(FORGERIES):
        path, fields, signature = forged(die)
        accepted += validator.validate(BASE + path, fields, signature)
    assert accepted == 0


def test_forged_requests_meet_403_and_leave_no_trace(line: Line, client: FlaskClient) -> None:
    die = random.Random(6)
    for _ in range(FORGERIES // 10):
        path, fields, signature = forged(die)
        answer = client.post(path, data=fields, headers={"X-Twilio-Signature": signature})
        assert answer.status_code == 403
    with line.sessions() as session:
        assert session.query(Conversation).count() == 0
    assert line.bot.heard == []


def test_broken_requests_are_never_answered_with_an_error_of_ours(client: FlaskClient) -> None:
    die = random.Random(7)
    kinds = (
        "application/x-www-form-urlencoded", "application/json", "text/plain",
        "multipart/form-data; boundary=x", "multipart/form-data", "", "nonsense",
    )  # fmt: skip
    for number in range(400):
        body = die.randbytes(die.choice([0, 1, 20, 400]))
        address = die.choice(ADDRESSES) + die.choice(["", "&x=%ff", "?step=-1", "?step=%00", "?["])
        signature = RequestValidator(TOKEN).compute_signature(BASE + address, {})
        answer = client.post(
            address,
            data=body,
            content_type=die.choice(kinds),
            headers={"X-Twilio-Signature": signature if number % 2 else "forged"},
        )
        assert answer.status_code in (200, 204, 400, 403, 404, 405, 413), (address, body)


def test_a_request_larger_than_twilios_is_not_read(client: FlaskClient) -> None:
    answer = client.post(
        "/telephony/sms", data={"Body": "x" * 100_000}, headers={"X-Twilio-Signature": "any"}
    )
    assert answer.status_code in (403, 413)


@pytest.mark.parametrize("step", ["-1", "0", "99999999999999999999", "abc", "1.5", ""])
def test_a_signed_step_that_makes_no_sense_still_hears_the_caller(line: Line, step: str) -> None:
    fields = {"CallSid": "CA1", "From": NUMBER, "SpeechResult": "I am lonely"}
    answer = line.handset().post(f"/telephony/voice/turn?step={step}", fields)
    assert answer.status_code == 200
    assert "I heard: I am lonely" in answer.text
