"""A resident's story: what they said, kept as data with the message it came from."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage.tables.conversations import Message
from storage.tables.people import NetworkMember, StoryNote

MATTERS, THEME, WISH, STRENGTH = "matters", "theme", "wish", "strength"
PLACE, ACCESS_NEED, OFFER, AGE = "place", "access_need", "offer", "age"
ABOUT, WHOM = "about", "whom"

ONE_AT_A_TIME = frozenset({PLACE, ABOUT, WHOM, AGE})
"""Kinds of which a newer one replaces the older: a person lives in one place."""


@dataclass(frozen=True)
class Note:
    """Something said: ``value`` in our form, ``words`` in the resident's own."""

    kind: str
    value: str
    words: str
    confidence: float | None = None


@dataclass(frozen=True)
class Near:
    """Somebody around the resident, and what they give."""

    relation: str
    words: str
    name: str | None = None
    gives: str | None = None
    how_often: str | None = None
    is_gone: bool = False
    is_not_safe: bool = False


@dataclass(frozen=True)
class Story:
    """What still stands of a conversation's story, the oldest first."""

    notes: tuple[StoryNote, ...]
    network: tuple[NetworkMember, ...]

    def values(self, kind: str) -> tuple[str, ...]:
        """Return the different values of a kind in the order in which they were said."""
        return tuple(dict.fromkeys(note.value for note in self.notes if note.kind == kind))

    def last(self, kind: str) -> str | None:
        """Return the newest value of a kind."""
        return next(reversed(self.values(kind)), None)

    @property
    def has_no_one(self) -> bool:
        """Tell whether the resident said that nobody is around them."""
        return bool(self.network) and all(
            member.relation == NOBODY or member.is_gone for member in self.network
        )


NOBODY = "nobody"
"""The relation stored when a resident says that there is no one: an answer, not a gap."""


def remember(
    session: Session,
    message: Message,
    story: Story,
    *,
    notes: Iterable[Note] = (),
    network: Iterable[Near] = (),
) -> None:
    """Add what a message told to the story as it stands.

    Nothing known is doubled; a new place replaces the old.
    """
    for note in notes:
        _add_note(session, message, note, story)
    for near in network:
        _add_near(session, message, near, story)
    session.flush()


def read_story(session: Session, conversation_id: uuid.UUID) -> Story:
    """Return what stands of the story of a conversation."""
    notes = session.scalars(
        select(StoryNote)
        .where(StoryNote.conversation_id == conversation_id, StoryNote.withdrawn_at.is_(None))
        .order_by(StoryNote.id)
    )
    network = session.scalars(
        select(NetworkMember)
        .where(
            NetworkMember.conversation_id == conversation_id,
            NetworkMember.withdrawn_at.is_(None),
        )
        .order_by(NetworkMember.id)
    )
    return Story(tuple(notes), tuple(network))


def withdraw_notes(
    session: Session,
    conversation_id: uuid.UUID,
    kind: str,
    values: Collection[str],
    *,
    at: datetime,
) -> None:
    """Set single notes of a kind aside, because the resident took them back."""
    session.execute(
        update(StoryNote)
        .where(
            StoryNote.conversation_id == conversation_id,
            StoryNote.kind == kind,
            StoryNote.value.in_(values),
            StoryNote.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=at)
    )


def withdraw_kinds(
    session: Session, conversation_id: uuid.UUID, kinds: Sequence[str], *, at: datetime
) -> None:
    """Set notes of these kinds aside, because the resident put them right."""
    session.execute(
        update(StoryNote)
        .where(
            StoryNote.conversation_id == conversation_id,
            StoryNote.kind.in_(kinds),
            StoryNote.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=at)
    )


def withdraw_answers(
    session: Session, conversation_id: uuid.UUID, question: str, *, at: datetime
) -> None:
    """Set aside what was said in answer to one question, because the resident goes back to it."""
    answers = select(Message.id).where(
        Message.conversation_id == conversation_id, Message.expects == question
    )
    for table in (StoryNote, NetworkMember):
        session.execute(
            update(table)
            .where(table.message_id.in_(answers), table.withdrawn_at.is_(None))
            .values(withdrawn_at=at)
        )


def _add_note(session: Session, message: Message, note: Note, story: Story) -> None:
    if note.value in story.values(note.kind):
        return
    if note.kind in ONE_AT_A_TIME:
        withdraw_kinds(session, message.conversation_id, [note.kind], at=message.at)
    session.add(
        StoryNote(
            conversation_id=message.conversation_id,
            kind=note.kind,
            value=note.value,
            words=note.words,
            confidence=note.confidence,
            message_id=message.id,
            at=message.at,
        )
    )


def _add_near(session: Session, message: Message, near: Near, story: Story) -> None:
    """Add somebody, or put in what a later message tells of them."""
    for known in story.network:
        if (known.relation, known.name or near.name) == (near.relation, near.name or known.name):
            known.name = known.name or near.name
            known.gives = known.gives or near.gives
            known.how_often = known.how_often or near.how_often
            known.is_gone = known.is_gone or near.is_gone
            known.is_not_safe = known.is_not_safe or near.is_not_safe
            return
    session.add(
        NetworkMember(
            conversation_id=message.conversation_id,
            relation=near.relation,
            name=near.name,
            gives=near.gives,
            how_often=near.how_often,
            is_gone=near.is_gone,
            is_not_safe=near.is_not_safe,
            words=near.words,
            message_id=message.id,
            at=message.at,
        )
    )
