"""Texts that go out on our own account, and numbers that asked for none."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, RowId, Short


class OutgoingText(Base):
    """A text to a resident. The row is the truth; the job that sends it carries only the id.

    A text of purpose staff_alert goes to a colleague and belongs to no conversation.

    ``state``: waiting, sending, sent, delivered, unknown (Twilio did not answer: never sent again
    by itself), undelivered, failed (given up, visible in the console), stopped (STOP or not safe).
    """

    __tablename__ = "outgoing_texts"

    id: Mapped[RowId]
    conversation_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("conversations.id"), index=True
    )
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"), unique=True)
    number: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    purpose: Mapped[
        Short
    ]  # answer, coordinator, details, check_in, introduction, promise, staff_alert
    segments: Mapped[int]
    state: Mapped[Short] = mapped_column(default="waiting", index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    provider_id: Mapped[str | None] = mapped_column(String(40), unique=True)
    error: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime]
    try_after: Mapped[datetime]
    state_at: Mapped[datetime]


class TextStop(Base):
    """A number that said STOP. It stops texts on our own account only; START ends it."""

    __tablename__ = "text_stops"

    number: Mapped[str] = mapped_column(String(20), primary_key=True)
    stopped_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
