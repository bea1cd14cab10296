"""The directory: organisations, services, where and when, taxonomies and places."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "directory_loads",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("report", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_loads")),
    )
    op.create_table(
        "directory_words",
        sa.Column("lexeme", sa.Text(), nullable=False),
        sa.Column("services", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("lexeme", name=op.f("pk_directory_words")),
    )
    op.create_table(
        "organisations",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
    )
    op.create_table(
        "places",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("postcode", sa.String(length=10), nullable=True),
        sa.Column("ward", sa.String(length=200), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.Column("also_known_as", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_places")),
    )
    op.create_index("ix_places_kind_key", "places", ["kind", "key"], unique=False)
    op.create_index("ix_places_source", "places", ["source"], unique=False)
    op.create_table(
        "taxonomies",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taxonomies")),
    )
    op.create_table(
        "taxonomy_terms",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("taxonomy_id", sa.UUID(), nullable=True),
        sa.Column("parent_id", sa.UUID(), nullable=True),
        sa.Column("code", sa.String(length=200), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taxonomy_terms")),
    )
    op.create_index(
        op.f("ix_taxonomy_terms_taxonomy_id"), "taxonomy_terms", ["taxonomy_id"], unique=False
    )
    op.create_table(
        "services",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("source_id", sa.String(length=200), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", sa.UUID(), nullable=True),
        sa.Column("organisation", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("status", sa.String(length=80), nullable=False),
        sa.Column("themes", postgresql.ARRAY(sa.String(length=80)), nullable=False),
        sa.Column("theme_reasons", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("kinds", postgresql.ARRAY(sa.String(length=80)), nullable=False),
        sa.Column("traits", postgresql.ARRAY(sa.String(length=80)), nullable=False),
        sa.Column("term_ids", postgresql.ARRAY(sa.UUID()), nullable=False),
        sa.Column("areas", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("is_national", sa.Boolean(), nullable=False),
        sa.Column("minimum_age", sa.Integer(), nullable=True),
        sa.Column("maximum_age", sa.Integer(), nullable=True),
        sa.Column("is_free", sa.Boolean(), nullable=True),
        sa.Column("cost", sa.Text(), nullable=True),
        sa.Column("first_step", sa.Text(), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("email", sa.String(length=200), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("availability", sa.String(length=80), nullable=False),
        sa.Column("availability_until", sa.Date(), nullable=True),
        sa.Column("availability_note", sa.Text(), nullable=True),
        sa.Column("availability_by", sa.String(length=80), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_by", sa.String(length=200), nullable=True),
        sa.Column("modified_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_reason", sa.Text(), nullable=True),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("text", postgresql.TSVECTOR(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_services_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_services")),
    )
    op.create_index("ix_services_name_id", "services", ["name", "id"], unique=False)
    op.create_index(
        op.f("ix_services_organisation_id"), "services", ["organisation_id"], unique=False
    )
    op.create_index(
        "ix_services_source_source_id", "services", ["source", "source_id"], unique=True
    )
    op.create_index(
        "ix_services_term_ids", "services", ["term_ids"], unique=False, postgresql_using="gin"
    )
    op.create_index("ix_services_text", "services", ["text"], unique=False, postgresql_using="gin")
    op.create_index(
        "ix_services_themes", "services", ["themes"], unique=False, postgresql_using="gin"
    )
    op.create_table(
        "directory_reports",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("service_id", sa.UUID(), nullable=False),
        sa.Column("what", sa.String(length=80), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("conversation_id", sa.UUID(), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handled_by", sa.UUID(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_directory_reports_conversation_id_conversations"),
        ),
        sa.ForeignKeyConstraint(
            ["handled_by"],
            ["staff_members.id"],
            name=op.f("fk_directory_reports_handled_by_staff_members"),
        ),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["services.id"],
            name=op.f("fk_directory_reports_service_id_services"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_reports")),
    )
    op.create_index(
        op.f("ix_directory_reports_service_id"), "directory_reports", ["service_id"], unique=False
    )
    op.create_table(
        "service_places",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("service_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("postcode", sa.String(length=10), nullable=True),
        sa.Column("ward", sa.String(length=200), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["services.id"],
            name=op.f("fk_service_places_service_id_services"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_places")),
    )
    op.create_index(
        "ix_service_places_latitude_longitude",
        "service_places",
        ["latitude", "longitude"],
        unique=False,
    )
    op.create_index(
        op.f("ix_service_places_service_id"), "service_places", ["service_id"], unique=False
    )
    op.create_table(
        "service_times",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("service_id", sa.UUID(), nullable=False),
        sa.Column("place_id", sa.UUID(), nullable=True),
        sa.Column("freq", sa.String(length=20), nullable=True),
        sa.Column("interval", sa.Integer(), nullable=False),
        sa.Column("byday", sa.String(length=80), nullable=True),
        sa.Column("bymonthday", sa.String(length=80), nullable=True),
        sa.Column("bysetpos", sa.String(length=20), nullable=True),
        sa.Column("days", postgresql.ARRAY(sa.String(length=2)), nullable=False),
        sa.Column("opens_at", sa.Time(), nullable=True),
        sa.Column("closes_at", sa.Time(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["services.id"],
            name=op.f("fk_service_times_service_id_services"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_times")),
    )
    op.create_index(
        op.f("ix_service_times_service_id"), "service_times", ["service_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_service_times_service_id"), table_name="service_times")
    op.drop_table("service_times")
    op.drop_index(op.f("ix_service_places_service_id"), table_name="service_places")
    op.drop_index("ix_service_places_latitude_longitude", table_name="service_places")
    op.drop_table("service_places")
    op.drop_index(op.f("ix_directory_reports_service_id"), table_name="directory_reports")
    op.drop_table("directory_reports")
    op.drop_index("ix_services_themes", table_name="services", postgresql_using="gin")
    op.drop_index("ix_services_text", table_name="services", postgresql_using="gin")
    op.drop_index("ix_services_term_ids", table_name="services", postgresql_using="gin")
    op.drop_index("ix_services_source_source_id", table_name="services")
    op.drop_index(op.f("ix_services_organisation_id"), table_name="services")
    op.drop_index("ix_services_name_id", table_name="services")
    op.drop_table("services")
    op.drop_index(op.f("ix_taxonomy_terms_taxonomy_id"), table_name="taxonomy_terms")
    op.drop_table("taxonomy_terms")
    op.drop_table("taxonomies")
    op.drop_index("ix_places_source", table_name="places")
    op.drop_index("ix_places_kind_key", table_name="places")
    op.drop_table("places")
    op.drop_table("organisations")
    op.drop_table("directory_words")
    op.drop_table("directory_loads")
