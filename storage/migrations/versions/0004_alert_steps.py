"""Alert steps, the rota, drills, and contact held after suspected abuse."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

ABUSE = (
    "domestic_abuse", "physical_abuse", "sexual_abuse", "psychological_abuse", "financial_abuse",
    "modern_slavery",
)  # fmt: skip
"""The categories that hold contact, as they were when this migration was written."""


def upgrade() -> None:
    op.create_table(
        "closed_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_closed_days")),
    )
    op.create_table(
        "duty_people",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("staff_id", sa.UUID(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("part", sa.String(length=80), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("mobile", sa.String(length=20), nullable=True),
        sa.Column("email", sa.String(length=200), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff_members.id"], name=op.f("fk_duty_people_staff_id_staff_members")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_people")),
    )
    op.create_table(
        "duty_days_off",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("duty_person_id", sa.BigInteger(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["duty_person_id"],
            ["duty_people.id"],
            name=op.f("fk_duty_days_off_duty_person_id_duty_people"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_days_off")),
    )
    op.create_index(
        op.f("ix_duty_days_off_duty_person_id"), "duty_days_off", ["duty_person_id"], unique=False
    )
    op.create_table(
        "duty_shifts",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("duty_person_id", sa.BigInteger(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("begins", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("on_holidays", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["duty_person_id"],
            ["duty_people.id"],
            name=op.f("fk_duty_shifts_duty_person_id_duty_people"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_shifts")),
    )
    op.create_index(
        op.f("ix_duty_shifts_duty_person_id"), "duty_shifts", ["duty_person_id"], unique=False
    )
    op.create_table(
        "contact_holds",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("conversation_id", sa.UUID(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("may_text", sa.Boolean(), nullable=True),
        sa.Column("may_ring", sa.Boolean(), nullable=True),
        sa.Column("may_leave_message", sa.Boolean(), nullable=True),
        sa.Column("best_time", sa.String(length=200), nullable=True),
        sa.Column("pretext", sa.String(length=200), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by", sa.UUID(), nullable=True),
        sa.Column("lift_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_contact_holds_conversation_id_conversations"),
        ),
        sa.ForeignKeyConstraint(
            ["lifted_by"],
            ["staff_members.id"],
            name=op.f("fk_contact_holds_lifted_by_staff_members"),
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_contact_holds_message_id_messages")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_holds")),
    )
    op.create_index(
        op.f("ix_contact_holds_conversation_id"), "contact_holds", ["conversation_id"], unique=False
    )
    op.create_index(
        "ix_contact_holds_one_open",
        "contact_holds",
        ["conversation_id"],
        unique=True,
        postgresql_where=sa.text("lifted_at IS NULL"),
    )
    op.create_table(
        "alert_steps",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("alert_id", sa.UUID(), nullable=False),
        sa.Column("step", sa.String(length=80), nullable=False),
        sa.Column("duty_person_id", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("how", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=True),
        sa.Column("text_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=80), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("outcome_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["alerts.id"], name=op.f("fk_alert_steps_alert_id_alerts")
        ),
        sa.ForeignKeyConstraint(
            ["duty_person_id"],
            ["duty_people.id"],
            name=op.f("fk_alert_steps_duty_person_id_duty_people"),
        ),
        sa.ForeignKeyConstraint(
            ["text_id"], ["outgoing_texts.id"], name=op.f("fk_alert_steps_text_id_outgoing_texts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_steps")),
    )
    op.create_index(op.f("ix_alert_steps_alert_id"), "alert_steps", ["alert_id"], unique=False)
    op.create_index(op.f("ix_alert_steps_outcome"), "alert_steps", ["outcome"], unique=False)
    op.add_column(
        "alerts",
        sa.Column("is_drill", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    op.alter_column("alerts", "conversation_id", existing_type=sa.UUID(), nullable=True)
    op.alter_column("alerts", "flag_id", existing_type=sa.BigInteger(), nullable=True)
    op.alter_column("outgoing_texts", "conversation_id", existing_type=sa.UUID(), nullable=True)
    _hold_whom_it_concerns()


def _hold_whom_it_concerns() -> None:
    """Hold contact where abuse was suspected before there were holds: the texts stop from now."""
    categories = ", ".join(f"'{category}'" for category in ABUSE)
    op.execute(
        "INSERT INTO contact_holds (conversation_id, began_at) "  # noqa: S608  our own words
        "SELECT conversation_id, min(at) FROM safety_flags "
        f"WHERE categories ?| ARRAY[{categories}] GROUP BY conversation_id"
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_alert_steps_outcome"), table_name="alert_steps")
    op.drop_index(op.f("ix_alert_steps_alert_id"), table_name="alert_steps")
    op.drop_table("alert_steps")
    op.execute("DELETE FROM alerts WHERE is_drill")
    op.execute("DELETE FROM outgoing_texts WHERE conversation_id IS NULL")
    op.alter_column("outgoing_texts", "conversation_id", existing_type=sa.UUID(), nullable=False)
    op.alter_column("alerts", "flag_id", existing_type=sa.BigInteger(), nullable=False)
    op.alter_column("alerts", "conversation_id", existing_type=sa.UUID(), nullable=False)
    op.drop_column("alerts", "is_drill")
    op.drop_index(
        "ix_contact_holds_one_open",
        table_name="contact_holds",
        postgresql_where=sa.text("lifted_at IS NULL"),
    )
    op.drop_index(op.f("ix_contact_holds_conversation_id"), table_name="contact_holds")
    op.drop_table("contact_holds")
    op.drop_index(op.f("ix_duty_shifts_duty_person_id"), table_name="duty_shifts")
    op.drop_table("duty_shifts")
    op.drop_index(op.f("ix_duty_days_off_duty_person_id"), table_name="duty_days_off")
    op.drop_table("duty_days_off")
    op.drop_table("duty_people")
    op.drop_table("closed_days")
