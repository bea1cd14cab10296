"""Reads and writes a thread: messages in order, as every door shows them."""

import uuid
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from conversation.message import (
    AlertShown,
    Choice,
    NoSuchConversation,
    Owner,
    PromiseShown,
    Reply,
    Said,
    Saying,
    ServiceCard,
)
from conversation.references import is_token
from conversation.words import fill_fixed
from council import council
from storage.live import tell
from storage.tables.conversations import Conversation, Message


def topic_of(conversation_id: uuid.UUID) -> str:
    """Return the topic on which live pages of a thread listen."""
    return f"conversation:{conversation_id}"


def conversation_by_token(session: Session, conversation_id: uuid.UUID, token: str) -> Conversation:
    """Return a thread to who holds its token; a wrong one and an unknown id look the same."""
    conversation = session.get(Conversation, conversation_id)
    if conversation is None or not is_token(token, conversation.token_hash):
        raise NoSuchConversation
    return conversation


def read_thread(session: Session, conversation_id: uuid.UUID, *, after: int = 0) -> Reply:
    """Return the messages of a thread after an id, the oldest first."""
    conversation = session.get(Conversation, conversation_id)
    if conversation is None:
        raise NoSuchConversation
    query = (
        select(Message)
        .where(Message.conversation_id == conversation_id, Message.id > after)
        .order_by(Message.id)
    )
    return as_reply(conversation, session.scalars(query))


def say(
    session: Session,
    conversation: Conversation,
    sayings: Iterable[Saying],
    *,
    at: datetime,
    channel: str | None = None,
    sent_by: str = "assistant",
    answers: Message | None = None,
    staff_id: uuid.UUID | None = None,
) -> list[Message]:
    """Store what is said before it is sent, and tell the live pages of the thread."""
    rows = [
        Message(
            conversation_id=conversation.id,
            sent_by=sent_by,
            staff_id=staff_id,
            channel=channel or conversation.channel,
            text=fill_fixed(saying.text, conversation.reference, council()),
            response=saying.response or None,
            extras=_extras(saying),
            expects=conversation.expects,
            answers_id=answers.id if answers else None,
            at=at,
        )
        for saying in sayings
    ]
    session.add_all(rows)
    session.flush()
    tell(session, topic_of(conversation.id), kind="message")
    return rows


def as_reply(
    conversation: Conversation, messages: Iterable[Message], *, repeated: bool = False
) -> Reply:
    """Show rows of a thread as doors do."""
    return Reply(
        conversation_id=conversation.id,
        reference=conversation.reference,
        said=tuple(_said(message) for message in messages),
        expects=conversation.expects,
        owner=Owner(conversation.owner),
        repeated=repeated,
    )


def as_saying(said: Said) -> Saying:
    """Return what was said as something to say again, with all that it shows."""
    return Saying(
        text=said.text,
        choices=said.choices,
        services=said.services,
        alert=said.alert,
        promise=said.promise,
    )


def _extras(saying: Saying) -> dict[str, Any]:
    """Return what a message carries beside its words; nothing is stored for what it lacks."""
    whole = asdict(saying)
    return {key: whole[key] for key in ("choices", "services", "alert", "promise") if whole[key]}


def _said(message: Message) -> Said:
    alert, promise = message.extras.get("alert"), message.extras.get("promise")
    return Said(
        id=message.id,
        at=message.at,
        sent_by=message.sent_by,
        text=message.text,
        choices=tuple(Choice(**choice) for choice in message.extras.get("choices", ())),
        services=tuple(ServiceCard(**card) for card in message.extras.get("services", ())),
        alert=AlertShown(alert["level"], tuple(alert["lines"])) if alert else None,
        promise=PromiseShown(**promise) if promise else None,
    )
