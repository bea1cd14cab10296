"""Conversations and the messages in them, whatever channel they came by."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, RandomId, RowId, Short


class Conversation(Base):
    """One thread with one resident; the same thread is kept when they change the channel.

    ``owner`` is who answers now: assistant, queue, coordinator or closed. ``expects`` is the open
    question (a key of the chat API). ``asked`` are the questions already put, so that none is
    put twice; ``working`` keeps what the journey needs between two turns (offers shown, the
    route chosen). Neither is a story: what a resident said lives in the story's own tables.
    """

    __tablename__ = "conversations"

    id: Mapped[RandomId]
    reference: Mapped[str] = mapped_column(String(7), unique=True)
    channel: Mapped[Short]
    language: Mapped[str] = mapped_column(String(12), default="en")
    owner: Mapped[Short] = mapped_column(default="assistant")
    owner_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff_members.id"))
    expects: Mapped[Short] = mapped_column(default="what_matters")
    asked: Mapped[list[str]] = mapped_column(default=list)
    working: Mapped[dict[str, Any]] = mapped_column(default=dict)
    misunderstandings: Mapped[int] = mapped_column(default=0)
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
    sender: Mapped[str | None] = mapped_column(String(40), index=True)
    token_hash: Mapped[str | None] = mapped_column(String(64))
    opened_at: Mapped[datetime]
    last_heard_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class Message(Base):
    """Something said in a conversation.

    ``provider_id`` makes a message that is delivered twice one message: the client's uuid on web
    chat, the MessageSid of a text, CallSid and step of a call. A reply names the message that it
    answers in ``answers_id``; ``answered_at`` on the resident's message says that the turn is
    complete and may be replayed. ``extras`` carries choices, services, alert and promise as the
    chat API shows them.
    """

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("conversation_id", "provider_id"),
        Index("ix_messages_conversation_id_id", "conversation_id", "id"),
        Index("ix_messages_provider_id", "provider_id"),
    )

    id: Mapped[RowId]
    conversation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conversations.id"))
    sent_by: Mapped[Short]
    staff_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff_members.id"))
    channel: Mapped[Short]
    text: Mapped[str] = mapped_column(Text)
    provider_id: Mapped[str | None] = mapped_column(String(120))
    answers_id: Mapped[int | None] = mapped_column(
        BigInteger, ForeignKey("messages.id"), index=True
    )
    response: Mapped[str | None] = mapped_column(String(80))
    extras: Mapped[dict[str, Any]] = mapped_column(default=dict)
    expects: Mapped[str | None] = mapped_column(String(80))
    rules_version: Mapped[str | None] = mapped_column(String(40))
    at: Mapped[datetime]
    answered_at: Mapped[datetime | None]


class ResumeTry(Base):
    """Wrong answers given for a reference, whether such a thread exists or not."""

    __tablename__ = "resume_tries"

    reference: Mapped[str] = mapped_column(String(7), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime]


class JoinedSender(Base):
    """A number or a call that goes on with an earlier thread, after the check that it is theirs.

    ``sender`` is what ``Conversation.sender`` would be: a number that texts, or a CallSid.
    """

    __tablename__ = "joined_senders"

    sender: Mapped[str] = mapped_column(String(40), primary_key=True)
    conversation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conversations.id"), index=True)
    joined_at: Mapped[datetime]
