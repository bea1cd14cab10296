"""Who checked an entry and how, groups' links and answers, and tasks about entries."""

import uuid

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"

AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _columns()
    _contacts_and_links()
    _questions_and_texts()
    _tasks()


def _columns() -> None:
    op.add_column("services", sa.Column("checked_how", sa.String(length=80), nullable=True))
    op.add_column("services", sa.Column("added_at", AT, nullable=True))
    op.execute(
        "UPDATE services SET added_at = loaded_at, "
        "checked_how = CASE WHEN checked_at IS NULL THEN NULL ELSE 'feed' END"
    )
    op.alter_column("services", "added_at", nullable=False)
    op.add_column("directory_reports", sa.Column("channel", sa.String(length=80), nullable=True))
    op.add_column("directory_reports", sa.Column("reporter", sa.String(length=64), nullable=True))


def _service() -> sa.Column[uuid.UUID]:
    return sa.Column("service_id", sa.UUID(), nullable=False)


def _of_service(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_service_id_services")
    return sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=name, ondelete="CASCADE")


def _by_staff(table: str, column: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_staff_members")
    return sa.ForeignKeyConstraint([column], ["staff_members.id"], name=name)


def _contacts_and_links() -> None:
    op.create_table(
        "group_contacts",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        _service(),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("added_by", sa.UUID(), nullable=False),
        sa.Column("added_at", AT, nullable=False),
        _of_service("group_contacts"),
        _by_staff("group_contacts", "added_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_contacts")),
    )
    op.create_index(
        "ix_group_contacts_service_id_value", "group_contacts", ["service_id", "value"], unique=True
    )
    op.create_index(op.f("ix_group_contacts_value"), "group_contacts", ["value"])
    op.create_table(
        "group_links",
        sa.Column("id", sa.UUID(), nullable=False),
        _service(),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("made_at", AT, nullable=False),
        sa.Column("ends_at", AT, nullable=False),
        sa.Column("revoked_at", AT, nullable=True),
        _of_service("group_links"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_links")),
    )
    op.create_index(op.f("ix_group_links_service_id"), "group_links", ["service_id"])


def _questions_and_texts() -> None:
    op.create_table(
        "still_right_questions",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        _service(),
        sa.Column("link_id", sa.UUID(), nullable=False),
        sa.Column("why", sa.String(length=80), nullable=False),
        sa.Column("way", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=80), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("try_after", AT, nullable=False),
        sa.Column("error", sa.String(length=200), nullable=True),
        sa.Column("asked_at", AT, nullable=False),
        sa.Column("sent_at", AT, nullable=True),
        sa.Column("reminded_at", AT, nullable=True),
        sa.Column("ended_at", AT, nullable=True),
        sa.Column("answer", sa.String(length=80), nullable=True),
        _of_service("still_right_questions"),
        sa.ForeignKeyConstraint(
            ["link_id"],
            ["group_links.id"],
            name=op.f("fk_still_right_questions_link_id_group_links"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_still_right_questions")),
    )
    for column in ("service_id", "address", "state"):
        op.create_index(
            op.f(f"ix_still_right_questions_{column}"), "still_right_questions", [column]
        )
    op.create_index(
        "ix_still_right_questions_open",
        "still_right_questions",
        ["service_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "group_texts",
        sa.Column("provider_id", sa.String(length=80), nullable=False),
        sa.Column("service_id", sa.UUID(), nullable=True),
        sa.Column("at", AT, nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        _of_service("group_texts"),
        sa.PrimaryKeyConstraint("provider_id", name=op.f("pk_group_texts")),
    )
    op.create_index(op.f("ix_group_texts_service_id"), "group_texts", ["service_id"])


def _tasks() -> None:
    op.create_table(
        "directory_tasks",
        sa.Column("id", sa.UUID(), nullable=False),
        _service(),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("opened_at", AT, nullable=False),
        sa.Column("claimed_by", sa.UUID(), nullable=True),
        sa.Column("claimed_at", AT, nullable=True),
        sa.Column("done_by", sa.UUID(), nullable=True),
        sa.Column("done_at", AT, nullable=True),
        sa.Column("outcome", sa.String(length=80), nullable=True),
        sa.Column("notes", postgresql.JSONB(), nullable=False),
        _of_service("directory_tasks"),
        _by_staff("directory_tasks", "claimed_by"),
        _by_staff("directory_tasks", "done_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_tasks")),
    )
    op.create_index(op.f("ix_directory_tasks_service_id"), "directory_tasks", ["service_id"])
    op.create_index(
        "ix_directory_tasks_open",
        "directory_tasks",
        ["service_id"],
        unique=True,
        postgresql_where=sa.text("done_at IS NULL"),
    )


def downgrade() -> None:
    for table in (
        "directory_tasks",
        "group_texts",
        "still_right_questions",
        "group_links",
        "group_contacts",
    ):
        op.drop_table(table)
    op.drop_column("directory_reports", "reporter")
    op.drop_column("directory_reports", "channel")
    op.drop_column("services", "added_at")
    op.drop_column("services", "checked_how")
