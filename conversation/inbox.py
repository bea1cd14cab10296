"""Takes a message in once: a lock per conversation, and a row that a repeat finds again."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, select, text
from sqlalchemy.orm import Session

from conversation.desk import Desk
from conversation.message import Incoming, NoSuchConversation
from storage.tables.conversations import Conversation, Message

LONGEST = 20_000
"""Characters kept of one message; doors refuse longer ones with words, so that nothing is cut."""

WAIT_FOR_TURN = "10s"
"""How long a message waits for the one before it, longer than the bot's longest deadline."""


@contextmanager
def one_at_a_time(desk: Desk, conversation_id: uuid.UUID) -> Iterator[Session]:
    """Open a session on a connection that holds the conversation's lock until the turn ends.

    The lock survives commits and dies with the connection, so a killed process blocks nobody.
    """
    engine: Engine = desk.sessions.kw["bind"]
    key = conversation_id.int >> 65  # 63 bits: a positive bigint
    with engine.connect() as connection:
        _lock(connection, key)
        try:
            with desk.sessions(bind=connection) as session:
                yield session
        finally:
            _unlock(connection, key)


PARTIAL = "partial"
"""Marks words that a caller is still saying; the whole of what they say takes their place."""


def receive(session: Session, incoming: Incoming) -> tuple[Conversation, Message]:
    """Return the conversation and the message's row, which a repeat finds as it was left."""
    conversation = session.get(Conversation, incoming.conversation_id)
    if conversation is None:
        raise NoSuchConversation
    known = session.scalars(
        select(Message).where(
            Message.conversation_id == conversation.id,
            Message.provider_id == incoming.provider_id,
        )
    ).one_or_none()
    if known is not None and PARTIAL in known.extras:
        known.text, known.extras = _kept_text(incoming), _extras(incoming)
    return conversation, known or _store(session, conversation, incoming)


def earlier_words(session: Session, message: Message, *, count: int = 2) -> list[str]:
    """Return what the resident said just before, the oldest first: danger may be split in two."""
    query = (
        select(Message.text)
        .where(
            Message.conversation_id == message.conversation_id,
            Message.sent_by == "resident",
            Message.id < message.id,
        )
        .order_by(Message.id.desc())
        .limit(count)
    )
    return list(reversed(session.scalars(query).all()))


def replies_to(session: Session, message: Message) -> list[Message]:
    """Return the stored answer to a message."""
    query = select(Message).where(Message.answers_id == message.id).order_by(Message.id)
    return list(session.scalars(query))


def last_words(session: Session, message: Message) -> str:
    """Return what was said to the resident just before a message: what a yes or no answers."""
    query = (
        select(Message.text)
        .where(
            Message.conversation_id == message.conversation_id,
            Message.sent_by == "assistant",
            Message.id < message.id,
        )
        .order_by(Message.id.desc())
        .limit(1)
    )
    return session.scalar(query) or ""


def is_first_message(session: Session, message: Message) -> bool:
    """Tell whether nothing was said in the conversation before this message."""
    query = select(Message.id).where(
        Message.conversation_id == message.conversation_id, Message.id < message.id
    )
    return session.scalar(query.limit(1)) is None


def _store(session: Session, conversation: Conversation, incoming: Incoming) -> Message:
    message = Message(
        conversation_id=conversation.id,
        sent_by="resident",
        channel=incoming.channel,
        text=_kept_text(incoming),
        provider_id=incoming.provider_id,
        expects=conversation.expects,
        extras=_extras(incoming),
        at=incoming.at,
    )
    conversation.last_heard_at = incoming.at
    conversation.channel = incoming.channel
    session.add(message)
    session.flush()
    return message


def _kept_text(incoming: Incoming) -> str:
    return incoming.text.replace("\x00", "")[:LONGEST]


def _extras(incoming: Incoming) -> dict[str, Any]:
    """Return how sure the recogniser was: a coordinator sees which words may be wrong."""
    return {} if incoming.confidence is None else {"confidence": incoming.confidence}


def _lock(connection: Connection, key: int) -> None:
    connection.execute(text(f"SET lock_timeout = '{WAIT_FOR_TURN}'"))
    connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": key})
    connection.commit()


def _unlock(connection: Connection, key: int) -> None:
    if connection.invalidated or connection.closed:
        return
    connection.rollback()
    connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": key})
    connection.execute(text("RESET lock_timeout"))
    connection.commit()
