"""Notes of a coordinator on a referral; the resident never sees them in the chat."""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from referrals.audit import record
from referrals.claiming import read_referral
from storage.tables.referrals import Referral, ReferralNote

LONGEST_NOTE = 5_000
"""Characters of a note."""


def add_note(
    session: Session, referral_id: uuid.UUID, text: str, *, by: uuid.UUID, at: datetime
) -> ReferralNote:
    """Write a note down. Raises ValueError for an empty or too long one, and NoSuchReferral."""
    words = text.strip()
    if not 0 < len(words) <= LONGEST_NOTE:
        raise ValueError("a note has between 1 and 5,000 characters")
    referral = read_referral(session, referral_id)
    note = ReferralNote(referral_id=referral.id, staff_id=by, text=words, at=at)
    session.add(note)
    session.flush()
    record(session, by=by, act="noted", subject="referral", subject_id=referral.id, at=at)
    return note


def notes_of(session: Session, conversation_id: uuid.UUID) -> list[ReferralNote]:
    """Return every note of a conversation's referrals, the newest first."""
    query = (
        select(ReferralNote)
        .join(Referral, Referral.id == ReferralNote.referral_id)
        .where(Referral.conversation_id == conversation_id)
        .order_by(ReferralNote.id.desc())
    )
    return list(session.scalars(query))
