"""Loads the council's feeds of services at night, and tells the log of those that broke."""

from datetime import datetime

import structlog

from directory.command import load_feeds
from worker.workplace import Workplace

log = structlog.get_logger()


def load_council_feeds(place: Workplace, *, at: datetime) -> int:
    """Load every feed of the council's file and return how many could be loaded.

    A feed that breaks or is held back is logged by its name, and the last good copy is served.
    """
    reports = load_feeds(place.desk.sessions, place.desk.council.feeds, at=at)
    for report in reports:
        if report.is_broken or report.is_held:
            log.error("feed.failed", feed=report.source, is_held=report.is_held)
    return sum(1 for report in reports if not (report.is_broken or report.is_held))
