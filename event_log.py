"""The log of every process: a JSON object a line on stderr; ids and states, no resident's words."""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime

import structlog
from structlog.typing import EventDict, WrappedLogger

LIBRARIES = (
    "httpx",
    "httpcore",
    "werkzeug",
    "twilio",
    "sanic",
    "rasa_sdk",
    "alembic",
    "urllib3",
    "procrastinate",
)
"""They write addresses and bodies at INFO; from warnings up they may speak."""


def keep_log(level: str) -> None:
    """Set up this process's log, once, at its start."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_OneLine())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for library in LIBRARIES:
        logging.getLogger(library).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _only_the_place,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


class _OneLine(logging.Formatter):
    """Libraries' lines in the same form, without what an error says: it may quote a resident."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "event": record.getMessage() if record.exc_info is None else str(record.msg),
            "logger": record.name,
            "level": record.levelname.lower(),
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = _where(record.exc_info[1])
        return json.dumps(line)


def _only_the_place(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Replace an exception by its kind and where it happened: SQL errors quote the values."""
    problem = event.pop("exc_info", None)
    if problem is True:
        problem = sys.exception()
    if isinstance(problem, BaseException):
        event["error"] = _where(problem)
    return event


def _where(problem: BaseException) -> str:
    places = traceback.extract_tb(problem.__traceback__)[-6:]
    steps = [f"{place.filename}:{place.lineno} {place.name}" for place in places]
    return " < ".join([type(problem).__name__, *reversed(steps)])
