"""What a load did, as it is told, kept, and looked up before the next load."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.feeds.mends import say_mends
from storage.tables.directory import DirectoryLoad

SHOWN = 20
"""Refusals that are told one by one; the rest are counted, and all are in the database."""

WHOLE_EVERY = timedelta(days=6, hours=12)
"""So long a feed may tell only of changes: what it took off is seen when it is read whole."""

OVERLAP = timedelta(days=1)
"""Asked for again, as a publisher's clock and ours differ, and its index may lag behind."""


@dataclass(frozen=True)
class LoadReport:
    """What a load did. ``refused`` are (id or name, reason in words); ``source`` is the feed.

    ``mended`` counts by kind what was mended or left out in what was added or changed.
    ``is_whole``: the feed was read whole. ``is_broken``: it could not be read. ``is_held``: it
    lost so many services that somebody must accept it first. In both cases nothing was changed.
    ``rules`` is the version of our own mending.
    """

    source: str
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    mended: dict[str, int] = field(default_factory=dict)
    is_whole: bool = True
    is_broken: bool = False
    is_held: bool = False
    rules: str = ""

    @property
    def changed_nothing(self) -> bool:
        """Tell whether the last good copy is served as it was."""
        return not (self.added or self.changed or self.removed)


def keep_report(session: Session, report: LoadReport, *, at: datetime) -> LoadReport:
    """Write a report of services into the log of loads."""
    row = DirectoryLoad(at=at, kind="services", source=report.source, report=asdict(report))
    session.add(row)
    session.flush()
    return report


def say_report(report: LoadReport) -> str:
    """Return a load's report in plain words, a line for each thing refused or kind mended."""
    return "\n".join(_lines(report))


def _lines(report: LoadReport) -> Iterator[str]:
    counts = ", ".join(
        f"{getattr(report, name)} {name}" for name in ("added", "changed", "unchanged", "removed")
    )
    yield f"{report.source}: {counts}, {len(report.refused)} refused"
    if report.is_broken:
        yield "  the feed could not be read; what was loaded before is still served"
    if report.is_held:
        yield "  the feed is held back; what was loaded before is still served"
    if not report.is_whole:
        yield "  only a part of the feed was read, so nothing was taken off"
    for line in say_mends(report.mended):
        yield f"  {line}"
    for called, reason in report.refused[:SHOWN]:
        yield f"  refused {called}: {reason}"
    if len(report.refused) > SHOWN:
        yield f"  and {len(report.refused) - SHOWN} more"


def asked_since(session: Session, source: str, *, at: datetime, rules: str) -> datetime | None:
    """Return since when a feed need only tell of changes; None when it must be read whole.

    It is the last good load, less a day, if the feed was read whole in the last week and our
    own rules are the same.
    """
    loads = session.execute(
        select(DirectoryLoad.at, DirectoryLoad.report)
        .where(DirectoryLoad.kind == "services", DirectoryLoad.source == source)
        .order_by(DirectoryLoad.at.desc(), DirectoryLoad.id.desc())
        .limit(40)
    ).all()
    good = [(when, report) for when, report in loads if _is_good(report, rules)]
    whole = next((when for when, report in good if report.get("is_whole")), None)
    if whole is None or at - whole >= WHOLE_EVERY:
        return None
    last: datetime = good[0][0]
    return last - OVERLAP


def _is_good(report: dict[str, Any], rules: str) -> bool:
    failed = report.get("is_broken") or report.get("is_held")
    return not failed and report.get("rules") == rules
