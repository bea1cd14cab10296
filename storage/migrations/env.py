"""Alembic's entry: runs the migrations on the connection or the address that it is given."""

from alembic import context
from sqlalchemy import Connection

import storage.tables  # noqa: F401  fills the metadata
from settings import settings
from storage.base import Base
from storage.engine import make_engine


def _run(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=Base.metadata, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    _run(given)
else:
    with make_engine(settings().database_url).begin() as opened:
        _run(opened)
