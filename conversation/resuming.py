"""Goes on with a thread by its reference and an answer that only its resident knows."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from conversation.message import NoSuchConversation, ResumeLocked
from conversation.opening import Opened, give_token
from conversation.references import find_reference
from conversation.thread import read_thread
from language.phone_number import find_phone_numbers
from people.contact import contacts_of
from storage.tables.conversations import Conversation, ResumeTry
from storage.tables.people import Person

WRONG_TRIES = 3
LOCKED_FOR = timedelta(minutes=30)
"""Three wrong answers lock a reference for half an hour, whether it exists or not."""


def resume(session: Session, *, reference: str, answer: str, at: datetime) -> Opened:
    """Return the thread with a new token to who knows its name or number.

    Raises NoSuchConversation for a wrong pair and ResumeLocked after three. The caller commits
    in both cases, so that a wrong try is counted.
    """
    wanted = find_reference(reference) or ""
    tries = session.get(ResumeTry, wanted)
    is_recent = tries is not None and at - tries.last_at < LOCKED_FOR
    if tries is not None and is_recent and tries.count >= WRONG_TRIES:
        raise ResumeLocked
    conversation = session.scalars(
        select(Conversation).where(Conversation.reference == wanted)
    ).one_or_none()
    if conversation is None or not _knows(session, conversation, answer):
        _count_wrong_try(session, wanted, at, is_recent=is_recent)
        raise NoSuchConversation
    token = give_token(conversation)
    return Opened(conversation.id, token, read_thread(session, conversation.id))


def _knows(session: Session, conversation: Conversation, answer: str) -> bool:
    """Compare with the number or the name that was given; without either nothing fits."""
    numbers = {point.value for point in contacts_of(session, conversation.person_id)}
    if numbers & set(find_phone_numbers(answer)):
        return True
    person = session.get(Person, conversation.person_id) if conversation.person_id else None
    name = " ".join((person.name or "").casefold().split()) if person else ""
    return bool(name) and name == " ".join(answer.casefold().split())


def _count_wrong_try(session: Session, reference: str, at: datetime, *, is_recent: bool) -> None:
    row = insert(ResumeTry).values(reference=reference, count=1, last_at=at)
    count = ResumeTry.count + 1 if is_recent else 1
    session.execute(
        row.on_conflict_do_update(
            index_elements=["reference"], set_={"count": count, "last_at": at}
        )
    )
