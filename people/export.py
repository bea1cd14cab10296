"""Gives one person everything that is kept about them, as data they can read and take away."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import DeclarativeBase, Session

from storage.base import Base
from storage.tables.conversations import Conversation, JoinedSender, Message
from storage.tables.outbox import AnsweredText, OutgoingText
from storage.tables.people import Consent, ContactPoint, NetworkMember, Person, StoryNote
from storage.tables.referrals import CheckIn, Introduction, Promise, Referral, ReferralNote
from storage.tables.safety import Alert, ContactHold, SafetyFlag

Row = dict[str, Any]

OF_A_CONVERSATION: dict[str, type[Base]] = {
    "messages": Message,
    "story": StoryNote,
    "network": NetworkMember,
    "safety": SafetyFlag,
    "alerts": Alert,
    "safe_contact": ContactHold,
    "referrals": Referral,
    "promises": Promise,
    "introductions": Introduction,
    "check_ins": CheckIn,
    "texts": OutgoingText,
    "answered_texts": AnsweredText,
    "came_by": JoinedSender,
}
OF_A_PERSON: dict[str, type[Base]] = {"contacts": ContactPoint, "consents": Consent}

NOT_THEIRS = frozenset({"token_hash", "working"})
"""Keys of doors and the assistant's scratch paper: they tell nobody anything about a person."""


def export_person(session: Session, conversation: Conversation) -> dict[str, Any]:
    """Return everything about whoever this conversation is with, in all their conversations."""
    threads = _conversations_of(session, conversation)
    person = session.get(Person, conversation.person_id) if conversation.person_id else None
    ids = [thread.id for thread in threads]
    return {
        "person": _row(person) if person else None,
        **{
            name: _rows(session, table, "person_id", [person.id] if person else [])
            for name, table in OF_A_PERSON.items()
        },
        "conversations": [_row(thread) for thread in threads],
        **{
            name: _rows(session, table, "conversation_id", ids)
            for name, table in OF_A_CONVERSATION.items()
        },
        "notes": _notes(session, ids),
    }


def _conversations_of(session: Session, conversation: Conversation) -> list[Conversation]:
    if conversation.person_id is None:
        return [conversation]
    query = (
        select(Conversation)
        .where(Conversation.person_id == conversation.person_id)
        .order_by(Conversation.opened_at, Conversation.id)
    )
    return list(session.scalars(query))


def _notes(session: Session, conversation_ids: list[uuid.UUID]) -> list[Row]:
    theirs = select(Referral.id).where(Referral.conversation_id.in_(conversation_ids))
    query = (
        select(ReferralNote).where(ReferralNote.referral_id.in_(theirs)).order_by(ReferralNote.id)
    )
    return [_row(note) for note in session.scalars(query)]


def _rows(
    session: Session, table: type[Base], column: str, values: Iterable[uuid.UUID]
) -> list[Row]:
    owner, key = getattr(table, column), inspect(table).primary_key
    query = select(table).where(owner.in_(list(values))).order_by(*key)
    return [_row(row) for row in session.scalars(query)]


def _row(row: DeclarativeBase) -> Row:
    names = [column.key for column in inspect(type(row)).column_attrs]
    return {name: _plain(getattr(row, name)) for name in names if name not in NOT_THEIRS}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value
