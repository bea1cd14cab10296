"""The queue as a coordinator sees it: who waits, why, how long and what they were promised."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from referrals.safe_contact import held_conversations
from storage.tables.conversations import Conversation
from storage.tables.people import Person, StoryNote
from storage.tables.referrals import Promise, Referral
from storage.tables.safety import Alert
from storage.tables.staff import StaffMember


@dataclass(frozen=True)
class QueueRow:
    """A resident in the queue. ``due_at`` is the promise that is due first."""

    referral_id: uuid.UUID
    conversation_id: uuid.UUID
    reference: str
    name: str
    route: str
    urgency: int
    reason: str
    themes: Sequence[str]
    channel: str
    language: str
    patch: str
    opened_at: datetime
    waited: timedelta
    due_at: datetime | None
    is_overdue: bool
    claimed_by: uuid.UUID | None
    claimed_by_name: str
    has_open_alert: bool
    is_held: bool
    owner: str


def waiting(session: Session, *, at: datetime) -> list[QueueRow]:
    """Return every open referral, claimed ones too, by urgency and then by age."""
    rows = session.execute(
        select(Referral, Conversation, Person.name, StaffMember.name)
        .join(Conversation, Conversation.id == Referral.conversation_id)
        .outerjoin(Person, Person.id == Conversation.person_id)
        .outerjoin(StaffMember, StaffMember.id == Referral.claimed_by)
        .where(Referral.closed_at.is_(None))
        .order_by(Referral.urgency, Referral.opened_at, Referral.id)
    ).all()
    ids = [conversation.id for _, conversation, _, _ in rows]
    themes, due = _themes(session, ids), _due(session, ids)
    alerted = set(_with_open_alert(session, ids))
    held = held_conversations(session, ids)
    return [
        _row(referral, conversation, person or "", holder or "", themes, due, alerted, held, at)
        for referral, conversation, person, holder in rows
    ]


def _row(
    referral: Referral,
    conversation: Conversation,
    person: str,
    holder: str,
    themes: Mapping[uuid.UUID, Sequence[str]],
    due: Mapping[uuid.UUID, datetime],
    alerted: set[uuid.UUID],
    held: set[uuid.UUID],
    at: datetime,
) -> QueueRow:
    due_at = due.get(conversation.id)
    return QueueRow(
        referral_id=referral.id,
        conversation_id=conversation.id,
        reference=conversation.reference,
        name=person,
        route=referral.route,
        urgency=referral.urgency,
        reason=referral.reason,
        themes=themes.get(conversation.id, ()),
        channel=conversation.channel,
        language=conversation.language,
        patch=referral.patch or "",
        opened_at=referral.opened_at,
        waited=max(at - referral.opened_at, timedelta()),
        due_at=due_at,
        is_overdue=due_at is not None and due_at < at,
        claimed_by=referral.claimed_by,
        claimed_by_name=holder,
        has_open_alert=conversation.id in alerted,
        is_held=conversation.id in held,
        owner=conversation.owner,
    )


def _themes(session: Session, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    query = (
        select(StoryNote.conversation_id, StoryNote.value)
        .where(
            StoryNote.conversation_id.in_(ids),
            StoryNote.kind == "theme",
            StoryNote.withdrawn_at.is_(None),
        )
        .order_by(StoryNote.id)
    )
    themes: dict[uuid.UUID, list[str]] = {}
    for conversation_id, theme in session.execute(query):
        themes.setdefault(conversation_id, []).append(theme)
    return {key: list(dict.fromkeys(values)) for key, values in themes.items()}


def _due(session: Session, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, datetime]:
    query = select(Promise.conversation_id, Promise.due_at).where(
        Promise.conversation_id.in_(ids),
        Promise.kept_at.is_(None),
        Promise.replaced_at.is_(None),
    )
    first: dict[uuid.UUID, datetime] = {}
    for conversation_id, due_at in session.execute(query):
        first[conversation_id] = min(due_at, first.get(conversation_id, due_at))
    return first


def _with_open_alert(session: Session, ids: Iterable[uuid.UUID]) -> Iterable[uuid.UUID]:
    return session.scalars(
        select(Alert.conversation_id).where(
            Alert.conversation_id.in_(ids), Alert.handled_at.is_(None)
        )
    )
