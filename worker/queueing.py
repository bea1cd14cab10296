"""Puts jobs into the queue from any thread. A job carries a row's id; the row is the truth."""

import threading
from typing import Any

from procrastinate import App, SyncPsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued

JOBS_SCHEMA = "jobs"

SEND_TEXT = "send_text"


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

    def send_text(self, row_id: int) -> bool:
        """Queue the sending of one text; False when its job waits already."""
        with self._lock:
            if not self._is_open:
                self._app.open()
                self._is_open = True
        job = self._app.configure_task(
            SEND_TEXT, queueing_lock=f"text {row_id}", allow_unknown=True
        )
        try:
            job.defer(row_id=row_id)
        except AlreadyEnqueued:
            return False
        return True

    def close(self) -> None:
        """Give the connection back."""
        if self._is_open:
            self._app.close()
