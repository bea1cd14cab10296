"""Ways to reach a person, and what is safe to do with them."""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.tables.conversations import Conversation
from storage.tables.people import ContactPoint, Person

MOBILE, LANDLINE, EMAIL = "mobile", "landline", "email"


def person_of(session: Session, conversation: Conversation, *, at: datetime) -> Person:
    """Return the person of a conversation, made at the first call."""
    if conversation.person_id is not None:
        return session.get_one(Person, conversation.person_id)
    person = Person(id=uuid.uuid4(), created_at=at)
    session.add(person)
    session.flush()
    conversation.person_id = person.id
    return person


def add_contact(
    session: Session,
    person: Person,
    *,
    kind: str,
    value: str,
    at: datetime,
    message_id: int | None = None,
) -> ContactPoint:
    """Add a way to reach a person, or return it if it is known. What is safe stays unknown."""
    for known in contacts_of(session, person.id):
        if known.value == value:
            return known
    point = ContactPoint(
        person_id=person.id, kind=kind, value=value, message_id=message_id, added_at=at
    )
    session.add(point)
    session.flush()
    return point


def contacts_of(session: Session, person_id: uuid.UUID | None) -> list[ContactPoint]:
    """Return the ways that still stand, the newest last."""
    query = (
        select(ContactPoint)
        .where(ContactPoint.person_id == person_id, ContactPoint.withdrawn_at.is_(None))
        .order_by(ContactPoint.id)
    )
    return list(session.scalars(query))


def withdraw_contact(point: ContactPoint, *, at: datetime) -> None:
    """Stop using a way to reach a person; it stays in the record until retention ends."""
    point.withdrawn_at = at
