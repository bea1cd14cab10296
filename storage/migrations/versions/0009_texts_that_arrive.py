"""Texts: when they left, early reports, answers; and threads that go on elsewhere."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    for name in ("sent_at", "slot_at", "settled_at"):
        op.add_column("outgoing_texts", sa.Column(name, MOMENT, nullable=True))
    op.add_column(
        "outgoing_texts", sa.Column("checks", sa.Integer(), server_default="0", nullable=False)
    )
    op.alter_column("outgoing_texts", "checks", server_default=None)
    op.add_column("outgoing_texts", sa.Column("settled_by", sa.UUID(), nullable=True))
    op.add_column("outgoing_texts", sa.Column("settled_how", sa.String(20), nullable=True))
    op.add_column("outgoing_texts", sa.Column("settled_note", sa.Text(), nullable=True))
    op.create_index(op.f("ix_outgoing_texts_slot_at"), "outgoing_texts", ["slot_at"])
    op.create_foreign_key(
        op.f("fk_outgoing_texts_settled_by_staff_members"),
        "outgoing_texts",
        "staff_members",
        ["settled_by"],
        ["id"],
    )
    _make_tables()


def _make_tables() -> None:
    op.create_table(
        "delivery_reports",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("provider_id", sa.String(40), nullable=False),
        sa.Column("status", sa.String(80), nullable=False),
        sa.Column("error", sa.String(200), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_reports")),
    )
    op.create_index(op.f("ix_delivery_reports_provider_id"), "delivery_reports", ["provider_id"])
    op.create_table(
        "answered_texts",
        sa.Column("provider_id", sa.String(40), nullable=False),
        sa.Column("conversation_id", sa.UUID(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("expects", sa.String(80), nullable=False),
        sa.Column("segments", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_answered_texts_conversation_id_conversations"),
        ),
        sa.PrimaryKeyConstraint("provider_id", name=op.f("pk_answered_texts")),
    )
    op.create_index(
        op.f("ix_answered_texts_conversation_id"), "answered_texts", ["conversation_id"]
    )
    op.create_table(
        "joined_senders",
        sa.Column("sender", sa.String(40), nullable=False),
        sa.Column("conversation_id", sa.UUID(), nullable=False),
        sa.Column("joined_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_joined_senders_conversation_id_conversations"),
        ),
        sa.PrimaryKeyConstraint("sender", name=op.f("pk_joined_senders")),
    )
    op.create_index(
        op.f("ix_joined_senders_conversation_id"), "joined_senders", ["conversation_id"]
    )


def downgrade() -> None:
    for table in ("joined_senders", "answered_texts", "delivery_reports"):
        op.drop_table(table)
    op.drop_constraint(
        op.f("fk_outgoing_texts_settled_by_staff_members"), "outgoing_texts", type_="foreignkey"
    )
    op.drop_index(op.f("ix_outgoing_texts_slot_at"), "outgoing_texts")
    for name in (
        "settled_note", "settled_how", "settled_by", "checks", "settled_at", "slot_at", "sent_at",
    ):  # fmt: skip
        op.drop_column("outgoing_texts", name)
