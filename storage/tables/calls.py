"""Calls beyond words: colleagues who are rung, attempts to put a caller through, recordings."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, RandomId, Short


class CallTaker(Base):
    """A colleague who wants to be rung when a caller asks for a person, and on which number.

    They are rung only while they are also on duty by the rota.
    """

    __tablename__ = "call_takers"

    staff_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff_members.id"), primary_key=True)
    number: Mapped[str] = mapped_column(String(20))
    is_on: Mapped[bool]
    changed_at: Mapped[datetime]


class CallTransfer(Base):
    """One colleague rung for one caller. ``outcome``: ringing, taken, talked, not_taken.

    ``taken_at`` is set when the colleague pressed 1: a voicemail presses nothing.
    """

    __tablename__ = "call_transfers"

    id: Mapped[RandomId]
    conversation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conversations.id"), index=True)
    staff_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff_members.id"))
    step: Mapped[int]
    tried_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[Short]


class RecordedMessage(Base):
    """A message in a caller's own voice. ``audio`` is encrypted (docs/settings.md, RECORDING_KEY).

    ``state``: waiting (lies at Twilio), stored (here, and still there), kept (only here), failed
    (a person must look), erased (here; deleted there as soon as can be), gone (nowhere).
    """

    __tablename__ = "recorded_messages"

    id: Mapped[RandomId]
    conversation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conversations.id"), index=True)
    provider_id: Mapped[str] = mapped_column(String(40), unique=True)
    seconds: Mapped[int]
    at: Mapped[datetime]
    state: Mapped[Short] = mapped_column(index=True)
    audio: Mapped[bytes | None] = mapped_column(LargeBinary)
    tries: Mapped[int] = mapped_column(default=0)
    try_after: Mapped[datetime]
    error: Mapped[str | None] = mapped_column(String(300))
    heard_at: Mapped[datetime | None]
    heard_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff_members.id"))
