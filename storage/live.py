"""Live notices: PostgreSQL tells the web apps at once what changed, by NOTIFY and LISTEN."""

import json
import queue
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import structlog
from sqlalchemy import text
from sqlalchemy.orm import Session

log = structlog.get_logger()

CHANNEL = "doorstep"
"""One channel of PostgreSQL for everything; a notice names its own topic."""

Notice = dict[str, Any]


def tell(session: Session, topic: str, **facts: str | int) -> None:
    """Send a notice when this transaction commits; ids only, for the server may log it.

    Topics: ``conversation:<id>`` (kind message, owner or typing) and ``queue``.
    """
    payload = json.dumps({"topic": topic, **facts})
    session.execute(
        text("SELECT pg_notify(:channel, :payload)"), {"channel": CHANNEL, "payload": payload}
    )


class Listener:
    """Holds one connection for a process and gives its notices to all who wait for a topic."""

    def __init__(self, database_url: str) -> None:
        """Connect at the first subscriber: a page must be served with the database down."""
        self._url = database_url.replace("postgresql+psycopg://", "postgresql://", 1)
        self._waiting: dict[str, set[queue.SimpleQueue[Notice]]] = defaultdict(set)
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stopped = threading.Event()

    @contextmanager
    def subscribed(self, *topics: str) -> Iterator[queue.SimpleQueue[Notice]]:
        """Collect the notices of one or more topics in a queue while the block runs."""
        inbox: queue.SimpleQueue[Notice] = queue.SimpleQueue()
        with self._lock:
            for topic in topics:
                self._waiting[topic].add(inbox)
            self._start()
        try:
            yield inbox
        finally:
            with self._lock:
                for topic in topics:
                    self._forget(topic, inbox)

    def stop(self) -> None:
        """End the thread within a second."""
        self._stopped.set()

    def _forget(self, topic: str, inbox: queue.SimpleQueue[Notice]) -> None:
        self._waiting[topic].discard(inbox)
        if not self._waiting[topic]:
            del self._waiting[topic]

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="live notices", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self._listen()
            except psycopg.Error as problem:
                log.warning("live.lost_database", problem=type(problem).__name__)
                self._stopped.wait(1)

    def _listen(self) -> None:
        with psycopg.connect(self._url, autocommit=True, connect_timeout=5) as connection:
            connection.execute(f"LISTEN {CHANNEL}")
            while not self._stopped.is_set():
                for notice in connection.notifies(timeout=1):
                    self._hand_out(json.loads(notice.payload))

    def _hand_out(self, notice: Notice) -> None:
        with self._lock:
            for inbox in self._waiting.get(notice["topic"], ()):
                inbox.put(notice)
