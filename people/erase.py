"""Forgets one person everywhere: words, story, names and numbers; the audit keeps ids only."""

import uuid
from datetime import datetime

from sqlalchemy import case, delete, select, update
from sqlalchemy.orm import Session

from storage.tables.calls import RecordedMessage
from storage.tables.conversations import Conversation, JoinedSender, Message
from storage.tables.directory import DirectoryReport
from storage.tables.outbox import AnsweredText, OutgoingText
from storage.tables.people import Consent, ContactPoint, NetworkMember, Person, StoryNote
from storage.tables.safety import ContactHold, SafetyFlag
from storage.tables.understanding import ThemeCorrection

ERASED = "[erased]"
"""What stands where words were: erased at the resident's wish, or a year after they last wrote."""


def erase_conversation(session: Session, conversation: Conversation, *, at: datetime) -> None:
    """Erase what a conversation holds of a person, keeping that it took place and when.

    Alerts, referrals and audit lines stay with their times and ids, so that a council can show
    what it did; none of them carries a resident's words once this has run.
    """
    _erase_words(session, conversation.id)
    _erase_texts(session, conversation.id)
    _erase_recordings(session, conversation.id)
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
    session.execute(
        update(DirectoryReport)
        .where(DirectoryReport.conversation_id == conversation_id)
        .values(words=None, reporter=None)
    )
    for table in (StoryNote, NetworkMember, ThemeCorrection):
        session.execute(delete(table).where(table.conversation_id == conversation_id))


def _erase_texts(session: Session, conversation_id: uuid.UUID) -> None:
    session.execute(
        update(OutgoingText)
        .where(OutgoingText.conversation_id == conversation_id)
        .values(text=ERASED, number="", settled_note=None)
    )
    session.execute(
        update(AnsweredText)
        .where(AnsweredText.conversation_id == conversation_id)
        .values(answer=ERASED)
    )
    session.execute(delete(JoinedSender).where(JoinedSender.conversation_id == conversation_id))


def _erase_recordings(session: Session, conversation_id: uuid.UUID) -> None:
    """Delete the sound here; the worker deletes what still lies at Twilio, by its id."""
    still_there = RecordedMessage.state.in_(("waiting", "stored", "failed"))
    session.execute(
        update(RecordedMessage)
        .where(RecordedMessage.conversation_id == conversation_id)
        .values(audio=None, state=case((still_there, "erased"), else_="gone"))
    )


def _erase_person(session: Session, person_id: uuid.UUID, at: datetime) -> None:
    shared = select(Conversation.id).where(Conversation.person_id == person_id)
    session.execute(update(Conversation).where(Conversation.id.in_(shared)).values(person_id=None))
    session.execute(delete(ContactPoint).where(ContactPoint.person_id == person_id))
    session.execute(delete(Consent).where(Consent.person_id == person_id))
    session.execute(update(Person).where(Person.id == person_id).values(name=None, erased_at=at))
