"""What a resident may keep of a conversation: what they told, what was agreed, what was found."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy.orm import Session

from conversation.message import NoSuchConversation, PromiseShown, Said, ServiceCard
from conversation.thread import read_thread
from conversation.titles import theme_titles
from council import Council
from people.story import ACCESS_NEED, MATTERS, PLACE, STRENGTH, THEME, WISH, Story, read_story
from referrals.hours import in_words
from referrals.promises import open_promises
from settings import Settings
from storage.tables.conversations import Conversation

KEPT_FOR = 90 * 24 * 3600
"""Seconds that a link to a summary works."""

NOBODY = "nobody"


@dataclass(frozen=True)
class Summary:
    """A conversation on one page, in the resident's own words where there are any."""

    reference: str
    opened_at: datetime
    matters: tuple[str, ...]
    themes: tuple[str, ...]
    wishes: tuple[str, ...]
    strengths: tuple[str, ...]
    people: tuple[str, ...]
    places: tuple[str, ...]
    access_needs: tuple[str, ...]
    promises: tuple[PromiseShown, ...]
    services: tuple[ServiceCard, ...]


def summary_token(settings: Settings, conversation_id: uuid.UUID) -> str:
    """Return what stands behind /s/ in the link to a summary."""
    return str(_signer(settings).dumps(str(conversation_id)))


def conversation_of(settings: Settings, token: str) -> uuid.UUID:
    """Return whose summary a link shows. Raises NoSuchConversation for an old or altered one."""
    try:
        return uuid.UUID(_signer(settings).loads(token, max_age=KEPT_FOR))
    except (BadData, ValueError, TypeError, AttributeError) as wrong:
        raise NoSuchConversation from wrong


def read_summary(session: Session, conversation_id: uuid.UUID, *, council: Council) -> Summary:
    """Put a summary together. Raises NoSuchConversation."""
    conversation = session.get(Conversation, conversation_id)
    if conversation is None:
        raise NoSuchConversation
    story = read_story(session, conversation_id)
    titles = theme_titles()
    return Summary(
        reference=conversation.reference,
        opened_at=conversation.opened_at,
        matters=story.values(MATTERS),
        themes=tuple(titles.get(theme, theme) for theme in story.values(THEME)),
        wishes=story.values(WISH),
        strengths=story.values(STRENGTH),
        people=_people(story),
        places=_words_of(story, PLACE),
        access_needs=story.values(ACCESS_NEED),
        promises=_promises(session, conversation_id, council),
        services=_services(read_thread(session, conversation_id).said),
    )


def _people(story: Story) -> tuple[str, ...]:
    around = (member for member in story.network if member.relation != NOBODY)
    return tuple(dict.fromkeys(member.words for member in around))


def _words_of(story: Story, kind: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(note.words for note in story.notes if note.kind == kind))


def _promises(
    session: Session, conversation_id: uuid.UUID, council: Council
) -> tuple[PromiseShown, ...]:
    return tuple(
        PromiseShown(what=promise.what, by=in_words(council, promise.due_at), who=promise.who)
        for promise in open_promises(session, conversation_id)
    )


def _services(said: Iterable[Said]) -> tuple[ServiceCard, ...]:
    """Return everything that was offered, each once, the newest showing of it."""
    cards = {card.id: card for message in said for card in message.services}
    return tuple(cards.values())


def _signer(settings: Settings) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings.secret_key.get_secret_value(), salt="summary link")
