"""What a person agreed to, with the words that they were shown."""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.tables.conversations import Conversation
from storage.tables.people import Consent, Person

STORE, SHARE = "store", "share"
"""Purposes: keep name and contact; pass the story on to a named group."""


def record_consent(
    session: Session,
    person: Person,
    conversation: Conversation,
    *,
    purpose: str,
    given: bool,
    wording: str,
    message_id: int | None,
    at: datetime,
) -> Consent:
    """Store an answer and the words it answers; a later one does not overwrite it."""
    consent = Consent(
        person_id=person.id,
        conversation_id=conversation.id,
        purpose=purpose,
        given=given,
        wording=wording,
        message_id=message_id,
        at=at,
    )
    session.add(consent)
    session.flush()
    return consent


def has_consent(session: Session, person_id: uuid.UUID | None, purpose: str) -> bool | None:
    """Return the newest answer for a purpose; None when it was never asked."""
    query = (
        select(Consent)
        .where(Consent.person_id == person_id, Consent.purpose == purpose)
        .order_by(Consent.id.desc())
        .limit(1)
    )
    newest = session.scalars(query).one_or_none()
    return None if newest is None else newest.given and newest.withdrawn_at is None


def withdraw_consents(session: Session, person_id: uuid.UUID, *, at: datetime) -> None:
    """Withdraw every consent of a person."""
    for consent in session.scalars(select(Consent).where(Consent.person_id == person_id)):
        consent.withdrawn_at = consent.withdrawn_at or at
