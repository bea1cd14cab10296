"""Danger noticed in a message, and the alert that gets a person to act on it."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String, Text
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
    """A call for a person to act now. Open until somebody acknowledges it, and then handles it."""

    __tablename__ = "alerts"

    id: Mapped[RandomId]
    conversation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conversations.id"), index=True)
    flag_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("safety_flags.id"))
    level: Mapped[Short]
    reason: Mapped[str] = mapped_column(Text)
    raised_at: Mapped[datetime] = mapped_column(index=True)
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff_members.id"))
    handled_at: Mapped[datetime | None]
    handled_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff_members.id"))
    note: Mapped[str | None] = mapped_column(Text)
