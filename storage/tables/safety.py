"""Danger noticed in a message, and the alert that gets a person to act on it."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, RandomId, RowId, Short


class SafetyFlag(Base):
    """What the screen found in one message: a row of its own in the message's transaction."""

    __tablename__ = "safety_flags"

    id: Mapped[RowId]
    conversation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conversations.id"), index=True)
    message_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("messages.id"), unique=True)
    level: Mapped[Short]
    categories: Mapped[list[str]]
    matches: Mapped[list[dict[str, Any]]]
    version: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]


class Alert(Base):
    """A call for a person to act now. Open until somebody acknowledges it, and then handles it.

    A drill belongs to no conversation: nobody is in danger, and no figure counts it.
    """

    __tablename__ = "alerts"

    id: Mapped[RandomId]
    conversation_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("conversations.id"), index=True
    )
    flag_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("safety_flags.id"))
    is_drill: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    level: Mapped[Short]
    reason: Mapped[str] = mapped_column(Text)
    raised_at: Mapped[datetime] = mapped_column(index=True)
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff_members.id"))
    handled_at: Mapped[datetime | None]
    handled_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff_members.id"))
    note: Mapped[str | None] = mapped_column(Text)


class AlertStep(Base):
    """One person told of an alert in one way, or that there was nobody to tell.

    ``step`` is an id of data/safety/alert_steps.yml. ``how`` is text, email or none. ``outcome``:
    waiting, sending, sent, failed, nobody; of a text the outbox's row knows it and this says
    waiting. ``why`` says what went wrong, in words.
    """

    __tablename__ = "alert_steps"

    id: Mapped[RowId]
    alert_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("alerts.id"), index=True)
    step: Mapped[Short]
    duty_person_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("duty_people.id"))
    name: Mapped[str] = mapped_column(String(200))
    how: Mapped[Short]
    address: Mapped[str | None] = mapped_column(String(200))
    text_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("outgoing_texts.id"))
    at: Mapped[datetime]
    outcome: Mapped[Short] = mapped_column(index=True)
    why: Mapped[str | None] = mapped_column(String(300))
    tries: Mapped[int] = mapped_column(default=0)
    outcome_at: Mapped[datetime]


class ContactHold(Base):
    """Suspected abuse: nothing goes out to a resident unasked until a safe way was given.

    What they said is kept in ``words``, and what it allows in ``may_text``, ``may_ring`` and
    ``may_leave_message`` (None is not said, and never taken for yes), ``best_time`` and
    ``pretext`` (what a caller is to say). A coordinator may lift it with a reason.
    """

    __tablename__ = "contact_holds"
    __table_args__ = (
        Index(
            "ix_contact_holds_one_open",
            "conversation_id",
            unique=True,
            postgresql_where=text("lifted_at IS NULL"),
        ),
    )

    id: Mapped[RowId]
    conversation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conversations.id"), index=True)
    began_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    message_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("messages.id"))
    words: Mapped[str | None] = mapped_column(Text)
    may_text: Mapped[bool | None]
    may_ring: Mapped[bool | None]
    may_leave_message: Mapped[bool | None]
    best_time: Mapped[str | None] = mapped_column(String(200))
    pretext: Mapped[str | None] = mapped_column(String(200))
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff_members.id"))
    lift_reason: Mapped[str | None] = mapped_column(Text)
