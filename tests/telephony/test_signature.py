"""Only Twilio's own requests come in."""

from urllib.parse import urlencode

import pytest
from flask import Flask, request
from pydantic import SecretStr
from twilio.request_validator import RequestValidator
from werkzeug.exceptions import Forbidden
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from settings import Settings
from telephony.signature import is_from_twilio, require_twilio

TOKEN = "12345"
BASE = "https://mycompany.com"
PATH = "/myapp.php?foo=1&bar=2"
FIELDS = [
    ("CallSid", "CA1234567890ABCDE"),
    ("Digits", "1234"),
    ("From", "+14158675309"),
    ("To", "+18005551212"),
    ("Caller", "+14158675309"),
]
"""Twilio's published example (Security documentation; tests of twilio-python and twilio-php)."""
SIGNATURE = "RSOYDt4T1cUTdK1PDd93/VVr8B8="


def is_accepted(
    fields: list[tuple[str, str]],
    signature: str | None,
    *,
    path: str = PATH,
    base: str = BASE,
    tokens: tuple[str, ...] = (TOKEN,),
) -> bool:
    """Post a form through Flask's own parser, as the web app does."""
    app = Flask(__name__)
    headers = {"X-Twilio-Signature": signature} if signature is not None else {}
    with app.test_request_context(
        path,
        method="POST",
        data=urlencode(fields),
        content_type="application/x-www-form-urlencoded",
        headers=headers,
    ):
        return is_from_twilio(request, base_url=base, tokens=tokens)


def test_twilios_published_example_is_accepted() -> None:
    assert is_accepted(FIELDS, SIGNATURE)


def test_the_order_of_fields_does_not_matter() -> None:
    assert is_accepted(FIELDS[::-1], SIGNATURE)


def test_twilios_published_example_of_repeated_fields_is_accepted() -> None:
    fields = [
        ("Sid", "CA123"),
        ("SidAccount", "AC123"),
        ("Digits", "5678"),
        ("Digits", "1234"),
        ("Digits", "1234"),
    ]
    assert is_accepted(fields, "IK+Dwps556ElfBT0I3Rgjkr1wJU=")


@pytest.mark.parametrize(
    ("base", "signature"),
    [
        ("https://mycompany.com:1234", SIGNATURE),
        ("http://mycompany.com:1234", "Zmvh+3yNM1Phv2jhDCwEM3q5ebU="),
        ("https://mycompany.com", "kvajT1Ptam85bY51eRf/AJRuM3w="),
        ("http://mycompany.com", "0ZXoZLH/DfblKGATFgpif+LLRf4="),
    ],
)
def test_twilios_published_examples_with_ports_are_accepted(base: str, signature: str) -> None:
    assert is_accepted(FIELDS, signature, base=base)


def test_twilios_published_json_body_is_accepted_and_an_altered_one_is_not() -> None:
    digest = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"
    headers = {"X-Twilio-Signature": "a9nBmqA0ju/hNViExpshrM61xv4="}
    for body, expected in (
        ('{"property": "value", "boolean": true}', True),
        ('{"property": "value", "boolean": false}', False),
    ):
        with Flask(__name__).test_request_context(
            f"{PATH}&bodySHA256={digest}",
            method="POST",
            data=body,
            content_type="application/json",
            headers=headers,
        ):
            assert is_from_twilio(request, base_url=BASE, tokens=[TOKEN]) is expected


def test_a_json_body_without_its_digest_is_refused() -> None:
    signature = RequestValidator(TOKEN).compute_signature(BASE + PATH, {})
    headers = {"X-Twilio-Signature": signature}
    with Flask(__name__).test_request_context(
        PATH, method="POST", json={"Body": "hello"}, headers=headers
    ):
        assert not is_from_twilio(request, base_url=BASE, tokens=[TOKEN])


def test_spaces_at_the_ends_are_part_of_what_is_signed() -> None:
    fields = [("Body", "  hello there \n"), ("From", "+447700900123")]
    signature = RequestValidator(TOKEN).compute_signature(BASE + PATH, dict(fields))
    assert is_accepted(fields, signature)
    assert not is_accepted([("Body", "hello there"), fields[1]], signature)


def test_an_altered_field_path_host_or_signature_is_refused() -> None:
    altered = [*FIELDS[:1], ("Digits", "12345"), *FIELDS[2:]]
    assert not is_accepted(altered, SIGNATURE)
    assert not is_accepted([*FIELDS, ("Extra", "1")], SIGNATURE)
    assert not is_accepted(FIELDS[1:], SIGNATURE)
    assert not is_accepted(FIELDS, SIGNATURE, path="/myapp.php?foo=1&bar=3")
    assert not is_accepted(FIELDS, SIGNATURE, base="https://mycompany.example.org")
    assert not is_accepted(FIELDS, SIGNATURE[:-2] + "9=")
    assert not is_accepted(FIELDS, "")
    assert not is_accepted(FIELDS, None)


def test_the_previous_token_is_accepted_while_it_is_changed() -> None:
    assert is_accepted(FIELDS, SIGNATURE, tokens=("new one", TOKEN))
    assert not is_accepted(FIELDS, SIGNATURE, tokens=("new one",))


@pytest.mark.parametrize(
    ("current", "previous", "is_taken"),
    [(TOKEN, "", True), ("new one", TOKEN, True), ("new one", "older one", False), ("", "", False)],
)
def test_the_tokens_of_the_settings_decide(current: str, previous: str, is_taken: bool) -> None:
    settings = Settings(
        public_base_url=BASE,
        twilio_auth_token=SecretStr(current),
        twilio_auth_token_previous=SecretStr(previous),
    )
    context = Flask(__name__).test_request_context(
        PATH, method="POST", data=dict(FIELDS), headers={"X-Twilio-Signature": SIGNATURE}
    )
    with context:
        if is_taken:
            require_twilio(request, settings)
        else:
            with pytest.raises(Forbidden):
                require_twilio(request, settings)


def test_nobody_can_sign_when_no_token_is_set() -> None:
    assert not is_accepted(FIELDS, SIGNATURE, tokens=())


def test_bytes_that_are_no_text_are_refused_without_an_error() -> None:
    environ = EnvironBuilder(
        path="/telephony/sms",
        query_string="step=%ff%00[",
        method="POST",
        data=b"Body=%ff%fe&From=\xff",
        content_type="application/x-www-form-urlencoded",
        headers=[("X-Twilio-Signature", "Ã¼")],
    ).get_environ()
    assert not is_from_twilio(Request(environ), base_url=BASE, tokens=[TOKEN])  # type: ignore[arg-type]  # werkzeug's own request is all that is used
