"""What keeps entries right: groups' addresses, links, questions, texts, and coordinators' tasks."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, RandomId, RowId, Short


class GroupContact(Base):
    """Where a group can be asked, as a coordinator wrote it down. Never published.

    The mobile or e-mail address that the entry itself publishes needs no row.
    """

    __tablename__ = "group_contacts"
    __table_args__ = (
        Index("ix_group_contacts_service_id_value", "service_id", "value", unique=True),
    )

    id: Mapped[RowId]
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"))
    kind: Mapped[Short]  # mobile, email
    value: Mapped[str] = mapped_column(String(200), index=True)
    added_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff_members.id"))
    added_at: Mapped[datetime]


class GroupLink(Base):
    """A link with which a group keeps one entry right. The signed id is the link."""

    __tablename__ = "group_links"

    id: Mapped[RandomId]
    service_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("services.id", ondelete="CASCADE"), index=True
    )
    made_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class StillRightQuestion(Base):
    """A group is asked whether its entry is still right; one open question an entry.

    ``state``: waiting, sending, sent, unknown (its sender died: never sent again by itself),
    failed. ``ended_at`` is set by an answer, or when nobody waits for one any more.
    """

    __tablename__ = "still_right_questions"
    __table_args__ = (
        Index(
            "ix_still_right_questions_open",
            "service_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[RowId]
    service_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("services.id", ondelete="CASCADE"), index=True
    )
    link_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("group_links.id", ondelete="CASCADE"))
    why: Mapped[Short]  # due, reported_closed
    way: Mapped[Short]  # email, text
    address: Mapped[str] = mapped_column(String(200), index=True)
    state: Mapped[Short] = mapped_column(index=True)
    tries: Mapped[int]
    try_after: Mapped[datetime]
    error: Mapped[str | None] = mapped_column(String(200))
    asked_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    answer: Mapped[Short | None]  # still_right, changed, closed


class GroupText(Base):
    """A text of a group that was understood, and our answer: the same text again gets the same."""

    __tablename__ = "group_texts"

    provider_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    service_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("services.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(Text)


class DirectoryTask(Base):
    """Something in the directory that needs a person; one open task an entry.

    ``kind``: reported, hidden_after_reports, group_closed, group_changed, unchecked. ``notes`` are
    {"at", "by", "words"}, the oldest first.
    """

    __tablename__ = "directory_tasks"
    __table_args__ = (
        Index(
            "ix_directory_tasks_open",
            "service_id",
            unique=True,
            postgresql_where=text("done_at IS NULL"),
        ),
    )

    id: Mapped[RandomId]
    service_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("services.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[Short]
    opened_at: Mapped[datetime]
    claimed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff_members.id"))
    claimed_at: Mapped[datetime | None]
    done_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff_members.id"))
    done_at: Mapped[datetime | None]
    outcome: Mapped[Short | None]  # checked, changed, hidden, put_back, checked_by_group
    notes: Mapped[list[dict[str, Any]]]
