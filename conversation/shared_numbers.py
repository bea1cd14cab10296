"""Keeps two people who share one telephone apart: they are asked for a first name, once."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from conversation.message import Owner, Saying
from conversation.words import Words
from language.name import read_name
from people.contact import person_of
from referrals.safe_contact import hold_on
from storage.tables.conversations import Conversation, Message
from storage.tables.people import ContactPoint, Person

KEY = "whose"
"""In the journey's working memory: who texts from a shared number is to be asked, or was asked."""
EXPECTS = "name"

IDLE_FOR = timedelta(hours=1)
"""After so long the telephone may be in the other person's hand."""


@dataclass(frozen=True)
class Told:
    """Who it is was told, or not: the message to hear now, and the thread that it belongs to."""

    message: Message
    conversation: Conversation


def is_shared(session: Session, number: str) -> bool:
    """Tell whether two people of different names gave this number."""
    names = session.scalars(
        select(Person.name)
        .join(ContactPoint, ContactPoint.person_id == Person.id)
        .where(ContactPoint.value == number, ContactPoint.withdrawn_at.is_(None))
    )
    return len({_first(name) for name in names if name}) > 1


def ask_whose(conversation: Conversation) -> None:
    """Have the first message of a new thread answered by the question who it is."""
    conversation.working = {**conversation.working, KEY: None}


def whose(
    session: Session, conversation: Conversation, message: Message, words: Words
) -> Saying | Told | None:
    """Return the question, or where the kept first message belongs; None for any other thread."""
    if KEY not in conversation.working:
        return None
    first_id = conversation.working[KEY]
    if first_id is None:
        conversation.working = {**conversation.working, KEY: message.id}
        return words.say("utter_come_back_whose", message.channel)
    forget_whose(conversation)
    first, name = session.get_one(Message, first_id), read_name(message.text)
    if name is None:
        longer = max(first, message, key=lambda one: len(one.text))
        return Told(longer, conversation)
    earlier = _thread_of(session, conversation, name)
    if earlier is None:
        person_of(session, conversation, at=message.at).name = name[:200]
    return Told(first, earlier or conversation)


def forget_whose(conversation: Conversation) -> None:
    """Ask no more who it is."""
    kept = conversation.working
    conversation.working = {key: kept[key] for key in kept if key != KEY}


def _thread_of(session: Session, conversation: Conversation, name: str) -> Conversation | None:
    """Return the newest thread of somebody of this name and number.

    Not one with a hold after abuse: who shares the telephone may be the one they fear. The
    reference opens it.
    """
    theirs = select(ContactPoint.person_id).where(ContactPoint.value == conversation.sender)
    query = (
        select(Conversation, Person.name)
        .join(Person, Person.id == Conversation.person_id)
        .where(
            Conversation.id != conversation.id,
            Conversation.owner != Owner.CLOSED,
            or_(Conversation.sender == conversation.sender, Conversation.person_id.in_(theirs)),
        )
        .order_by(Conversation.opened_at.desc())
    )
    for thread, known in session.execute(query):
        if known and _first(known) == _first(name) and hold_on(session, thread) is None:
            return thread
    return None


def _first(name: str) -> str:
    return name.split()[0].casefold() if name.split() else ""
