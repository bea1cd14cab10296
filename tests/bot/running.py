"""A small bot and a recording action server, both real processes, for tests of whole turns."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


class Actions:
    """Answers as the action server does, and remembers the calls."""

    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []
        self.answer: dict[str, Any] = {}
        self.status = 200
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def will(self, *responses: dict[str, Any], ask: str | None, status: int = 200) -> None:
        """Set what the next calls are answered with."""
        slot = {"event": "slot", "timestamp": None, "name": "requested_slot", "value": ask}
        self.answer, self.status, self.calls = (
            {"events": [slot], "responses": list(responses)},
            status,
            [],
        )

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        actions = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:  # noqa: N802
                length = int(self.headers["Content-Length"])
                actions.calls.append(json.loads(self.rfile.read(length)))
                body = json.dumps(actions.answer).encode()
                self.send_response(actions.status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: Any) -> None:
                """Say nothing."""

        return Handler


class Bot:
    """A bot trained on the files of a folder, served on a free port."""

    def __init__(self, folder: Path, actions: Actions) -> None:
        self.log = folder / "log.txt"
        self.port = _free_port()
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "BOT_DOMAIN": str(folder / "domain.yml"),
            "BOT_DATA": str(folder / "data"),
            "BOT_MODELS": str(folder / "models"),
            "BOT_MODEL": str(folder / "models"),
            "BOT_PORT": str(self.port),
            "ACTIONS_PORT": str(actions.port),
        }
        environment.pop("ACTIONS_URL", None)
        subprocess.run(
            [sys.executable, "-m", "bot.train"],
            env=environment,
            cwd=folder,
            check=True,
            timeout=200,
        )
        self._log = self.log.open("wb")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bot.serve"],
            env=environment,
            cwd=folder,
            stdout=self._log,
            stderr=self._log,
        )
        self._wait()

    def take_turn(
        self, text: str, *, channel: str = "web", expects: str = "nothing"
    ) -> dict[str, Any]:
        turn = {
            "sender": "c1",
            "text": text,
            "channel": channel,
            "message_id": 7,
            "expects": expects,
        }
        status, answer = self.post(json.dumps(turn))
        assert status == 200, answer
        return answer

    def post(self, body: str) -> tuple[int, dict[str, Any]]:
        return self._call(urllib.request.Request(self._address("turn"), data=body.encode()))

    def health(self) -> tuple[int, dict[str, Any]]:
        return self._call(urllib.request.Request(self._address("health")))

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(timeout=20)
        self._log.close()

    def _address(self, what: str) -> str:
        return f"http://127.0.0.1:{self.port}/webhooks/doorstep/{what}"

    def _call(self, request: urllib.request.Request) -> tuple[int, dict[str, Any]]:
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, json.loads(refused.read())

    def _wait(self) -> None:
        until = time.monotonic() + 90
        while time.monotonic() < until:
            assert self._process.poll() is None, self.log.read_text()
            try:
                if self.health()[0] == 200:
                    return
            except urllib.error.URLError:
                time.sleep(0.2)
        raise AssertionError("the bot did not start: " + self.log.read_text())


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def run_small_bot(folder: Path) -> Iterator[tuple[Bot, Actions]]:
    """Train and start a bot of four intents; stop it after the tests."""
    actions = Actions()
    bot = Bot(folder, actions)
    yield bot, actions
    bot.stop()
    actions.stop()
