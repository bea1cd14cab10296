"""Puts jobs into the queue from any thread. A job carries a row's id; the row is the truth."""

import threading
import uuid
from typing import Any

from procrastinate import App, SyncPsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued

JOBS_SCHEMA = "jobs"

SEND_TEXT = "send_text"
TELL_OF_ALERT = "tell_of_alert"


def connection_settings(database_url: str) -> dict[str, Any]:
    """Return how Procrastinate connects: our database, its own schema, an error within seconds."""
    return {
        "conninfo": database_url.replace("postgresql+psycopg://", "postgresql://", 1),
        "kwargs": {"options": f"-c search_path={JOBS_SCHEMA},public", "connect_timeout": 5},
        "timeout": 5,
    }


class Queue:
    """The queue of jobs, for whoever puts something into it."""

    def __init__(self, database_url: str) -> None:
        """Connect at the first job."""
        self._app = App(
            connector=SyncPsycopgConnector(
                **connection_settings(database_url), min_size=1, max_size=1
            )
        )
        self._lock = threading.Lock()
        self._is_open = False

    def send_text(self, row_id: int, *, seconds: float = 0) -> bool:
        """Queue the sending of one text, now or in so many seconds; False when its job waits."""
        return self._put(SEND_TEXT, lock=f"text {row_id}", seconds=seconds, row_id=row_id)

    def tell_of_alert(self, alert_id: uuid.UUID, *, seconds: float = 0) -> bool:
        """Queue the next look at an alert, now or after so many seconds."""
        lock = f"alert {alert_id}" + (" later" if seconds else "")
        return self._put(TELL_OF_ALERT, lock=lock, seconds=seconds, alert_id=str(alert_id))

    def _put(self, task: str, *, lock: str, seconds: float = 0, **of: int | str) -> bool:
        """Queue a job; False when one with the same lock waits already."""
        with self._lock:
            if not self._is_open:
                self._app.open()
                self._is_open = True
        job = self._app.configure_task(
            task,
            queueing_lock=lock,
            allow_unknown=True,
            schedule_in={"milliseconds": round(seconds * 1000)} if seconds else None,
        )
        try:
            job.defer(**of)
        except AlreadyEnqueued:
            return False
        return True

    def close(self) -> None:
        """Give the connection back."""
        if self._is_open:
            self._app.close()
