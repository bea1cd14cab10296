"""Finds a conversation by the reference that its resident was given."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from conversation.references import find_reference
from doorstep.problems import CannotGoOn
from storage.tables.conversations import Conversation


def conversation_of(session: Session, reference: str) -> Conversation:
    """Return the conversation; an unknown reference ends the command with a sentence."""
    written = find_reference(reference)
    found = session.scalars(
        select(Conversation).where(Conversation.reference == written).with_for_update()
    ).one_or_none()
    if found is None:
        raise CannotGoOn(f"No conversation has the reference {reference}.")
    return found
