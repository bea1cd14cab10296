"""Calls over ConversationRelay, on a real socket, and what happens when it fails."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from pydantic import SecretStr
from sqlalchemy import select
from twilio.request_validator import RequestValidator
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect
from werkzeug.serving import make_server

from conversation.desk import Desk
from conversation.message import Saying
from conversation.words import words
from council import council
from settings import Settings
from storage.engine import Sessions
from storage.tables.conversations import Conversation, Message
from storage.tables.safety import Alert
from telephony.blueprint import telephony
from telephony.rehearsal.handset import Handset
from tests.telephony.line import NUMBER, TOKEN, ScriptedBot


@dataclass(frozen=True)
class RelayLine:
    """A line with VOICE_MODE=relay on a port of this machine."""

    bot: ScriptedBot
    sessions: Sessions
    port: int

    def handset(self) -> Handset:
        return Handset(f"http://127.0.0.1:{self.port}", TOKEN, NUMBER)

    @property
    def socket(self) -> str:
        return f"ws://127.0.0.1:{self.port}/telephony/voice/relay"

    def said(self) -> list[str]:
        with self.sessions() as session:
            query = select(Message.text).where(Message.sent_by == "resident").order_by(Message.id)
            return list(session.scalars(query))


@pytest.fixture
def line(sessions: Sessions, tmp_path: Path, now: datetime) -> Iterator[RelayLine]:
    app, bot = Flask(__name__), ScriptedBot(sessions)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    desk = Desk(sessions=sessions, bot=bot, words=words(), council=council(), clock=lambda: now)
    settings = Settings(
        doorstep_var=tmp_path,
        twilio_auth_token=SecretStr(TOKEN),
        public_base_url=f"http://127.0.0.1:{server.server_port}",
        voice_mode="relay",
    )
    app.register_blueprint(telephony(desk, settings))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield RelayLine(bot, sessions, server.server_port)
    server.shutdown()
    thread.join(5)
    server.server_close()


def signed(url: str, token: str = TOKEN) -> dict[str, str]:
    return {"X-Twilio-Signature": RequestValidator(token).compute_signature(url, {})}


def test_a_call_is_greeted_and_answered_over_the_socket(line: RelayLine) -> None:
    call = line.handset().call()
    assert call.relay is not None
    assert "Harbourside Council" in call.hears()
    assert "I heard: my wife has died" in call.says("my wife has died")
    assert "I heard: I live at the harbour" in call.says("I live at the harbour")
    assert line.said() == ["my wife has died", "I live at the harbour"]


def test_keys_choose_reach_a_message_and_gather_a_number(line: RelayLine) -> None:
    call = line.handset().call()
    call.says("hello")
    with line.sessions.begin() as session:
        session.scalars(select(Conversation)).one().expects = "contact"
    call.says("my number is coming")
    assert "4 5 6. Is that right?" in call.presses("07700900456")
    call.presses("1")
    assert line.bot.heard[-1] == "07700900456"
    assert "After the tone" in call.presses("7")
    assert call.record is not None
    assert call.relay is None


def test_danger_may_not_be_interrupted_and_is_heard_before_the_end(line: RelayLine) -> None:
    sent = speak(line, [prompt("I have taken all", last=False)])
    sent = speak(
        line,
        [prompt("I have taken all my tablets", last=False), prompt("I have taken all my tablets")],
        call="CA2",
    )
    danger = [message for message in sent if "9 9 9" in str(message.get("token", ""))]
    assert danger
    assert all(message["interruptible"] is False for message in danger)
    with line.sessions() as session:
        assert session.scalars(select(Alert.level)).all() == ["immediate"]


def test_what_is_said_is_text_in_british_english_with_a_last_mark(line: RelayLine) -> None:
    sent = speak(line, [{"type": "interrupt", "utteranceUntilInterrupt": "Hello"}, prompt("hi")])
    texts = [message for message in sent if message["type"] == "text"]
    assert texts[-1] == {"type": "text", "token": "I heard: hi", "last": True, "lang": "en-GB"}


def test_another_language_is_listened_to_once_it_is_chosen(line: RelayLine) -> None:
    def answer(_: object) -> tuple[Saying, ...]:
        with line.sessions.begin() as session:
            session.scalars(select(Conversation)).one().language = "pl"
        return (Saying(text="Good."),)

    line.bot.answer = answer
    sent = speak(line, [prompt("Polish please")])
    assert {"type": "language", "transcriptionLanguage": "pl-PL"} in sent


def test_strange_messages_and_errors_end_nothing(line: RelayLine) -> None:
    strange = [{"type": "error", "description": "x"}, {"type": "fax"}, "no json", ["list"]]
    sent = speak(line, [*strange, prompt("still here")])
    assert sent[-1]["token"] == "I heard: still here"


@pytest.mark.parametrize("headers", [{}, signed("ws://elsewhere/telephony/voice/relay"), "wrong"])
def test_a_socket_that_twilio_did_not_sign_is_refused(
    line: RelayLine, headers: dict[str, str] | str
) -> None:
    given = signed(line.socket, "another token") if isinstance(headers, str) else headers
    with pytest.raises(InvalidStatus) as refusal:
        connect(line.socket, additional_headers=given, proxy=None)
    assert refusal.value.response.status_code == 403


def test_a_socket_that_breaks_in_mid_turn_loses_no_word(line: RelayLine) -> None:
    """The bot is at work when the socket closes: <Gather> gives the answer."""
    handset = line.handset()
    fields = {"CallSid": "CA1", "From": NUMBER}
    handset.post("/telephony/voice", fields)
    with connect(line.socket, additional_headers=signed(line.socket), proxy=None) as socket:
        socket.send(json.dumps({"type": "setup", "callSid": "CA1", "from": NUMBER}))
        socket.recv(timeout=5)
        socket.send(json.dumps(prompt("my mother cannot cook")))
        wait_until_heard(line, 1)
    ended = {**fields, "SessionStatus": "failed", "ErrorCode": "64105"}
    twiml = handset.post("/telephony/voice/relay/ended", ended).text
    assert "I heard: my mother cannot cook" in twiml
    assert "/telephony/voice/turn?step=2" in twiml
    again = {**fields, "SpeechResult": "and she is alone"}
    assert "and she is alone" in handset.post("/telephony/voice/turn?step=2", again).text
    assert line.said() == ["my mother cannot cook", "and she is alone"]


def test_a_turn_that_a_crash_cut_off_is_taken_up_by_gather(line: RelayLine, now: datetime) -> None:
    handset = line.handset()
    fields = {"CallSid": "CA1", "From": NUMBER}
    handset.post("/telephony/voice", fields)
    with line.sessions.begin() as session:
        conversation = session.scalars(select(Conversation)).one()
        session.add(
            Message(
                conversation_id=conversation.id, sent_by="resident", channel="voice",
                text="I can't get up the stairs", provider_id="CA1:3", expects="what_matters",
                extras={}, at=now,
            )
        )  # fmt: skip
    ended = {**fields, "SessionStatus": "failed", "ErrorCode": "64105"}
    twiml = handset.post("/telephony/voice/relay/ended", ended).text
    assert "I heard: I can't get up the stairs" in twiml
    assert "step=4" in twiml


def test_no_socket_at_all_is_a_call_by_gather(line: RelayLine) -> None:
    handset = line.handset()
    fields = {"CallSid": "CA1", "From": NUMBER}
    assert "<ConversationRelay" in handset.post("/telephony/voice", fields).text
    ended = {**fields, "SessionStatus": "failed", "ErrorCode": "64102"}
    twiml = handset.post("/telephony/voice/relay/ended", ended).text
    assert "Harbourside Council" in twiml
    assert "<Gather" in twiml


def test_a_caller_who_hung_up_is_told_nothing_more(line: RelayLine) -> None:
    call = line.handset().call()
    call.says("my neighbour has no heating")
    call.hang_up()
    assert line.said() == ["my neighbour has no heating"]


def prompt(words: str, *, last: bool = True) -> dict[str, object]:
    return {"type": "prompt", "voicePrompt": words, "lang": "en-GB", "last": last}


def speak(line: RelayLine, messages: list[object], *, call: str = "CA1") -> list[dict[str, object]]:
    """Open a session, send messages as they are, and return what is answered."""
    sent: list[dict[str, object]] = []
    with connect(line.socket, additional_headers=signed(line.socket), proxy=None) as socket:
        socket.send(json.dumps({"type": "setup", "callSid": call, "from": NUMBER}))
        sent += receive(socket)
        for message in messages:
            socket.send(message if isinstance(message, str) else json.dumps(message))
        sent += receive(socket)
    return sent


def receive(socket: object) -> list[dict[str, object]]:
    """Return what comes until it is quiet."""
    sent, seconds = [], 3.0
    while True:
        try:
            sent.append(json.loads(socket.recv(timeout=seconds)))  # type: ignore[attr-defined]
        except (TimeoutError, ConnectionClosed):
            return sent
        seconds = 0.7


def wait_until_heard(line: RelayLine, count: int) -> None:
    pause = threading.Event()
    for _ in range(100):
        if len(line.bot.heard) >= count:
            pause.wait(0.2)
            return
        pause.wait(0.05)
    raise AssertionError("nothing was heard")
