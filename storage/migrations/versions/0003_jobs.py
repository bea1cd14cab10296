"""The jobs' own tables, in a schema of their own: they belong to Procrastinate and not to us."""

from alembic import op
from procrastinate.schema import SchemaManager

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Apply the schema of the pinned library. When a later release of it changes the schema, its
    own migration script is run by a migration of ours, after a check of what is there.
    """
    op.execute("CREATE SCHEMA jobs")
    op.execute("SET LOCAL search_path TO jobs, public")
    driver = op.get_bind().connection.driver_connection
    if driver is None:
        raise RuntimeError("the migration lost its connection")
    driver.execute(SchemaManager.get_schema())
    op.execute("SET LOCAL search_path TO DEFAULT")


def downgrade() -> None:
    op.execute("DROP SCHEMA jobs CASCADE")
