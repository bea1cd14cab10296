"""Reads back what was heard on the telephone, and keeps it only after a yes.

A name, a number or a postcode is easily misheard. The message that brought it waits, unheard by
the journey, until the caller has said that it is right; then the journey takes it as if it had just
come. Danger is noticed before this in every message.
"""

import re
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from conversation.message import Channel, Saying
from conversation.words import Words
from directory.places import known_postcodes
from language.name import read_name
from language.phone_number import find_phone_numbers, is_mobile
from language.postcode import find_postcodes
from language.yes_no import read_yes_no
from people.contact import LANDLINE, MOBILE, add_contact, contacts_of, person_of
from referrals.safe_contact import hold_on
from storage.tables.conversations import Conversation, Message
from storage.tables.people import ContactPoint

WAITING = "read_back"
"""Where the journey's working memory keeps what waits for a yes."""

STANDS_FOR = "stands_for"
"""On a yes: the message that it lets through."""

NAME, NUMBER, POSTCODE, MAY_TEXT = "name", "number", "postcode", "may_text"

READ_AT = {"name": NAME, "contact": NUMBER, "contact_safe": NUMBER, "place": POSTCODE}
"""Open question -> what its answer is read back as."""

MOST_NOES = 2
"""After so many the journey goes on without: a person will ask."""

WANTS_TEXT = re.compile(r"\btext (?:me|it|that|this|them|us)\b|\bsend (?:me )?(?:a|the) text\b")


WISH = re.compile(r"\bi (?:want|need|would)\b|\bi'd\b")
"""'I want to talk to a person' says yes to many questions, but not to *is that right?*"""


@dataclass(frozen=True)
class Waiting:
    """What waits for a yes: its kind, how it is said, the message that brought it, noes so far."""

    kind: str
    value: str
    message_id: int
    noes: int = 0


def read_back(
    session: Session, conversation: Conversation, message: Message, words: Words
) -> Saying | Message:
    """Return the question to ask first, or the message that the journey hears now."""
    if message.channel != Channel.VOICE:
        return message
    if STANDS_FOR in message.extras:  # its turn was cut off by a crash and is taken up again
        return session.get_one(Message, message.extras[STANDS_FOR])
    waiting, heard = _waiting(conversation), _value_in(session, conversation, message)
    if waiting is not None and waiting.message_id == message.id:
        return _question(waiting, words)
    if waiting is not None and _is_confirmed(waiting, heard, message):
        _set(conversation, None)
        message.extras = {**message.extras, STANDS_FOR: waiting.message_id}
        return _confirmed(session, conversation, waiting)
    if waiting is not None and heard is None and read_yes_no(message.text) is False:
        return _denied(session, conversation, message, waiting, words)
    noes = waiting.noes if waiting is not None and heard and heard.kind == waiting.kind else 0
    _set(conversation, Waiting(**{**asdict(heard), "noes": noes}) if heard else None)
    return _question(heard, words) if heard else message


def keep_unconfirmed(session: Session, conversation: Conversation, *, at: datetime) -> None:
    """Keep a name or number that was heard just before the caller hung up: better than none."""
    waiting = _waiting(conversation)
    if waiting is None or not waiting.value:
        return
    if waiting.kind == NUMBER:
        person = person_of(session, conversation, at=at)
        number = find_phone_numbers(waiting.value)[0]
        kind = MOBILE if is_mobile(number) else LANDLINE
        message_id = waiting.message_id
        add_contact(session, person, kind=kind, value=number, at=at, message_id=message_id)
    elif waiting.kind == NAME:
        person_of(session, conversation, at=at).name = waiting.value[:200]
    _set(conversation, None)


def forget_read_back(conversation: Conversation) -> None:
    """Let go of what waits: danger has changed the subject."""
    _set(conversation, None)


def _value_in(session: Session, conversation: Conversation, message: Message) -> Waiting | None:
    """Return what is to be read back of a message, if it brings such a thing."""
    text, kind = message.text, READ_AT.get(conversation.expects)
    value: str | None = None
    if kind == NUMBER:
        value = next((_national(number) for number in find_phone_numbers(text)), None)
    elif kind == POSTCODE:
        value = next(iter(find_postcodes(text, known=known_postcodes(session))), None)
    elif kind == NAME:
        value = read_name(text)
    elif conversation.expects == "choose_service" and WANTS_TEXT.search(text.lower()):
        kind, value = MAY_TEXT, _number_to_ask_about(session, conversation)
    return Waiting(kind, value, message.id) if kind and value else None


def _number_to_ask_about(session: Session, conversation: Conversation) -> str | None:
    """Return the end of a mobile of which nobody has said whether a text to it is safe."""
    point = _newest(session, conversation)
    if point is None or point.kind != MOBILE or point.safe_to_text is not None:
        return None
    return None if hold_on(session, conversation) else " ".join(point.value[-3:])


def _is_confirmed(waiting: Waiting, heard: Waiting | None, message: Message) -> bool:
    """Take a yes, or the same said again, for a yes."""
    if heard is not None and heard.kind != MAY_TEXT:
        return heard.kind == waiting.kind and heard.value == waiting.value
    is_wish = WISH.search(message.text.lower()) is not None
    return bool(waiting.value) and not is_wish and read_yes_no(message.text) is True


def _confirmed(session: Session, conversation: Conversation, waiting: Waiting) -> Message:
    if waiting.kind == MAY_TEXT:
        _mark_safe(session, conversation, is_safe=True)
    return session.get_one(Message, waiting.message_id)


def _denied(
    session: Session,
    conversation: Conversation,
    message: Message,
    waiting: Waiting,
    words: Words,
) -> Saying | Message:
    """Ask again after a no; after the second one go on without."""
    if waiting.kind == MAY_TEXT:
        _mark_safe(session, conversation, is_safe=False)
        _set(conversation, None)
        return session.get_one(Message, waiting.message_id)
    noes = waiting.noes + 1
    if noes >= MOST_NOES:
        _set(conversation, None)
        return message
    again = Waiting(waiting.kind, "", message.id, noes)
    _set(conversation, again)
    return _question(again, words)


def _question(waiting: Waiting, words: Words) -> Saying:
    if not waiting.value:
        return words.say(f"utter_voice_read_back_{waiting.kind}_again", Channel.VOICE)
    return words.say(f"utter_voice_read_back_{waiting.kind}", Channel.VOICE, value=waiting.value)


def _mark_safe(session: Session, conversation: Conversation, *, is_safe: bool) -> None:
    point = _newest(session, conversation)
    if point is not None:
        point.safe_to_text = is_safe


def _newest(session: Session, conversation: Conversation) -> ContactPoint | None:
    points = contacts_of(session, conversation.person_id)
    return points[-1] if points else None


def _national(number: str) -> str:
    """Write a number as it is dialled here: "07700 900123"."""
    return f"0{number.removeprefix('+44')[:4]} {number.removeprefix('+44')[4:]}"


def _waiting(conversation: Conversation) -> Waiting | None:
    kept = conversation.working.get(WAITING)
    return Waiting(**kept) if kept else None


def _set(conversation: Conversation, waiting: Waiting | None) -> None:
    others = {key: value for key, value in conversation.working.items() if key != WAITING}
    conversation.working = {**others, WAITING: asdict(waiting)} if waiting else others
