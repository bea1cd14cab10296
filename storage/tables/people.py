"""People and their story: what was said, kept as data with the message that it came from."""

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, RandomId, RowId, Short


class Person(Base):
    """A resident, or whom a resident speaks for. Never merged with another by the software."""

    __tablename__ = "people"

    id: Mapped[RandomId]
    name: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]


class ContactPoint(Base):
    """A way to reach a person, and what is safe to do with it. Unknown is never taken for yes."""

    __tablename__ = "contact_points"

    id: Mapped[RowId]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[Short]  # mobile, landline, email
    value: Mapped[str] = mapped_column(String(200), index=True)
    safe_to_text: Mapped[bool | None]
    safe_to_leave_message: Mapped[bool | None]
    best_time: Mapped[str | None] = mapped_column(String(200))
    message_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("messages.id"))
    added_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Consent(Base):
    """What a person agreed to or refused, in the words that they were shown."""

    __tablename__ = "consents"

    id: Mapped[RowId]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"), index=True)
    conversation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conversations.id"))
    purpose: Mapped[Short]  # store, share
    given: Mapped[bool]
    wording: Mapped[str] = mapped_column(Text)
    message_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("messages.id"))
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class StoryNote(Base):
    """One thing a resident said: a theme, wish, strength, place, access need, whom it is about.

    ``value`` is an id or a normal form where there is one; ``words`` are the resident's own.
    ``withdrawn_at`` is set when they put it right: nothing is overwritten.
    """

    __tablename__ = "story_notes"

    id: Mapped[RowId]
    conversation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conversations.id"), index=True)
    kind: Mapped[
        Short
    ]  # matters, theme, wish, strength, place, access_need, about, offer, age, language
    value: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    confidence: Mapped[float | None]
    message_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("messages.id"))
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class NetworkMember(Base):
    """A person, group or professional around the resident, and what they give."""

    __tablename__ = "network_members"

    id: Mapped[RowId]
    conversation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conversations.id"), index=True)
    relation: Mapped[str] = mapped_column(String(80))
    name: Mapped[str | None] = mapped_column(String(200))
    gives: Mapped[str | None] = mapped_column(Text)
    how_often: Mapped[str | None] = mapped_column(String(200))
    is_gone: Mapped[bool] = mapped_column(default=False)
    is_not_safe: Mapped[bool] = mapped_column(default=False)
    words: Mapped[str] = mapped_column(Text)
    message_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("messages.id"))
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
