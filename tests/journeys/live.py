"""An open page: the server-sent events of a conversation or of the console, as they come."""

import json
import queue
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

import httpx

from tests.journeys.town import until

Event = tuple[str, dict[str, Any]]

LONGEST_SILENCE = 20.0
"""Seconds: both web apps give a sign of life every fifteen."""


class Live:
    """What came by itself since the page was opened."""

    def __init__(self, address: str, headers: Mapping[str, str]) -> None:
        """Begin to listen in a thread."""
        self._address, self._headers = address, headers
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._heard: list[Event] = []
        self._is_open = threading.Event()
        self._thread = threading.Thread(target=self._read, name="open page", daemon=True)
        self._thread.start()
        assert self._is_open.wait(10), "the stream did not begin"

    def hears(self, words: str) -> None:
        """Wait until a message with these words has come."""
        self.sees("message", words)

    def sees(self, kind: str, words: str = "", *, seconds: float = 10.0) -> None:
        """Wait for an event of a kind with these words."""

        def has_come() -> bool:
            while not self._events.empty():
                self._heard.append(self._events.get())
            return any(kind == name and words in str(data) for name, data in self._heard)

        until(has_come, seconds=seconds, what=f"{kind} with {words!r}")

    def close(self) -> None:
        """Close the page: hang up, which ends the reader wherever it waits."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join(5)

    def _read(self) -> None:
        timeout = httpx.Timeout(10.0, read=LONGEST_SILENCE)
        with (
            httpx.Client(timeout=timeout, trust_env=False) as client,
            client.stream("GET", self._address, headers=dict(self._headers)) as stream,
        ):
            self._socket = stream.extensions["network_stream"].get_extra_info("socket")
            self._is_open.set()
            self._take(stream)

    def _take(self, stream: httpx.Response) -> None:
        name = ""
        try:
            for line in stream.iter_lines():
                if line.startswith("event: "):
                    name = line.removeprefix("event: ")
                elif line.startswith("data: "):
                    self._events.put((name, json.loads(line.removeprefix("data: "))))
        except httpx.TransportError:
            return  # the page was closed, or the server went away


@contextmanager
def listening(address: str, headers: Mapping[str, str]) -> Iterator[Live]:
    """Keep a page open while the block runs."""
    live = Live(address, headers)
    try:
        yield live
    finally:
        live.close()
