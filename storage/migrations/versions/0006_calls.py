"""Colleagues who are rung, attempts to put a caller through, and recorded messages."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "call_takers",
        sa.Column("staff_id", sa.UUID(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff_members.id"], name=op.f("fk_call_takers_staff_id_staff_members")
        ),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_call_takers")),
    )
    op.create_table(
        "call_transfers",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("conversation_id", sa.UUID(), nullable=False),
        sa.Column("staff_id", sa.UUID(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_call_transfers_conversation_id_conversations"),
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["staff_members.id"],
            name=op.f("fk_call_transfers_staff_id_staff_members"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_transfers")),
    )
    op.create_index(
        op.f("ix_call_transfers_conversation_id"), "call_transfers", ["conversation_id"]
    )
    op.create_table(
        "recorded_messages",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("conversation_id", sa.UUID(), nullable=False),
        sa.Column("provider_id", sa.String(length=40), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=80), nullable=False),
        sa.Column("audio", sa.LargeBinary(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("try_after", sa.DateTime(timezone=True), nullable=False),
        sa.Column("error", sa.String(length=300), nullable=True),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("heard_by", sa.UUID(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_recorded_messages_conversation_id_conversations"),
        ),
        sa.ForeignKeyConstraint(
            ["heard_by"],
            ["staff_members.id"],
            name=op.f("fk_recorded_messages_heard_by_staff_members"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recorded_messages")),
        sa.UniqueConstraint("provider_id", name=op.f("uq_recorded_messages_provider_id")),
    )
    for column in ("conversation_id", "state"):
        op.create_index(op.f(f"ix_recorded_messages_{column}"), "recorded_messages", [column])


def downgrade() -> None:
    for table in ("recorded_messages", "call_transfers", "call_takers"):
        op.drop_table(table)
