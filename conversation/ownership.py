"""Who holds a thread: the assistant, the queue, a coordinator, or nobody any more."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from conversation.message import Channel, NoSuchConversation, Owner, Saying
from conversation.outbox import queue_text
from conversation.thread import say, topic_of
from conversation.words import Words
from referrals.audit import record
from referrals.queue import open_referral_of
from storage.live import tell
from storage.tables.conversations import Conversation, Message


def take_over(
    session: Session, conversation_id: uuid.UUID, *, by: uuid.UUID, words: Words, at: datetime
) -> None:
    """Give the thread to a coordinator: from now on the assistant is silent."""
    conversation = _get(session, conversation_id)
    if conversation.owner == Owner.COORDINATOR and conversation.owner_id == by:
        return
    _hand_to(session, conversation, Owner.COORDINATOR, by, at, act="taken_over", by=by)
    notice = words.say("utter_coordinator_joined", conversation.channel)
    say(session, conversation, [notice], at=at, sent_by="notice")


def hand_back(
    session: Session, conversation_id: uuid.UUID, *, by: uuid.UUID, words: Words, at: datetime
) -> None:
    """Give the thread back to the assistant, or to the queue while a referral is open."""
    conversation = _get(session, conversation_id)
    is_waiting = open_referral_of(session, conversation_id) is not None
    owner = Owner.QUEUE if is_waiting else Owner.ASSISTANT
    _hand_to(session, conversation, owner, None, at, act="handed_back", by=by)
    notice = words.say("utter_coordinator_left", conversation.channel)
    say(session, conversation, [notice], at=at, sent_by="notice")


def coordinator_says(
    session: Session, conversation_id: uuid.UUID, text: str, *, by: uuid.UUID, at: datetime
) -> Message:
    """Store a coordinator's message; web chat shows it live, a texting resident gets a text."""
    conversation = _get(session, conversation_id)
    [message] = say(
        session, conversation, [Saying(text)], at=at, sent_by="coordinator", staff_id=by
    )
    if conversation.channel == Channel.SMS and conversation.sender:
        queue_text(
            session,
            conversation_id=conversation.id,
            number=conversation.sender,
            text=text,
            purpose="coordinator",
            message_id=message.id,
            at=at,
        )
    record(session, by=by, act="replied", subject="conversation", subject_id=conversation.id, at=at)
    return message


def close(
    session: Session, conversation_id: uuid.UUID, *, by: uuid.UUID, words: Words, at: datetime
) -> None:
    """Close the thread kindly; what a resident says afterwards opens it again."""
    conversation = _get(session, conversation_id)
    _hand_to(session, conversation, Owner.CLOSED, None, at, act="closed", by=by)
    conversation.closed_at = at
    notice = words.say("utter_closed", conversation.channel, reference=conversation.reference)
    say(session, conversation, [notice], at=at, sent_by="notice")


def reopen(conversation: Conversation) -> None:
    """Let the assistant answer again when a resident writes into a closed thread."""
    if conversation.owner == Owner.CLOSED:
        conversation.owner, conversation.closed_at = Owner.ASSISTANT, None


def _hand_to(
    session: Session,
    conversation: Conversation,
    owner: Owner,
    owner_id: uuid.UUID | None,
    at: datetime,
    *,
    act: str,
    by: uuid.UUID,
) -> None:
    conversation.owner, conversation.owner_id = owner, owner_id
    tell(session, topic_of(conversation.id), kind="owner")
    record(session, by=by, act=act, subject="conversation", subject_id=conversation.id, at=at)


def _get(session: Session, conversation_id: uuid.UUID) -> Conversation:
    conversation = session.get(Conversation, conversation_id, with_for_update=True)
    if conversation is None:
        raise NoSuchConversation
    return conversation
