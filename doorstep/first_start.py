"""Brings the database to where the programs can use it: tables, services, places, accounts."""

from collections.abc import Callable

from sqlalchemy import Engine

from conversation.desk import utc_now
from council import council
from directory.load import LoadReport
from doorstep.demonstration import (
    LogIn,
    demonstration_log_ins,
    load_demonstration,
    make_demonstration_rota,
)
from doorstep.problems import CannotGoOn
from settings import Settings
from storage.engine import Sessions
from storage.migrate import migrate

Tell = Callable[[str], None]


def prepare(sessions: Sessions, settings: Settings, *, tell: Tell, demo: bool) -> list[LogIn]:
    """Migrate, and for a demonstration load what is missing. Returns who can log in."""
    from sqlalchemy.exc import OperationalError

    engine: Engine = sessions.kw["bind"]
    try:
        migrate(engine)
    except OperationalError as problem:
        raise CannotGoOn("The database does not answer: is DATABASE_URL right?") from problem
    if not demo:
        return []
    tell("Looking after the demonstration council …")
    with sessions.begin() as session:
        for report in load_demonstration(session, settings, at=utc_now()):
            tell(_told(report))
        log_ins = demonstration_log_ins(session, settings.doorstep_var, at=utc_now())
        make_demonstration_rota(session, council=council(), at=utc_now())
        return log_ins


def _told(report: LoadReport) -> str:
    refused = f", {len(report.refused)} refused" if report.refused else ""
    return f"loaded {report.added} entries of {report.source}{refused}"
