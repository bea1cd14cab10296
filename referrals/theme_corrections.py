"""A coordinator puts a theme right: the story changes, and the bot can learn from it."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from people.consent import STORE, has_consent
from people.story import ABOUT, THEME, Note, read_story, remember
from people.without_names import without_names
from referrals.audit import record
from referrals.errors import NoSuchNote
from storage.tables.conversations import Conversation, Message
from storage.tables.people import NetworkMember, Person, StoryNote
from storage.tables.understanding import ThemeCorrection


@dataclass(frozen=True)
class LearntExample:
    """Words of a resident with all the themes that they meant, as a person sees it."""

    text: str
    themes: tuple[str, ...]
    about: str


def correct_theme(
    session: Session, note_id: int, *, meant: str | None, by: uuid.UUID, at: datetime
) -> ThemeCorrection:
    """Set a heard theme aside; put ``meant`` in its place, or nothing. Raises NoSuchNote."""
    note = session.get(StoryNote, note_id)
    if note is None or note.kind != THEME or note.withdrawn_at is not None:
        raise NoSuchNote
    note.withdrawn_at = at
    message = session.get_one(Message, note.message_id)
    return _put_right(session, message, heard=note.value, meant=meant, by=by, at=at)


def add_missed_theme(
    session: Session, message_id: int, *, meant: str, by: uuid.UUID, at: datetime
) -> ThemeCorrection:
    """Add a theme that the bot missed in a resident's message. Raises NoSuchNote."""
    message = session.get(Message, message_id)
    if message is None or message.sent_by != "resident":
        raise NoSuchNote
    return _put_right(session, message, heard=None, meant=meant, by=by, at=at)


def learnt_examples(session: Session) -> Iterator[LearntExample]:
    """Yield each corrected message whose words may be kept, with what it meant in the end."""
    corrections = session.scalars(
        select(ThemeCorrection)
        .where(ThemeCorrection.words.isnot(None))
        .order_by(ThemeCorrection.message_id, ThemeCorrection.id)
    )
    words = {correction.message_id: correction for correction in corrections}
    for message_id, correction in words.items():
        story = read_story(session, correction.conversation_id)
        themes = [n.value for n in story.notes if n.kind == THEME and n.message_id == message_id]
        yield LearntExample(
            text=correction.words or "",
            themes=tuple(dict.fromkeys(themes)),
            about=story.last(ABOUT) or "self",
        )


def _put_right(
    session: Session,
    message: Message,
    *,
    heard: str | None,
    meant: str | None,
    by: uuid.UUID,
    at: datetime,
) -> ThemeCorrection:
    session.flush()
    story = read_story(session, message.conversation_id)
    if meant and meant not in story.values(THEME):
        remember(session, message, story, notes=[Note(THEME, meant, message.text)])
    correction = ThemeCorrection(
        conversation_id=message.conversation_id,
        message_id=message.id,
        heard=heard,
        meant=meant,
        words=_words_to_keep(session, message),
        staff_id=by,
        at=at,
    )
    session.add(correction)
    session.flush()
    record(
        session,
        by=by,
        act="theme_corrected",
        subject="conversation",
        subject_id=message.conversation_id,
        at=at,
        heard=heard,
        meant=meant,
    )
    return correction


def _words_to_keep(session: Session, message: Message) -> str | None:
    """Return the message without names, if its resident agreed that we keep what they told."""
    conversation = session.get_one(Conversation, message.conversation_id)
    person_id = conversation.person_id
    if person_id is None or not has_consent(session, person_id, STORE):
        return None
    around = select(NetworkMember.name).where(NetworkMember.conversation_id == conversation.id)
    names = [session.get_one(Person, person_id).name, *session.scalars(around)]
    return without_names(message.text, [name for name in names if name])
