"""Tells a resident what a coordinator has promised them, where that is safe."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from conversation.message import Channel
from conversation.telling import is_held, number_to_text, tell_resident
from conversation.words import Words
from council import Council
from referrals.hours import in_words
from storage.tables.conversations import Conversation
from storage.tables.referrals import Promise


class Heard(StrEnum):
    """How a resident hears of a promise, if at all."""

    BY_TEXT = "by_text"
    IN_CHAT = "in_chat"
    HELD = "held"
    UNTOLD = "untold"


def tell_promise(
    session: Session, promise: Promise, *, words: Words, council: Council, at: datetime
) -> Heard:
    """Tell the resident of a promise by text or in the chat, and return how they hear of it.

    Not while contact is held after suspected abuse, and not where there is nothing to write to: a
    caller with a landline is rung.
    """
    conversation = session.get_one(Conversation, promise.conversation_id, with_for_update=True)
    if is_held(session, conversation):
        return Heard.HELD
    number = number_to_text(session, conversation)
    if number is None and conversation.channel != Channel.WEB:
        return Heard.UNTOLD
    tell_resident(
        session,
        conversation,
        "utter_promise_by_person",
        purpose="promise",
        words=words,
        at=at,
        what=promise.what.rstrip(". "),
        who=promise.who,
        by=in_words(council, promise.due_at),
    )
    return Heard.BY_TEXT if number else Heard.IN_CHAT
