"""The chat API as programs use it."""

import json
import uuid

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from conversation.message import PromiseShown
from tests.webchat.front import OFFER, PROMISE, Front

PROBLEM = "application/problem+json"


def opened(client: FlaskClient) -> tuple[str, dict[str, str]]:
    answer = client.post("/api/chat").get_json()
    return answer["conversation"], {"Authorization": f"Bearer {answer['token']}"}


def say(
    client: FlaskClient, address: str, headers: dict[str, str], text: str, id: str | None = None
) -> TestResponse:
    body = {"id": id or str(uuid.uuid4()), "text": text}
    return client.post(f"/api/chat/{address}/messages", json=body, headers=headers)


def test_opening_greets_and_gives_a_token_and_a_reference(front: Front) -> None:
    answer = front.browser().post("/api/chat", json={"language": "en"})

    assert answer.status_code == 201
    body = answer.get_json()
    assert uuid.UUID(body["conversation"])
    assert len(body["token"]) > 30
    assert body["reference"] in body["messages"][0]["text"]
    assert body["expects"] == "what_matters"
    assert [message["from"] for message in body["messages"]] == ["assistant", "assistant"]
    assert all(isinstance(message["id"], str) for message in body["messages"])


def test_a_message_gets_the_bots_answer(front: Front) -> None:
    client = front.browser()
    address, token = opened(client)

    answer = say(client, address, token, "I am on my own a lot")

    assert answer.status_code == 200
    body = answer.get_json()
    assert [message["text"] for message in body["messages"]] == ["I heard: I am on my own a lot"]
    assert body["owner"] == "assistant"


def test_the_same_id_gets_the_stored_answer_and_the_bot_is_not_asked_again(front: Front) -> None:
    client = front.browser()
    address, token = opened(client)
    twice = str(uuid.uuid4())

    first = say(client, address, token, "hello", twice).get_json()
    second = say(client, address, token, "hello", twice).get_json()

    assert first == second
    assert front.bot.heard == ["hello"]


def test_services_choices_and_promises_come_as_described(front: Front) -> None:
    client = front.browser()
    address, token = opened(client)
    front.bot.says(OFFER, PROMISE)

    offer, promise = say(client, address, token, "company please").get_json()["messages"]

    assert offer["services"][0]["distance_km"] == 0.8
    assert offer["choices"][1] == {"title": "None of these", "value": "None of these"}
    assert offer["alert"] is None
    assert PROMISE.promise == PromiseShown(**promise["promise"])


def test_danger_words_come_first_with_help_lines(front: Front) -> None:
    client = front.browser()
    address, token = opened(client)

    body = say(client, address, token, "I want to kill myself").get_json()

    assert body["messages"][0]["alert"]["lines"]
    assert body["expects"] == "safe_now"
    assert body["owner"] == "queue"


def test_reading_after_an_id_leaves_out_what_came_before(front: Front) -> None:
    client = front.browser()
    address, token = opened(client)
    whole = client.get(f"/api/chat/{address}/messages", headers=token).get_json()["messages"]

    rest = client.get(f"/api/chat/{address}/messages?after={whole[0]['id']}", headers=token)

    assert [message["id"] for message in rest.get_json()["messages"]] == [whole[1]["id"]]


@pytest.mark.parametrize("after", ["abc", "-1", "9" * 40, "²", ""])
def test_an_after_that_is_no_id_is_no_fault(front: Front, after: str) -> None:
    client = front.browser()
    address, token = opened(client)

    answer = client.get(
        f"/api/chat/{address}/messages", query_string={"after": after}, headers=token
    )

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "text",
    [
        "😀😀😀",
        "مرحبا، أشعر بالوحدة",
        "\x00\x01\x02\x1b[31mred",
        "<script>alert(1)</script>",
        "'; DROP TABLE messages; --",
        "half a pair \ud83d",
        "x" * 20_000,
        "",
        "   \n ",
    ],
)
def test_every_kind_of_text_gets_an_answer_in_words(front: Front, text: str) -> None:
    client = front.browser()
    address, token = opened(client)
    raw = json.dumps({"id": str(uuid.uuid4()), "text": text})

    answer = client.post(
        f"/api/chat/{address}/messages", data=raw, headers=token, content_type="application/json"
    )

    assert answer.status_code == 200
    assert answer.get_json()["messages"][0]["text"]


def test_an_empty_message_gets_a_kind_sentence_from_practitioners_words(front: Front) -> None:
    client = front.browser()
    address, token = opened(client)

    said = say(client, address, token, "").get_json()["messages"][0]["text"]

    assert said == front.desk.words.say("utter_nothing_heard", "web").text
    assert front.bot.heard == []


@pytest.mark.parametrize("text", ["x" * 20_001, "😀" * 20_001, "x" * 400_000])
def test_a_message_that_is_too_long_is_a_problem_and_not_cut(front: Front, text: str) -> None:
    client = front.browser()
    address, token = opened(client)

    answer = say(client, address, token, text)

    assert (answer.status_code, answer.mimetype) == (413, PROBLEM)
    assert front.bot.heard == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("not json", "not_json"),
        ("", "not_json"),
        ("null", "not_json"),
        ("[]", "wrong_body"),
        ("{}", "wrong_body"),
        ('{"id": "not a uuid", "text": "hello"}', "wrong_body"),
        ('{"id": "0b0f6f0e-1111-4111-8111-000000000001"}', "wrong_body"),
        ('{"id": "0b0f6f0e-1111-4111-8111-000000000001", "text": 7}', "wrong_body"),
    ],
)
def test_a_wrong_body_is_a_problem_that_does_not_repeat_it(
    front: Front, body: str, kind: str
) -> None:
    client = front.browser()
    address, token = opened(client)

    answer = client.post(f"/api/chat/{address}/messages", data=body, headers=token)

    assert (answer.status_code, answer.mimetype) == (400, PROBLEM)
    assert answer.get_json()["type"] == f"urn:doorstep:problem:{kind}"
    assert "hello" not in answer.text


@pytest.mark.parametrize("language", ["x" * 99, "en'; --", 7, "\ud83d"])
def test_a_language_that_is_none_is_a_problem(front: Front, language: object) -> None:
    answer = front.browser().post("/api/chat", json={"language": language})

    assert (answer.status_code, answer.mimetype) == (400, PROBLEM)


def test_a_wrong_token_and_an_unknown_conversation_look_the_same(front: Front) -> None:
    client = front.browser()
    address, _ = opened(client)
    wrong = {"Authorization": "Bearer wrong"}

    answers = [
        say(client, where, wrong, "hello") for where in (address, str(uuid.uuid4()), "nonsense")
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1


@pytest.mark.parametrize("header", [None, "Basic abc", "Bearer", "Bearer  "])
def test_without_a_token_it_is_401(front: Front, header: str | None) -> None:
    client = front.browser()
    address, _ = opened(client)
    headers = {"Authorization": header} if header else {}

    for answer in (
        say(client, address, headers, "hello"),
        client.get(f"/api/chat/{address}/messages", headers=headers),
        client.get(f"/api/chat/{address}/events", headers=headers),
    ):
        assert (answer.status_code, answer.mimetype) == (401, PROBLEM)
        assert "Bearer" in answer.headers["WWW-Authenticate"]


def test_the_page_cookie_does_not_open_what_changes_something(front: Front) -> None:
    client = front.browser()
    client.post("/", data={"text": "hello"})
    held = client.post("/messages", data={"text": "again"}).get_json()["conversation"]

    assert say(client, held, {}, "from elsewhere").status_code == 401


def test_three_wrong_tries_lock_a_reference_and_reveal_nothing(front: Front) -> None:
    client = front.browser()
    real = client.post("/api/chat").get_json()["reference"]

    def tries(reference: str) -> list[tuple[int, str]]:
        body = {"reference": reference, "answer": "nobody"}
        answers = [client.post("/api/chat/resume", json=body) for _ in range(4)]
        return [(answer.status_code, answer.text) for answer in answers]

    tried = tries(real)
    assert [status for status, _ in tried] == [404, 404, 404, 429]
    assert tries("AAA-222") == tried


def test_a_flood_of_messages_is_a_429_in_words(front: Front) -> None:
    client = front.browser()
    address, token = opened(client)

    answers = [say(client, address, token, "", "no uuid") for _ in range(61)]

    assert {answer.status_code for answer in answers[:60]} == {400}
    assert (answers[60].status_code, answers[60].mimetype) == (429, PROBLEM)
    assert front.desk.council.phones.front_door in answers[60].get_json()["detail"]


def test_with_the_database_down_the_message_is_kept_and_the_answer_says_so(
    broken_front: Front,
) -> None:
    client = broken_front.browser()
    body = {"id": str(uuid.uuid4()), "text": "are you there"}

    answer = client.post(
        f"/api/chat/{uuid.uuid4()}/messages", json=body, headers={"Authorization": "Bearer t"}
    )

    assert (answer.status_code, answer.mimetype) == (503, PROBLEM)
    assert answer.get_json()["kept"] is True
    [kept] = broken_front.spooled()
    record = json.loads(kept.read_text())
    assert (record["text"], record["provider_id"]) == ("are you there", body["id"])
    assert record["token_hash"] != "t"


@pytest.mark.parametrize("method", ["get", "post"])
def test_with_the_database_down_the_rest_is_a_503(broken_front: Front, method: str) -> None:
    client = broken_front.browser()
    address = "/api/chat" if method == "post" else f"/api/chat/{uuid.uuid4()}/messages"

    answer = getattr(client, method)(address, headers={"Authorization": "Bearer t"})

    assert (answer.status_code, answer.mimetype) == (503, PROBLEM)


@pytest.mark.parametrize("address", ["/api/nothing", "/api/chat/x/nothing"])
def test_unknown_addresses_of_the_api_are_problems(front: Front, address: str) -> None:
    answer = front.browser().get(address)

    assert (answer.status_code, answer.mimetype) == (404, PROBLEM)


def test_a_method_that_is_not_there_is_a_problem(front: Front) -> None:
    answer = front.browser().delete("/api/chat")

    assert (answer.status_code, answer.mimetype) == (405, PROBLEM)
