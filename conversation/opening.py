"""Opens a conversation on a channel, or finds the one that goes on."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import literal, or_, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from conversation.message import Channel, Owner, Reply
from conversation.references import hash_token, new_reference, new_token
from conversation.shared_numbers import IDLE_FOR, ask_whose, is_shared
from conversation.thread import as_reply, say
from conversation.words import Words
from language.phone_number import is_mobile
from people.contact import LANDLINE, MOBILE, add_contact, person_of
from storage.tables.conversations import Conversation, JoinedSender, Message

GOES_ON_FOR = timedelta(days=90)
"""A text from the same number within this time goes on with its thread; later ones begin anew."""

TRIES = 5
"""References drawn until one is free; the first is, but for one in hundreds of millions."""


@dataclass(frozen=True)
class Opened:
    """A conversation and, for web chat, the token that opens it again. It is shown only once."""

    conversation_id: uuid.UUID
    token: str
    reply: Reply


def open_conversation(
    session: Session, *, channel: Channel, words: Words, at: datetime, language: str = "en"
) -> Opened:
    """Open a thread and greet: what this is, how to reach a person, and the first question."""
    conversation, token = _new(session, channel=channel, at=at, language=language)
    return Opened(conversation.id, token, _greet(session, conversation, words, at))


def conversation_for_call(
    session: Session, *, call_sid: str, number: str | None, words: Words, at: datetime
) -> Opened:
    """Open one thread a call, and return the same for a repeated webhook of that call.

    The caller's number is a way to ring back and never an identity; a withheld one is None.
    """
    known = _by_sender(session, call_sid, even_closed=True)
    if known is not None:
        greeting = select(Message).where(Message.conversation_id == known.id).order_by(Message.id)
        return Opened(known.id, "", as_reply(known, session.scalars(greeting.limit(2))))
    conversation, _ = _new(session, channel=Channel.VOICE, at=at, sender=call_sid)
    _keep_number(session, conversation, number, at)
    return Opened(conversation.id, "", _greet(session, conversation, words, at))


def conversation_for_number(
    session: Session, *, number: str, provider_id: str, at: datetime
) -> uuid.UUID:
    """Return the thread that a texting number goes on with, or a new one.

    A text that is delivered again belongs where it was first, even if that thread was closed since.
    """
    known = _by_sender(session, number)
    seen = select(Message.conversation_id).where(Message.provider_id == provider_id)
    if (first := session.scalar(seen)) is not None:
        return first
    idle = at - (known.last_heard_at or known.opened_at) if known else GOES_ON_FOR
    is_shared_now = idle >= IDLE_FOR and is_shared(session, number)
    if known is not None and idle < GOES_ON_FOR and not is_shared_now:
        return known.id
    conversation, _ = _new(session, channel=Channel.SMS, at=at, sender=number)
    if is_shared_now:
        ask_whose(conversation)
    _keep_number(session, conversation, number, at)
    return conversation.id


def give_token(conversation: Conversation) -> str:
    """Make a new token for a thread; the one before it opens nothing any more."""
    token = new_token()
    conversation.token_hash = hash_token(token)
    return token


def _by_sender(session: Session, sender: str, *, even_closed: bool = False) -> Conversation | None:
    """Find a sender's open thread; a second request of the same sender waits for the first one's.

    A provider that delivers a first text five times at once must not open five threads.
    """
    lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:sender, 0))")
    session.execute(lock, {"sender": sender})
    joined = session.get(JoinedSender, sender)
    query = (
        select(Conversation)
        .where(
            Conversation.sender == sender,
            or_(literal(even_closed), Conversation.owner != Owner.CLOSED),
        )
        .order_by(Conversation.opened_at.desc())
        .limit(1)
    )
    newest = session.scalars(query).first()
    if joined is None or (newest is not None and newest.opened_at > joined.joined_at):
        return newest
    earlier = session.get_one(Conversation, joined.conversation_id)
    return earlier if even_closed or earlier.owner != Owner.CLOSED else newest


def conversation_of_call(session: Session, call_sid: str) -> Conversation | None:
    """Return the thread that a call goes on with: its own, or the one its caller came back to."""
    return _by_sender(session, call_sid, even_closed=True)


def _new(
    session: Session,
    *,
    channel: Channel,
    at: datetime,
    language: str = "en",
    sender: str | None = None,
) -> tuple[Conversation, str]:
    for _ in range(TRIES):
        token = new_token()
        conversation = Conversation(
            reference=new_reference(),
            channel=channel,
            language=language,
            sender=sender,
            token_hash=hash_token(token),
            asked=[],
            working={"trail": ["what_matters"]},
            opened_at=at,
        )
        try:
            with session.begin_nested():
                session.add(conversation)
        except IntegrityError:
            continue  # the reference is taken
        return conversation, token
    raise RuntimeError("no free reference was found in five tries")


def _greet(session: Session, conversation: Conversation, words: Words, at: datetime) -> Reply:
    channel = conversation.channel
    greeting = [
        words.say("utter_welcome", channel, reference=conversation.reference),
        words.say("utter_ask_what_matters", channel, whom="you"),
    ]
    return as_reply(conversation, say(session, conversation, greeting, at=at))


def _keep_number(
    session: Session, conversation: Conversation, number: str | None, at: datetime
) -> None:
    if number is None:
        return
    person = person_of(session, conversation, at=at)
    kind = MOBILE if is_mobile(number) else LANDLINE
    add_contact(session, person, kind=kind, value=number, at=at)
