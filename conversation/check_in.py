"""Asks a resident how it went, some days after an introduction or details."""

from datetime import datetime

from sqlalchemy.orm import Session

from conversation.message import Owner
from conversation.telling import is_held, tell_resident
from conversation.words import Words
from council import Council
from referrals.audit import DOORSTEP, record
from referrals.check_ins import due_check_ins
from referrals.hours import is_working_time
from storage.tables.conversations import Conversation
from storage.tables.referrals import CheckIn

FEEDBACK = "feedback"


def ask_due_check_ins(session: Session, *, words: Words, council: Council, at: datetime) -> int:
    """Ask everybody whose check-in is due, and return how many; only while somebody is at work.

    A thread that a coordinator holds waits: two people asking at once is one too many.
    """
    if not is_working_time(council, at):
        return 0
    asked = 0
    for check_in in due_check_ins(session, at=at):
        conversation = session.get(Conversation, check_in.conversation_id, with_for_update=True)
        if conversation is None or is_held(session, conversation):
            continue  # it waits until a safe way is given
        if conversation.owner != Owner.COORDINATOR:
            _ask(session, conversation, check_in, words, at)
            asked += 1
    return asked


def _ask(
    session: Session, conversation: Conversation, check_in: CheckIn, words: Words, at: datetime
) -> None:
    conversation.expects = FEEDBACK
    tell_resident(
        session, conversation, "utter_ask_feedback", purpose="check_in", words=words, at=at
    )
    check_in.asked_at = at
    record(session, by=DOORSTEP, act="check_in", subject="check_in", subject_id=check_in.id, at=at)
