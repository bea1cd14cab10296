"""Hears at once that a text waits or an alert was raised, and queues what is to be done."""

import queue
import threading
import uuid

import structlog
from procrastinate.exceptions import ConnectorException

from referrals.alerts import ALERT_TOPIC
from storage.live import Listener, Notice
from worker.queueing import Queue

log = structlog.get_logger()

TOPIC = "outbox"


class Notices:
    """A thread that turns notices into jobs. What it misses the sweeper finds."""

    def __init__(self, listener: Listener, jobs: Queue) -> None:
        """Prepare; nothing runs before ``start``."""
        self._listener, self._jobs = listener, jobs
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="outbox notices", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def stop(self) -> None:
        """End within a second."""
        self._over.set()
        self._listener.stop()
        self._thread.join(timeout=2)

    def _run(self) -> None:
        with self._listener.subscribed(TOPIC, ALERT_TOPIC) as inbox:
            while not self._over.is_set():
                try:
                    self._queue(inbox.get(timeout=0.5))
                except queue.Empty:
                    continue
                except ConnectorException as problem:
                    log.warning("worker.notice_lost", problem=type(problem).__name__)

    def _queue(self, notice: Notice) -> None:
        if notice["topic"] == ALERT_TOPIC:
            self._jobs.tell_of_alert(uuid.UUID(notice["alert"]))
        else:
            self._jobs.send_text(int(notice["text"]))
