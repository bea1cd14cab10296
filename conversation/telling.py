"""Tells a resident something unasked: in their thread and, where that is safe, by text."""

from datetime import datetime

from sqlalchemy.orm import Session

from conversation.message import Channel
from conversation.outbox import queue_text
from conversation.ownership import reopen
from conversation.thread import say
from conversation.words import Words, fill_fixed
from council import council
from people.contact import MOBILE, contacts_of
from referrals.safe_contact import hold_on
from storage.tables.conversations import Conversation


def tell_resident(
    session: Session,
    conversation: Conversation,
    response: str,
    *,
    purpose: str,
    words: Words,
    at: datetime,
    **fill: str,
) -> None:
    """Say a response in the thread; a text goes out if they text or called their mobile safe.

    Nothing at all is said while contact is held: an open page may be read by somebody else.
    """
    if is_held(session, conversation):
        return
    reopen(conversation)
    number = number_to_text(session, conversation)
    channel = Channel.SMS if number else Channel.WEB
    saying = words.say(response, channel, **fill)
    [message] = say(session, conversation, [saying], at=at, channel=channel)
    if number:
        queue_text(
            session,
            conversation_id=conversation.id,
            number=number,
            text=fill_fixed(saying.text, conversation.reference, council()),
            purpose=purpose,
            message_id=message.id,
            at=at,
        )


def is_held(session: Session, conversation: Conversation) -> bool:
    """Tell whether a resident must not be written to first: no way to text them is known as safe.

    On a page there is nothing between yes and no: who may be texted may be written to there too.
    """
    hold = hold_on(session, conversation)
    return hold is not None and not hold.may_text


def number_to_text(session: Session, conversation: Conversation) -> str | None:
    """Return a mobile that they called safe to text, else the number they text from.

    A number that they called not safe is none, though they text from it.
    """
    points = contacts_of(session, conversation.person_id)
    mobiles = [point for point in reversed(points) if point.kind == MOBILE]
    safe = next((point.value for point in mobiles if point.safe_to_text), None)
    if conversation.channel != Channel.SMS:
        return safe
    unsafe = {point.value for point in mobiles if point.safe_to_text is False}
    return safe if conversation.sender in unsafe else conversation.sender
