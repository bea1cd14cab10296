"""Holds contact after suspected abuse until a safe way was given, and says what is allowed."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from people.contact import MOBILE, contacts_of
from referrals.alerts import QUEUE_TOPIC
from referrals.audit import DOORSTEP, RESIDENT, record
from referrals.errors import NoSuchReferral
from storage.live import tell
from storage.tables.conversations import Conversation
from storage.tables.people import ContactPoint
from storage.tables.safety import ContactHold

ABUSE = frozenset(
    {
        "domestic_abuse", "physical_abuse", "sexual_abuse", "psychological_abuse",
        "financial_abuse", "modern_slavery",
    }
)  # fmt: skip
"""Categories in which somebody close may read, hear or answer what we send."""


@dataclass(frozen=True)
class SafeWay:
    """What a resident called safe. None is not said, and is never taken for yes."""

    may_text: bool | None = None
    may_ring: bool | None = None
    may_leave_message: bool | None = None
    best_time: str = ""
    pretext: str = ""

    @property
    def is_any(self) -> bool:
        """Tell whether any way to reach them was given, if only a time."""
        is_refused = self.may_text is False and self.may_ring is False
        return bool(self.may_text or self.may_ring or self.best_time) and not is_refused


def hold_contact(
    session: Session, conversation_id: uuid.UUID, *, categories: Collection[str], at: datetime
) -> bool:
    """Hold contact if one of the categories is abuse; tell whether it is held now."""
    if not ABUSE & set(categories):
        return open_hold(session, conversation_id) is not None
    row = insert(ContactHold).values(conversation_id=conversation_id, began_at=at)
    added = session.execute(
        row.on_conflict_do_nothing(
            index_elements=["conversation_id"], index_where=ContactHold.lifted_at.is_(None)
        ).returning(ContactHold.id)
    ).scalar()
    if added is not None:
        _record(session, "contact_held", conversation_id, DOORSTEP, at)
    return True


def open_hold(session: Session, conversation_id: uuid.UUID) -> ContactHold | None:
    """Return the hold that stands on a conversation, answered or not."""
    query = select(ContactHold).where(
        ContactHold.conversation_id == conversation_id, ContactHold.lifted_at.is_(None)
    )
    return session.scalars(query).one_or_none()


def hold_on(session: Session, conversation: Conversation) -> ContactHold | None:
    """Return the hold on a resident, on whichever of their threads it stands; the newest one."""
    return _newest(session, _of_conversation(conversation))


def safe_way_to(
    session: Session, *, conversation_id: uuid.UUID | None, number: str
) -> SafeWay | None:
    """Return what is allowed for a number; None when nothing holds contact with who has it.

    A hold counts for the resident and not only for the thread in which abuse was noticed.
    """
    who = [_of_number(number)]
    conversation = session.get(Conversation, conversation_id) if conversation_id else None
    if conversation is not None:
        who.append(_of_conversation(conversation))
    hold = _newest(session, or_(*who))
    return None if hold is None else way_of(hold)


def way_of(hold: ContactHold) -> SafeWay:
    """Return what a hold allows."""
    return SafeWay(
        may_text=hold.may_text,
        may_ring=hold.may_ring,
        may_leave_message=hold.may_leave_message,
        best_time=hold.best_time or "",
        pretext=hold.pretext or "",
    )


def give_safe_way(
    session: Session,
    hold: ContactHold,
    conversation: Conversation,
    way: SafeWay,
    *,
    words: str,
    message_id: int,
    at: datetime,
) -> None:
    """Keep the safe way that the resident gave, with their own words."""
    _keep(hold, way, words=words, at=at)
    hold.message_id = message_id
    mark_numbers(session, conversation, way)
    _record(session, "safe_way_given", hold.conversation_id, RESIDENT, at)


def resident_of(session: Session, conversation_id: uuid.UUID) -> Conversation:
    """Return a resident's conversation, locked. Raises NoSuchReferral for an unknown id."""
    conversation = session.get(Conversation, conversation_id, with_for_update=True)
    if conversation is None:
        raise NoSuchReferral
    return conversation


def record_safe_way(
    session: Session,
    conversation: Conversation,
    way: SafeWay,
    *,
    reason: str,
    by: uuid.UUID,
    at: datetime,
) -> None:
    """Keep the safe way that a coordinator learnt; what stood before stays in the record."""
    old = hold_on(session, conversation)
    if old is not None:
        old.lifted_at, old.lifted_by, old.lift_reason = at, by, reason
        session.flush()
    hold = ContactHold(conversation_id=conversation.id, began_at=old.began_at if old else at)
    _keep(hold, way, words=reason, at=at)
    session.add(hold)
    session.flush()
    mark_numbers(session, conversation, way)
    _record(session, "safe_way_recorded", conversation.id, by, at)


def lift_hold(
    session: Session, conversation: Conversation, *, reason: str, by: uuid.UUID, at: datetime
) -> None:
    """Let the resident be contacted as anybody else, with a reason, on all of their threads."""
    held = select(ContactHold).where(
        ContactHold.lifted_at.is_(None), _of_conversation(conversation)
    )
    for hold in session.scalars(held.with_for_update(of=ContactHold)):
        hold.lifted_at, hold.lifted_by, hold.lift_reason = at, by, reason
        _record(session, "contact_hold_lifted", hold.conversation_id, by, at)
    mark_numbers(session, conversation, SafeWay())


def mark_numbers(session: Session, conversation: Conversation, way: SafeWay) -> None:
    """Keep beside a resident's numbers what is allowed: a yes is for the newest one alone."""
    points = contacts_of(session, conversation.person_id)
    mobiles = [point for point in points if point.kind == MOBILE]
    for point in points:
        to_text, to_message = point in mobiles[-1:], point is points[-1]
        point.safe_to_text = to_text if way.may_text else way.may_text
        point.safe_to_leave_message = to_message if way.may_leave_message else way.may_leave_message
    if points and way.best_time:
        points[-1].best_time = way.best_time


def held_conversations(session: Session, ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return those of the conversations on which a hold stands."""
    query = select(ContactHold.conversation_id).where(
        ContactHold.conversation_id.in_(ids), ContactHold.lifted_at.is_(None)
    )
    return set(session.scalars(query))


def _keep(hold: ContactHold, way: SafeWay, *, words: str, at: datetime) -> None:
    hold.answered_at, hold.words = at, words
    hold.may_text, hold.may_ring = way.may_text, way.may_ring
    hold.may_leave_message = way.may_leave_message
    hold.best_time, hold.pretext = way.best_time or None, way.pretext or None


def _newest(session: Session, who: ColumnElement[bool]) -> ContactHold | None:
    query = (
        select(ContactHold)
        .where(ContactHold.lifted_at.is_(None), who)
        .order_by(ContactHold.id.desc())
        .limit(1)
    )
    return session.scalars(query).one_or_none()


def _of_conversation(conversation: Conversation) -> ColumnElement[bool]:
    same = [Conversation.id == conversation.id]
    if conversation.person_id is not None:
        same.append(Conversation.person_id == conversation.person_id)
    return ContactHold.conversation_id.in_(select(Conversation.id).where(or_(*same)))


def _of_number(number: str) -> ColumnElement[bool]:
    """Find the threads that a number wrote in, and those of who gave it to be reached on."""
    owners = select(ContactPoint.person_id).where(ContactPoint.value == number)
    return ContactHold.conversation_id.in_(
        select(Conversation.id).where(
            or_(Conversation.sender == number, Conversation.person_id.in_(owners))
        )
    )


def _record(
    session: Session, act: str, conversation_id: uuid.UUID, by: uuid.UUID | str, at: datetime
) -> None:
    record(session, by=by, act=act, subject="conversation", subject_id=conversation_id, at=at)
    tell(session, QUEUE_TOPIC, kind="safe_contact")
