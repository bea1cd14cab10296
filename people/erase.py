"""Forgets one person everywhere: words, story, names and numbers; the audit keeps ids only."""

import uuid
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from storage.tables.conversations import Conversation, Message
from storage.tables.outbox import OutgoingText
from storage.tables.people import Consent, ContactPoint, NetworkMember, Person, StoryNote
from storage.tables.safety import ContactHold, SafetyFlag

ERASED = "[erased]"
"""What stands where words were: erased at the resident's wish, or a year after they last wrote."""


def erase_conversation(session: Session, conversation: Conversation, *, at: datetime) -> None:
    """Erase what a conversation holds of a person, keeping that it took place and when.

    Alerts, referrals and audit lines stay with their times and ids, so that a council can show
    what it did; none of them carries a resident's words once this has run.
    """
    _erase_words(session, conversation.id)
    _erase_texts(session, conversation.id)
    if conversation.person_id is not None:
        _erase_person(session, conversation.person_id, at)
    conversation.person_id = None
    conversation.sender = None
    conversation.working = {}


def _erase_words(session: Session, conversation_id: uuid.UUID) -> None:
    session.execute(
        update(Message)
        .where(Message.conversation_id == conversation_id)
        .values(text=ERASED, extras={})
    )
    session.execute(
        update(SafetyFlag).where(SafetyFlag.conversation_id == conversation_id).values(matches=[])
    )
    session.execute(
        update(ContactHold)
        .where(ContactHold.conversation_id == conversation_id)
        .values(words=None, best_time=None, pretext=None, lift_reason=None)
    )
    for table in (StoryNote, NetworkMember):
        session.execute(delete(table).where(table.conversation_id == conversation_id))


def _erase_texts(session: Session, conversation_id: uuid.UUID) -> None:
    session.execute(
        update(OutgoingText)
        .where(OutgoingText.conversation_id == conversation_id)
        .values(text=ERASED, number="")
    )


def _erase_person(session: Session, person_id: uuid.UUID, at: datetime) -> None:
    shared = select(Conversation.id).where(Conversation.person_id == person_id)
    session.execute(update(Conversation).where(Conversation.id.in_(shared)).values(person_id=None))
    session.execute(delete(ContactPoint).where(ContactPoint.person_id == person_id))
    session.execute(delete(Consent).where(Consent.person_id == person_id))
    session.execute(update(Person).where(Person.id == person_id).values(name=None, erased_at=at))
