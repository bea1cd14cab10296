"""ConversationRelay: the telephone company's end of the socket speaks as Twilio documents it."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from twilio.request_validator import RequestValidator
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection, serve

from telephony.rehearsal.call import Call
from telephony.rehearsal.carrier import BadTwiml
from telephony.rehearsal.relay import RelayRefused
from telephony.rehearsal.relay_messages import read
from tests.telephony.rehearsal.scripted import NUMBER, TOKEN, Script, listen, say

Talk = Callable[[dict[str, Any], Callable[..., None]], None]


class Recorder:
    """A relay server that keeps what came, and answers as a test wants."""

    def __init__(self, talk: Talk) -> None:
        self.came: list[dict[str, Any]] = []
        self.signed: list[bool] = []
        self.address = ""
        self._talk = talk

    def take(self, socket: ServerConnection) -> None:
        assert socket.request is not None
        signature = socket.request.headers.get("X-Twilio-Signature", "")
        self.signed.append(RequestValidator(TOKEN).validate(self.address, {}, signature))
        try:
            for raw in socket:
                message = json.loads(raw)
                self.came.append(message)
                self._talk(message, lambda kind, **fields: send(socket, kind, **fields))
        except ConnectionClosed:
            return

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [message for message in self.came if message["type"] == kind]


def send(socket: ServerConnection, kind: str, **fields: Any) -> None:
    if kind == "close":
        socket.close()
    else:
        socket.send(json.dumps({"type": kind, **fields}))


@contextmanager
def relay(
    talk: Talk, *, attributes: str = "", greeting: str = ""
) -> Iterator[tuple[Recorder, Script]]:
    recorder = Recorder(talk)
    with serve(recorder.take, "127.0.0.1", 0) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        recorder.address = f"ws://127.0.0.1:{server.socket.getsockname()[1]}/relay"
        yield recorder, script_for(recorder.address, attributes, greeting)
        server.shutdown()
        thread.join()


def script_for(address: str, attributes: str = "", greeting: str = "") -> Script:
    welcome = f'welcomeGreeting="{greeting}"' if greeting else ""
    return Script(
        voice='<Connect action="/telephony/voice/relayed">'
        f'<ConversationRelay url="{address}" language="en-GB" {welcome} {attributes}>'
        '<Parameter name="step" value="1"/></ConversationRelay></Connect>',
        voice_relayed=say("I am still here.") + listen(),
    )


def echo(message: dict[str, Any], answer: Callable[..., None]) -> None:
    """Answer what is said in two tokens."""
    if message["type"] == "prompt" and message["last"]:
        answer("text", token="You said: ", last=False)
        answer("text", token=message["voicePrompt"], last=True)
    elif message["type"] == "dtmf":
        answer("text", token=f"You pressed {message['digit']}.", last=True)


def greeted(script: Script) -> Call:
    call = script.handset().call()
    call.hears()
    return call


def test_a_session_is_signed_and_introduces_the_call() -> None:
    with relay(echo, greeting="Hello, this is Doorstep.") as (server, script):
        call = script.handset().call()
        assert call.hears() == "Hello, this is Doorstep."
        call.hang_up()
    assert server.signed == [True]
    [setup] = server.of("setup")
    assert (setup["callSid"], setup["from"], setup["direction"]) == (call.sid, NUMBER, "inbound")
    assert setup["customParameters"] == {"step": "1"}
    assert setup["sessionId"].startswith("VX")


def test_what_is_said_is_a_prompt_and_its_tokens_are_heard_as_one() -> None:
    with relay(echo) as (server, script):
        call = greeted(script)
        assert call.says("my wife has died") == "You said: my wife has died"
        call.hang_up()
    assert server.of("prompt") == [
        {"type": "prompt", "voicePrompt": "my wife has died", "lang": "en-GB", "last": True}
    ]


def test_partial_prompts_come_before_the_last_where_they_are_on() -> None:
    with relay(echo, attributes='partialPrompts="true"') as (server, script):
        call = greeted(script)
        call.says("I have taken all my tablets")
        call.hang_up()
    assert [(p["voicePrompt"], p["last"]) for p in server.of("prompt")] == [
        ("I have taken", False),
        ("I have taken all my tablets", True),
    ]


def test_breaking_in_tells_how_much_was_heard() -> None:
    with relay(echo) as (server, script):
        call = greeted(script)
        call.says("hello there")
        call.says("no, wait", interrupting="You said: hello")
        call.hang_up()
    assert server.of("interrupt") == [
        {
            "type": "interrupt",
            "utteranceUntilInterrupt": "You said: hello",
            "durationUntilInterruptMs": 1050,
        }
    ]
    assert [message["type"] for message in server.came][-2:] == ["interrupt", "prompt"]


def test_nobody_can_break_into_what_is_not_interruptible() -> None:
    with relay(echo, attributes='interruptible="none"') as (server, script):
        call = greeted(script)
        call.says("hello", interrupting="Dial")
        call.hang_up()
    assert server.of("interrupt") == []


def test_keys_are_passed_on_one_by_one_where_they_are_listened_for() -> None:
    with relay(echo, attributes='dtmfDetection="true"') as (server, script):
        call = greeted(script)
        assert call.presses("0") == "You pressed 0."
        call.hang_up()
    assert server.of("dtmf") == [{"type": "dtmf", "digit": "0"}]
    with relay(echo) as (server, script):
        call = greeted(script)
        assert call.presses("0") == ""
        call.hang_up()
    assert server.of("dtmf") == []


def test_a_change_of_language_changes_what_the_next_prompt_says_it_is_in() -> None:
    def polish(message: dict[str, Any], answer: Callable[..., None]) -> None:
        if message["type"] == "prompt":
            answer("language", ttsLanguage="pl-PL", transcriptionLanguage="pl-PL")
            answer("text", token="Dobrze.", last=True, lang="pl-PL")

    with relay(polish) as (server, script):
        call = greeted(script)
        call.says("po polsku")
        call.says("dziękuję")
        call.hang_up()
    assert [prompt["lang"] for prompt in server.of("prompt")] == ["en-GB", "pl-PL"]


def test_sounds_and_tones_are_heard_as_such() -> None:
    def play(message: dict[str, Any], answer: Callable[..., None]) -> None:
        if message["type"] == "prompt":
            answer("sendDigits", digits="12w")
            answer("play", source="https://example.org/music.mp3", loop=1)

    with relay(play) as (_, script):
        call = greeted(script)
        assert call.says("hello") == "[tones 12w]\n[plays https://example.org/music.mp3]"
        call.hang_up()


def test_end_hands_the_call_to_the_action_address_with_its_data() -> None:
    def hand_over(message: dict[str, Any], answer: Callable[..., None]) -> None:
        if message["type"] == "prompt":
            answer("text", token="One moment.", last=True)
            answer("end", handoffData='{"reason": "person"}')

    with relay(hand_over) as (_, script):
        call = greeted(script)
        assert call.says("a person please") == "One moment.\nI am still here."
        assert call.gather is not None
    [relayed] = script.sent_to("/telephony/voice/relayed")
    assert (relayed["SessionStatus"], relayed["HandoffData"]) == ("ended", '{"reason": "person"}')


def test_a_socket_that_breaks_hands_the_call_to_the_action_address() -> None:
    def crash(message: dict[str, Any], answer: Callable[..., None]) -> None:
        if message["type"] == "prompt":
            answer("close")

    with relay(crash) as (_, script):
        call = greeted(script)
        assert call.says("I have no food") == "I am still here."
        assert not call.is_over
    [relayed] = script.sent_to("/telephony/voice/relayed")
    assert (relayed["SessionStatus"], relayed["ErrorCode"]) == ("failed", "64105")


def test_a_socket_that_does_not_open_hands_the_call_to_the_action_address() -> None:
    script = script_for("ws://127.0.0.1:9/relay")
    assert script.handset().call().hears() == "I am still here."
    [relayed] = script.sent_to("/telephony/voice/relayed")
    assert (relayed["SessionStatus"], relayed["ErrorCode"]) == ("failed", "64102")


def test_hanging_up_closes_the_socket_and_tells_the_action_address() -> None:
    with relay(echo) as (_, script):
        greeted(script).hang_up()
    [relayed] = script.sent_to("/telephony/voice/relayed")
    assert (relayed["SessionStatus"], relayed["CallStatus"]) == ("completed", "completed")


def test_a_message_that_twilio_does_not_know_is_told_and_fails_the_rehearsal() -> None:
    def nonsense(message: dict[str, Any], answer: Callable[..., None]) -> None:
        if message["type"] == "prompt":
            answer("speech", text="hello")

    with relay(nonsense) as (server, script):
        call = greeted(script)
        with pytest.raises(RelayRefused, match="speech"):
            call.says("hello")
        call.hang_up()
    assert "Invalid message" in server.of("error")[0]["description"]


def test_what_an_ear_cannot_take_fails_the_rehearsal() -> None:
    def spoken(message: dict[str, Any], answer: Callable[..., None]) -> None:
        if message["type"] == "prompt":
            answer("text", token="Ring 01632 960001 or see www.example.org", last=True)

    with relay(spoken) as (_, script):
        call = greeted(script)
        with pytest.raises(BadTwiml, match="number not by digits"):
            call.says("hello")
        call.hang_up()


@pytest.mark.parametrize(
    "message",
    [
        "no json",
        "[]",
        "{}",
        '{"type": "text"}',
        '{"type": "text", "token": 7}',
        '{"type": "text", "token": "a", "final": true}',
        '{"type": "text", "token": "a", "last": "yes"}',
        '{"type": "play", "source": "music.mp3"}',
        '{"type": "sendDigits", "digits": "call me"}',
        '{"type": "language"}',
        '{"type": "end", "handoffData": {"reason": "object"}}',
    ],
)
def test_messages_that_twilio_would_refuse_are_refused(message: str) -> None:
    with pytest.raises(ValueError, match="Invalid"):
        read(message)


@pytest.mark.parametrize(
    "message",
    [
        '{"type": "text", "token": "a", "last": true, "interruptible": false, "lang": "en-GB"}',
        '{"type": "play", "source": "https://example.org/a.mp3", "loop": 0}',
        '{"type": "sendDigits", "digits": "1w#*"}',
        '{"type": "language", "ttsLanguage": "pl-PL"}',
        '{"type": "end"}',
        '{"type": "end", "handoffData": "{}"}',
    ],
)
def test_messages_that_twilio_documents_are_taken(message: str) -> None:
    assert read(message)["type"]
