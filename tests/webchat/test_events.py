"""What a page hears while it is open: messages, typing, and who answers."""

import inspect
import json
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from conversation.message import Saying
from conversation.ownership import coordinator_says, take_over
from conversation.rasa import Bot
from conversation.thread import say, topic_of
from storage.live import tell
from storage.tables.conversations import Conversation
from tests.webchat.front import Front, ScriptedBot, a_coordinator, the_conversation
from webchat import events


@contextmanager
def heard(front: Front, address: str, token: str, after: str = "0") -> Iterator[Iterator[str]]:
    answer = front.browser().get(
        f"/api/chat/{address}/events?after={after}",
        headers={"Authorization": f"Bearer {token}"},
    )
    assert answer.mimetype == "text/event-stream"
    with closing(answer):
        yield (chunk.decode() for chunk in answer.iter_encoded())


def event(chunk: str) -> tuple[str, dict[str, object]]:
    lines = dict(line.split(": ", 1) for line in chunk.strip().splitlines())
    return lines["event"], json.loads(lines["data"])


def opened(front: Front) -> tuple[str, str, str]:
    body = front.browser().post("/api/chat").get_json()
    return body["conversation"], body["token"], body["messages"][-1]["id"]


def test_the_scripted_bot_is_asked_as_the_real_one_is() -> None:
    assert inspect.signature(ScriptedBot.ask) == inspect.signature(Bot.ask)


def test_a_page_first_hears_what_it_missed_and_who_answers(front: Front) -> None:
    address, token, newest = opened(front)

    with heard(front, address, token) as chunks:
        assert next(chunks).startswith("retry")
        first, second, owner = (event(next(chunks)) for _ in range(3))

    assert (first[0], second[0], second[1]["id"]) == ("message", "message", newest)
    assert owner == ("owner", {"owner": "assistant"})


def test_a_coordinators_message_is_heard_at_once(front: Front, now: datetime) -> None:
    address, token, newest = opened(front)

    with heard(front, address, token, newest) as chunks:
        next(chunks)
        assert event(next(chunks))[0] == "owner"
        threading.Timer(0.3, lambda: priya_joins(front, now)).start()
        kinds = [event(next(chunks)) for _ in range(3)]

    assert [kind for kind, _ in kinds] == ["message", "owner", "message"] or [
        kind for kind, _ in kinds
    ] == ["message", "message", "owner"]
    assert any(said.get("text") == "Hello, I am Priya." for _, said in kinds)


def test_typing_is_heard(front: Front) -> None:
    address, token, newest = opened(front)

    def type_something() -> None:
        with front.desk.sessions.begin() as session:
            tell(session, topic_of(the_conversation(session).id), kind="typing")

    with heard(front, address, token, newest) as chunks:
        next(chunks)
        next(chunks)
        threading.Timer(0.3, type_something).start()
        assert event(next(chunks)) == ("typing", {"from": "coordinator"})


def test_a_silent_stream_sends_a_heartbeat(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "HEARTBEAT", 0.05)
    address, token, newest = opened(front)

    with heard(front, address, token, newest) as chunks:
        assert [next(chunks) for _ in range(3)][-1] == events.BEAT


def test_a_message_begun_earlier_and_stored_later_is_not_passed_over(
    front: Front, now: datetime
) -> None:
    address, token, newest = opened(front)
    slow = front.desk.sessions()
    chat = the_conversation(slow)

    with heard(front, address, token, newest) as chunks:
        next(chunks)
        next(chunks)
        late = events_say(slow, chat, "begun first", now)
        with front.desk.sessions.begin() as quick:
            events_say(quick, the_conversation(quick), "begun second", now)
        assert event(next(chunks))[1]["text"] == "begun second"
        slow.commit()
        kind, said = event(next(chunks))

    assert (kind, said["id"]) == ("message", str(late))


def test_streams_beyond_the_most_are_told_to_ask_instead(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "_places", threading.BoundedSemaphore(1))
    address, token, newest = opened(front)
    headers = {"Authorization": f"Bearer {token}"}

    with heard(front, address, token, newest) as chunks:
        next(chunks)
        refused = front.browser().get(f"/api/chat/{address}/events", headers=headers)
        assert (refused.status_code, refused.mimetype) == (503, "application/problem+json")

    with heard(front, address, token, newest) as chunks:
        assert next(chunks).startswith("retry")


def test_our_own_page_listens_with_its_cookie_and_nobody_elses_does(front: Front) -> None:
    mine, other = front.browser(), front.browser()
    held = [client.post("/open").get_json()["conversation"] for client in (mine, other)]

    listening = mine.get(f"/api/chat/{held[0]}/events")
    refused = mine.get(f"/api/chat/{held[1]}/events")
    listening.close()

    assert (listening.status_code, refused.status_code) == (200, 401)


def events_say(session: Session, conversation: Conversation, text: str, now: datetime) -> int:
    [row] = say(session, conversation, [Saying(text)], at=now)
    return int(row.id)


def priya_joins(front: Front, now: datetime) -> None:
    with front.desk.sessions.begin() as session:
        priya = a_coordinator(session, now)
        chat = the_conversation(session).id
        take_over(session, chat, by=priya.id, words=front.desk.words, at=now)
        coordinator_says(session, chat, "Hello, I am Priya.", by=priya.id, at=now)
