"""Texts that go out on our own account, and numbers that asked for none."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, RowId, Short


class OutgoingText(Base):
    """A text to a resident. The row is the truth; the job that sends it carries only the id.

    A text of purpose staff_alert goes to a colleague and belongs to no conversation.

    ``state``: waiting, sending, sent, delivered, unknown (Twilio did not answer: sent again only
    when Twilio's own list shows that it never got it), undelivered, failed (given up), stopped
    (STOP or not safe). ``sent_at`` is when the last request left, ``slot_at`` its place in the
    line's own pace, ``checks`` how often Twilio's list was read for it. What did not arrive is on
    a worklist until a coordinator settles it (``settled_how``: again, rang, noted).
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
    sent_at: Mapped[datetime | None]
    slot_at: Mapped[datetime | None] = mapped_column(index=True)
    checks: Mapped[int] = mapped_column(default=0)
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff_members.id"))
    settled_how: Mapped[str | None] = mapped_column(String(20))
    settled_note: Mapped[str | None] = mapped_column(Text)


class DeliveryReport(Base):
    """A report of Twilio's that came before we knew the text's id: it waits for it, a day at most.

    ``provider_id`` is Twilio's id of the text; nothing here tells of a person.
    """

    __tablename__ = "delivery_reports"

    id: Mapped[RowId]
    provider_id: Mapped[str] = mapped_column(String(40), index=True)
    status: Mapped[Short]
    error: Mapped[str | None] = mapped_column(String(200))
    at: Mapped[datetime]


class AnsweredText(Base):
    """A text that came in, and the one answer that it got: a repeat gets the same.

    ``conversation_id`` is empty for STOP, START and what groups text about their own entry.
    """

    __tablename__ = "answered_texts"

    provider_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    conversation_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("conversations.id"), index=True
    )
    answer: Mapped[str] = mapped_column(Text)
    expects: Mapped[str] = mapped_column(String(80))
    segments: Mapped[int]
    at: Mapped[datetime]


class TextStop(Base):
    """A number that said STOP. It stops texts on our own account only; START ends it."""

    __tablename__ = "text_stops"

    number: Mapped[str] = mapped_column(String(20), primary_key=True)
    stopped_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
