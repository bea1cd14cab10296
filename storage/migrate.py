"""Brings the database to the tables that this code expects."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

LOCK = 7_363_001
"""Any fixed number: processes that start together migrate one after the other."""


def migrations() -> Config:
    """Return Alembic's settings, whose one fact is where the migrations lie."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return config


def migrate(engine: Engine, *, to: str = "head") -> None:
    """Upgrade (or, for an older revision, downgrade) under a lock, in one transaction."""
    config = migrations()
    with engine.begin() as connection:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
        config.attributes["connection"] = connection
        upgrade_or_down(config, to)


def upgrade_or_down(config: Config, to: str) -> None:
    """Go up to ``head`` or a revision; ``base`` or ``-1`` go down."""
    if to == "base" or to.startswith("-"):
        command.downgrade(config, to)
    else:
        command.upgrade(config, to)
