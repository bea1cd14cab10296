"""Tells a resident what a group answered to their introduction."""

from datetime import datetime

from sqlalchemy.orm import Session

from conversation.telling import tell_resident
from conversation.words import Words
from referrals.introductions import Answer, answer_introduction
from storage.tables.conversations import Conversation

RESPONSES = {
    Answer.YES: "utter_group_says_yes",
    Answer.NO: "utter_group_says_no",
    Answer.FULL: "utter_group_is_full",
}


def group_answers(
    session: Session, token: str, answer: Answer, *, secret: str, words: Words, at: datetime
) -> None:
    """Store a group's answer once and tell the resident at once, in their thread or by text.

    Raises what answer_introduction raises.
    """
    introduction = answer_introduction(session, token, answer, secret=secret, at=at)
    conversation = session.get_one(Conversation, introduction.conversation_id, with_for_update=True)
    tell_resident(
        session,
        conversation,
        RESPONSES[answer],
        purpose="introduction",
        words=words,
        at=at,
        service=introduction.service_name,
    )
