"""Goes on with a thread by its reference and an answer that only its resident knows."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from conversation.message import NoSuchConversation, ResumeLocked
from conversation.opening import Opened, give_token
from conversation.references import find_reference
from conversation.spoken_reference import KEYS
from conversation.thread import read_thread
from language.phone_number import find_phone_numbers
from people.contact import contacts_of
from storage.tables.conversations import Conversation, ResumeTry
from storage.tables.people import Person

WRONG_TRIES = 3
MOST = 20
"""Threads that are looked at for one keyed reference; the newest first."""
LOCKED_FOR = timedelta(minutes=30)
"""Three wrong answers lock a reference for half an hour, whether it exists or not."""


def resume(session: Session, *, reference: str, answer: str, at: datetime) -> Opened:
    """Return the thread with a new token to who knows its name or number.

    Raises NoSuchConversation for a wrong pair and ResumeLocked after three. The caller commits
    in both cases, so that a wrong try is counted.
    """
    wanted = find_reference(reference) or ""
    conversation = find_by_answer(session, reference=wanted, answer=answer, at=at)
    token = give_token(conversation)
    return Opened(conversation.id, token, read_thread(session, conversation.id))


def find_by_answer(session: Session, *, reference: str, answer: str, at: datetime) -> Conversation:
    """Return the thread with this reference, or keyed digits for one, to who knows the answer.

    Raises as ``resume`` does. Several references have the same keys; the answer tells them apart.
    """
    tries = session.get(ResumeTry, reference)
    is_recent = tries is not None and at - tries.last_at < LOCKED_FOR
    if tries is not None and is_recent and tries.count >= WRONG_TRIES:
        raise ResumeLocked
    for conversation in _with_reference(session, reference):
        if _knows(session, conversation, answer):
            return conversation
    _count_wrong_try(session, reference, at, is_recent=is_recent)
    raise NoSuchConversation


def _with_reference(session: Session, reference: str) -> Sequence[Conversation]:
    """Return the threads of a reference: one, or those that are keyed alike."""
    letters = "".join(chr(letter) for letter in KEYS)
    digits = letters.translate(KEYS)
    keyed = func.translate(func.replace(Conversation.reference, "-", ""), letters, digits)
    is_it = keyed == reference if reference.isdecimal() else Conversation.reference == reference
    query = select(Conversation).where(is_it).order_by(Conversation.opened_at.desc()).limit(MOST)
    return session.scalars(query).all()


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
