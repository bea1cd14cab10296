"""What every job needs, opened once a process."""

from dataclasses import dataclass

from conversation.desk import Desk, open_desk
from settings import Settings
from storage.connections import WORKER
from telephony.outgoing import Line, open_line
from worker.queueing import Queue


@dataclass(frozen=True)
class Workplace:
    """The desk, the line to Twilio, the queue of jobs and the settings."""

    desk: Desk
    line: Line
    queue: Queue
    settings: Settings


def open_workplace(settings: Settings) -> Workplace:
    """Open the workplace; nothing connects before the first job."""
    return Workplace(
        desk=open_desk(settings, pool_size=WORKER),
        line=open_line(settings),
        queue=Queue(settings.database_url),
        settings=settings,
    )
