"""Keeps a resident's words out of the bot's logs: Rasa writes messages and slots in places."""

from __future__ import annotations

import logging
import sys
import traceback
import warnings
from types import TracebackType
from typing import Any

import structlog

SAFE = frozenset({"event", "level", "action_name", "event_key"})
"""Fields of Rasa's events that can hold nothing personal."""


class NoWords(logging.Formatter):
    """One line an event. An error shows its type and where it happened, not its message: messages
    of errors quote requests and answers."""

    def formatException(  # noqa: N802  # logging's own name
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | Any
    ) -> str:
        """Return type and places."""
        kind, _, trace = ei
        steps = [
            f"  {frame.filename}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(trace)
        ]
        return "\n".join([getattr(kind, "__name__", "error"), *steps[-8:]])


class _FromRasaCore(logging.Filter):
    """Rasa's errors of actions put an exception's text into the event itself: keep the event's
    template, drop what fills it."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno >= logging.WARNING and record.name.startswith("rasa.core"):
            record.msg = (
                str(record.msg).split(". ")[0].split("Error:")[0] if not record.args else record.msg
            )
            record.args = tuple("…" for _ in record.args) if isinstance(record.args, tuple) else ()
        return True


def keep_words_out_of_logs(level: str) -> None:
    """Set up logging for this process, once, before Rasa starts. Rasa's own loggers speak from
    warnings up, since below they quote messages; our own and Sanic's from ``level`` up."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(NoWords("%(asctime)s %(levelname)s %(name)s %(message)s"))
    handler.addFilter(_FromRasaCore())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in ("rasa.shared", "rasa.nlu", "rasa.engine", "rasa.core", "apscheduler", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    warnings.showwarning = _say_nothing
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            _drop_fields,
            structlog.stdlib.render_to_log_kwargs,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def _say_nothing(*_: Any, **__: Any) -> None:
    """Libraries of Rasa's age warn of each other at every start, and set filters of their own."""


def _drop_fields(_: Any, __: str, event: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in event.items() if key in SAFE}
