"""The description at /api/openapi.json holds for what is really answered."""

import uuid
from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from werkzeug.test import TestResponse

from tests.webchat.front import OFFER, PROMISE, Front

MESSAGES = "/api/chat/{conversation}/messages"


@pytest.fixture
def client(front: Front) -> FlaskClient:
    front.bot.says(OFFER, PROMISE)
    return front.browser()


def check(client: FlaskClient, path: str, method: str, answer: TestResponse) -> None:
    """Check a real answer against what is described for its status and media type."""
    whole = client.get("/api/openapi.json").get_json()
    described = whole["paths"][path][method]["responses"][str(answer.status_code)]
    schema: dict[str, Any] = {
        **described["content"][answer.mimetype]["schema"],
        "components": whole["components"],
    }
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(answer.get_json())


def test_good_answers_are_as_described(client: FlaskClient) -> None:
    opened = client.post("/api/chat")
    body = opened.get_json()
    address = f"/api/chat/{body['conversation']}/messages"
    token = {"Authorization": f"Bearer {body['token']}"}

    check(client, "/api/chat", "post", opened)
    for text in ("company", "I want to kill myself"):
        said = client.post(address, json={"id": str(uuid.uuid4()), "text": text}, headers=token)
        check(client, MESSAGES, "post", said)
    check(client, MESSAGES, "get", client.get(address, headers=token))


def test_problems_are_as_described(client: FlaskClient) -> None:
    body = client.post("/api/chat").get_json()
    address = f"/api/chat/{body['conversation']}/messages"
    token = {"Authorization": f"Bearer {body['token']}"}
    long = {"id": str(uuid.uuid4()), "text": "x" * 20_001}

    answers = [
        client.post(address, data="no", headers=token),
        client.post(address, json={}, headers=token),
        client.post(address, json=long, headers=token),
        client.post(address, json=long),
        client.post(address, json=long | {"text": "x"}, headers={"Authorization": "Bearer no"}),
    ]

    assert [answer.status_code for answer in answers] == [400, 400, 413, 401, 404]
    for answer in answers:
        check(client, MESSAGES, "post", answer)


def test_resuming_is_as_described(client: FlaskClient) -> None:
    wrong = client.post("/api/chat/resume", json={"reference": "AAA-222", "answer": "Sam"})

    check(client, "/api/chat/resume", "post", wrong)


def test_a_database_that_is_down_is_as_described(front: Front, broken_front: Front) -> None:
    check(front.browser(), "/api/chat", "post", broken_front.browser().post("/api/chat"))


def test_every_address_of_the_api_is_described(front: Front) -> None:
    described = front.browser().get("/api/openapi.json").get_json()["paths"]
    rules = {
        rule.rule.replace("<", "{").replace(">", "}")
        for rule in front.app.url_map.iter_rules()
        if rule.rule.startswith("/api/chat")
    }

    assert set(described) == rules
