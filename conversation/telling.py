"""Tells a resident something unasked: in their thread and, where that is safe, by text."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from conversation.message import Channel
from conversation.outbox import queue_text
from conversation.ownership import reopen
from conversation.thread import say
from conversation.words import Words, fill_fixed
from council import council
from storage.tables.conversations import Conversation
from storage.tables.people import ContactPoint


def tell_resident(
    session: Session,
    conversation: Conversation,
    response: str,
    *,
    purpose: str,
    words: Words,
    at: datetime,
    **fill: str,
) -> None:
    """Say a response in the thread; a text goes out if they text or called their mobile safe."""
    reopen(conversation)
    number = number_to_text(session, conversation)
    channel = Channel.SMS if number else Channel.WEB
    saying = words.say(response, channel, **fill)
    [message] = say(session, conversation, [saying], at=at, channel=channel)
    if number:
        queue_text(
            session,
            conversation_id=conversation.id,
            number=number,
            text=fill_fixed(saying.text, conversation.reference, council()),
            purpose=purpose,
            message_id=message.id,
            at=at,
        )


def number_to_text(session: Session, conversation: Conversation) -> str | None:
    """Return the number a resident texts from, or one that they called safe to text."""
    if conversation.channel == Channel.SMS:
        return conversation.sender
    query = (
        select(ContactPoint.value)
        .where(
            ContactPoint.person_id == conversation.person_id,
            ContactPoint.kind == "mobile",
            ContactPoint.safe_to_text.is_(True),
            ContactPoint.withdrawn_at.is_(None),
        )
        .order_by(ContactPoint.id.desc())
    )
    return session.scalars(query.limit(1)).first()
