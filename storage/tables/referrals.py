"""Referrals to a person, the promises made on them, introductions, and who did what."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, RandomId, RowId, Short


class Referral(Base):
    """A resident waits for a coordinator.

    ``urgency`` orders the queue before age: 0 emergency, 1 urgent, 2 coordinator, 3 connect,
    4 offer or the rest. ``reasons`` are all that held when the route was decided, in words.
    A conversation has at most one open referral, so that a repeated request opens no second one.
    """

    __tablename__ = "referrals"
    __table_args__ = (
        Index(
            "ix_referrals_one_open",
            "conversation_id",
            unique=True,
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_referrals_queue", "closed_at", "urgency", "opened_at"),
    )

    id: Mapped[RandomId]
    conversation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conversations.id"))
    route: Mapped[Short]
    urgency: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    reasons: Mapped[list[str]] = mapped_column(default=list)
    patch: Mapped[str | None] = mapped_column(String(80))
    opened_at: Mapped[datetime]
    claimed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff_members.id"), index=True)
    claimed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(80))
    outcome_note: Mapped[str | None] = mapped_column(Text)


class Promise(Base):
    """What a resident was told would happen, by whom and by when."""

    __tablename__ = "promises"

    id: Mapped[RowId]
    conversation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conversations.id"), index=True)
    referral_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("referrals.id"), index=True)
    what: Mapped[str] = mapped_column(Text)
    who: Mapped[str] = mapped_column(String(200))
    due_at: Mapped[datetime] = mapped_column(index=True)
    made_at: Mapped[datetime]
    kept_at: Mapped[datetime | None]
    replaced_at: Mapped[datetime | None]


class Introduction(Base):
    """A group was asked, with consent, whether it will welcome a resident."""

    __tablename__ = "introductions"

    id: Mapped[RandomId]
    conversation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conversations.id"), index=True)
    referral_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("referrals.id"))
    service_id: Mapped[str] = mapped_column(String(80))
    service_name: Mapped[str] = mapped_column(String(300))
    shared: Mapped[dict[str, Any]]
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    asked_at: Mapped[datetime]
    answer: Mapped[str | None] = mapped_column(String(20))  # yes, no, full
    answered_at: Mapped[datetime | None]


class CheckIn(Base):
    """A question to a resident, some days later, how it went."""

    __tablename__ = "check_ins"

    id: Mapped[RowId]
    conversation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conversations.id"), index=True)
    service_id: Mapped[str | None] = mapped_column(String(80))
    due_at: Mapped[datetime] = mapped_column(index=True)
    asked_at: Mapped[datetime | None]
    answer: Mapped[str | None] = mapped_column(String(40))


class ReferralNote(Base):
    """What a coordinator wrote down; the resident never sees it in the chat."""

    __tablename__ = "referral_notes"

    id: Mapped[RowId]
    referral_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("referrals.id"), index=True)
    staff_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff_members.id"))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class AuditLine(Base):
    """Who saw or changed what, and when. Ids only; written with the act, in its transaction."""

    __tablename__ = "audit_lines"
    __table_args__ = (Index("ix_audit_lines_subject", "subject", "subject_id"),)

    id: Mapped[RowId]
    at: Mapped[datetime] = mapped_column(index=True)
    by: Mapped[str] = mapped_column(String(80))  # a staff member's id, "resident" or "doorstep"
    act: Mapped[Short]
    subject: Mapped[Short]
    subject_id: Mapped[str] = mapped_column(String(80))
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
