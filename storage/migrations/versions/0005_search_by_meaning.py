"""Vectors of what services mean, and the needs for which nothing was known."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "service_meanings",
        sa.Column("service_id", sa.UUID(), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("vectors", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["services.id"],
            name=op.f("fk_service_meanings_service_id_services"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("service_id", name=op.f("pk_service_meanings")),
    )
    op.create_index(op.f("ix_service_meanings_revision"), "service_meanings", ["revision"])
    op.create_table(
        "unmet_needs",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("theme", sa.String(length=80), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("channel", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unmet_needs")),
    )
    op.create_index(op.f("ix_unmet_needs_at"), "unmet_needs", ["at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_unmet_needs_at"), table_name="unmet_needs")
    op.drop_table("unmet_needs")
    op.drop_index(op.f("ix_service_meanings_revision"), table_name="service_meanings")
    op.drop_table("service_meanings")
