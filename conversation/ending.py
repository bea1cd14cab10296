"""What to do when a call ends: somebody who hung up on the way is not forgotten."""

from datetime import datetime

from sqlalchemy.orm import Session

from conversation.opening import conversation_of_call
from conversation.read_back import keep_unconfirmed
from people.contact import contacts_of
from people.story import MATTERS, read_story
from referrals.queue import Reasons, open_referral


def call_ended(session: Session, *, call_sid: str, at: datetime) -> bool:
    """Ask a person to ring back who told a need, left a number and hung up before an agreement.

    Returns whether a call-back was made. A withheld number can't be rung; the story is kept.
    """
    conversation = conversation_of_call(session, call_sid)
    if conversation is None:
        return False
    session.refresh(conversation, with_for_update=True)
    keep_unconfirmed(session, conversation, at=at)
    if conversation.working.get("agreed"):
        return False
    has_told = bool(read_story(session, conversation.id).values(MATTERS))
    if not has_told or not contacts_of(session, conversation.person_id):
        return False
    why = Reasons(route="coordinator", reason="Hung up before the end of the call")
    open_referral(session, conversation=conversation, why=why, at=at)
    return True
