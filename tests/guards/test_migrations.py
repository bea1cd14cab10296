"""The migrations lead up, down again, and to exactly the tables of the code."""

from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from storage.base import Base
from storage.engine import make_engine
from storage.migrate import migrate, migrations


@pytest.fixture
def empty(database_url: str, engine: Engine) -> Iterator[Engine]:
    """A database of its own in the same server."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("DROP DATABASE IF EXISTS migrating"))
        connection.execute(text("CREATE DATABASE migrating"))
    made = make_engine(database_url.replace("/postgres?", "/migrating?"))
    yield made
    made.dispose()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("DROP DATABASE migrating"))


def tables(engine: Engine) -> set[str]:
    seen = inspect(engine)
    return {name for schema in ("public", "jobs") if schema in seen.get_schema_names()
            for name in seen.get_table_names(schema)} - {"alembic_version"}  # fmt: skip


def test_the_migrations_make_the_tables_of_the_code(empty: Engine) -> None:
    migrate(empty)
    with empty.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_each_migration_can_be_taken_back_and_made_again(empty: Engine) -> None:
    revisions = [
        script.revision for script in ScriptDirectory.from_config(migrations()).walk_revisions()
    ]
    migrate(empty)
    whole = tables(empty)
    for _ in revisions:
        migrate(empty, to="-1")
    assert tables(empty) == set()
    for revision in reversed(revisions):
        migrate(empty, to=revision)
    assert tables(empty) == whole


def test_a_second_start_changes_nothing(empty: Engine) -> None:
    migrate(empty)
    before = tables(empty)
    migrate(empty)
    assert tables(empty) == before


def test_the_migrations_are_numbered_in_one_line() -> None:
    scripts = ScriptDirectory.from_config(migrations())
    numbers = sorted(script.revision for script in scripts.walk_revisions())
    assert numbers == [f"{number:04d}" for number in range(1, len(numbers) + 1)]
    assert len(scripts.get_heads()) == 1
