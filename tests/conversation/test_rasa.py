"""The bot over HTTP: what counts as no answer, and how long is waited for one."""

import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from conversation.message import Channel
from conversation.rasa import BotDidNotAnswer, Question, RasaBot

SLOW = 3.0


class Slow(BaseHTTPRequestHandler):
    """Answers as a frozen bot does: long after anybody waits."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        body = b'{"responses": []}'
        time.sleep(self.server.waits)  # type: ignore[attr-defined]  # set by the fixture
        try:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            return  # nobody waited

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    made = ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    made.waits = 0.0  # type: ignore[attr-defined]
    Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


def bot_at(server: ThreadingHTTPServer) -> RasaBot:
    port = server.server_address[1]
    return RasaBot(f"http://127.0.0.1:{port}", chat_seconds=20, voice_seconds=2)


def question(*, is_urgent: bool = False) -> Question:
    return Question("c", "hello", Channel.WEB, 1, "what_matters", "en", is_urgent=is_urgent)


def test_an_empty_answer_is_a_failure(server: ThreadingHTTPServer) -> None:
    with pytest.raises(BotDidNotAnswer, match="action server"):
        bot_at(server).ask(question())


def test_dangers_words_do_not_wait_for_a_frozen_bot(server: ThreadingHTTPServer) -> None:
    server.waits = SLOW  # type: ignore[attr-defined]
    began = time.monotonic()
    with pytest.raises(BotDidNotAnswer):
        bot_at(server).ask(question(is_urgent=True))
    assert time.monotonic() - began < SLOW


def test_nobody_there_is_a_failure() -> None:
    bot = RasaBot("http://127.0.0.1:9", chat_seconds=1, voice_seconds=1)
    with pytest.raises(BotDidNotAnswer):
        bot.ask(question())
