"""Tells where a call stands: what was said last, how far it came, and how the caller talks."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from conversation.message import Channel, Incoming, Reply
from conversation.opening import conversation_for_call
from conversation.thread import as_reply
from conversation.words import Words
from people.story import ACCESS_NEED, Note, read_story, remember
from storage.tables.conversations import Conversation, Message

SLOW = "slow"
"""In the journey's working memory: the caller types or needs time, as by Relay UK."""

BY_RELAY = "Relay UK: dial 18002 before the number"
"""What stands in the story for whoever rings back."""


@dataclass(frozen=True)
class CallSoFar:
    """A call between two steps. ``last`` is the answer that the caller heard last.

    ``steps`` is the number of the last step that brought words. ``cut_off`` is what the caller said
    to which no answer is stored yet: its turn was interrupted and can be taken up again.
    """

    conversation_id: uuid.UUID
    last: Reply
    steps: int
    is_slow: bool
    language: str
    misunderstandings: int
    asks_for_person: bool
    cut_off: Incoming | None


def read_call(
    session: Session, *, call_sid: str, number: str | None, words: Words, at: datetime
) -> CallSoFar:
    """Return where a call stands; its thread is opened with a greeting if it is new."""
    opened = conversation_for_call(session, call_sid=call_sid, number=number, words=words, at=at)
    conversation = session.get_one(Conversation, opened.conversation_id)
    said = _said_by_resident(session, conversation)
    answered = [message for message in said if message.answered_at is not None]
    return CallSoFar(
        conversation_id=conversation.id,
        last=_since(session, conversation, answered[-1].id if answered else 0),
        steps=max((_step(message) for message in said), default=0),
        is_slow=bool(conversation.working.get(SLOW)),
        language=conversation.language,
        misunderstandings=conversation.misunderstandings,
        asks_for_person=bool(answered) and conversation.working.get("called") == answered[-1].id,
        cut_off=_cut_off(said[-1]) if said and said[-1].answered_at is None else None,
    )


def goes_slowly(session: Session, conversation_id: uuid.UUID) -> None:
    """Keep that the caller uses Relay UK: more time on this call, and 18002 on the way back."""
    conversation = session.get_one(Conversation, conversation_id, with_for_update=True)
    said = _said_by_resident(session, conversation)
    conversation.working = {**conversation.working, SLOW: True}
    story = read_story(session, conversation.id)
    if said and BY_RELAY not in story.values(ACCESS_NEED):
        note = Note(ACCESS_NEED, BY_RELAY, said[-1].text)
        remember(session, said[-1], story, notes=[note])


def _said_by_resident(session: Session, conversation: Conversation) -> list[Message]:
    query = select(Message).where(
        Message.conversation_id == conversation.id, Message.sent_by == "resident"
    )
    return list(session.scalars(query.order_by(Message.id)))


def _since(session: Session, conversation: Conversation, message_id: int) -> Reply:
    """Return what was said to the caller since they were answered last; not what is unanswered."""
    query = select(Message).where(
        Message.conversation_id == conversation.id,
        Message.id > message_id,
        Message.sent_by != "resident",
    )
    return as_reply(conversation, session.scalars(query.order_by(Message.id)))


def _step(message: Message) -> int:
    step = (message.provider_id or "").rpartition(":")[2]
    return int(step) if step.isdecimal() else 0


def _cut_off(message: Message) -> Incoming:
    return Incoming(
        conversation_id=message.conversation_id,
        channel=Channel.VOICE,
        text=message.text,
        provider_id=message.provider_id or "",
        at=message.at,
        confidence=message.extras.get("confidence"),
    )
