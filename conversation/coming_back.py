"""Goes on with an earlier thread by text or by phone: its reference, then a name or number.

The caller's number alone opens nothing: it can be forged, and the phone may be another's. Right and
wrong references are asked the same, and three wrong tries end it with the same words.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from conversation.desk import Desk
from conversation.message import Channel, NoSuchConversation, Owner, ResumeLocked, Saying
from conversation.ownership import reopen
from conversation.resuming import WRONG_TRIES, find_by_answer
from conversation.spoken_reference import reference_in, speaks_of_reference
from conversation.thread import as_reply, as_saying, say
from language.name import read_name
from language.phone_number import find_phone_numbers, is_mobile
from language.yes_no import read_yes_no
from people.contact import LANDLINE, MOBILE, add_contact, contacts_of, person_of
from referrals.audit import RESIDENT, record
from storage.tables.conversations import Conversation, JoinedSender, Message

KEY = "coming_back"
"""Where the journey's working memory keeps a check that is going on."""
REFERENCE = "reference"
"""What is expected during the check; digits may be keyed for it."""

FEW_WORDS = 5
"""A longer answer to the check is no name and no number: it is what matters, and is heard."""


@dataclass(frozen=True)
class Check:
    """A check that is going on: the reference given, the question that was open, wrong tries."""

    reference: str
    expects: str
    wrong: int = 0
    is_on: bool = True


def come_back(
    session: Session, conversation: Conversation, message: Message, desk: Desk
) -> Sequence[Saying] | None:
    """Return what to say while somebody comes back; None when the message is for the journey."""
    if message.channel == Channel.WEB:
        return None
    check = _check(conversation)
    if check is not None and check.is_on:
        return _answered(session, conversation, message, check, desk)
    reference = reference_in(message.text)
    if reference is None and not speaks_of_reference(message.text):
        return None
    wrong = check.wrong if check else 0
    if wrong >= WRONG_TRIES:
        return [desk.words.say("utter_come_back_not_found", message.channel)]
    return _ask(conversation, message, reference or "", wrong, desk)


def forget_check(conversation: Conversation) -> None:
    """Leave a check, because there is danger or something else matters more."""
    check = _check(conversation)
    if check is not None and check.is_on:
        conversation.expects = check.expects
        _set(conversation, Check(check.reference, check.expects, check.wrong, is_on=False))


def _ask(
    conversation: Conversation, message: Message, reference: str, wrong: int, desk: Desk
) -> Sequence[Saying]:
    """Ask for the reference, or who they are when it was given; whether it exists is not said."""
    check = _check(conversation)
    expects = check.expects if check and check.is_on else conversation.expects
    _set(conversation, Check(reference, expects, wrong))
    conversation.expects = REFERENCE
    which = "utter_come_back_check" if reference else "utter_come_back_reference"
    return [desk.words.say(which, message.channel)]


def _answered(
    session: Session, conversation: Conversation, message: Message, check: Check, desk: Desk
) -> Sequence[Saying] | None:
    given = reference_in(message.text, is_asked=not check.reference)
    if given is not None:
        return _ask(conversation, message, given, check.wrong, desk)
    if not check.reference or not _is_answer(message.text):
        forget_check(conversation)
        return None
    try:
        earlier = find_by_answer(
            session,
            reference=check.reference,
            answer=read_name(message.text) or message.text,
            at=message.at,
        )
    except (NoSuchConversation, ResumeLocked):
        return _wrong(conversation, message, check, desk)
    return _go_on(session, conversation, earlier, message, desk)


def _is_answer(text: str) -> bool:
    """Tell whether a message can be a name or a number; "skip" and "no" leave the check."""
    if find_phone_numbers(text):
        return True
    return (
        len(text.split()) <= FEW_WORDS
        and read_name(text) is not None
        and (read_yes_no(text) is None)
    )


def _wrong(
    conversation: Conversation, message: Message, check: Check, desk: Desk
) -> Sequence[Saying]:
    wrong = check.wrong + 1
    _set(conversation, Check(check.reference, check.expects, wrong))
    if wrong < WRONG_TRIES:
        return [desk.words.say("utter_come_back_wrong", message.channel)]
    forget_check(conversation)
    return [desk.words.say("utter_come_back_not_found", message.channel)]


def _go_on(
    session: Session,
    conversation: Conversation,
    earlier: Conversation,
    message: Message,
    desk: Desk,
) -> Sequence[Saying]:
    """Join the number or call to the earlier thread, and ask again what was open there."""
    forget_check(conversation)
    if earlier.id == conversation.id:
        return [desk.words.say("utter_come_back_done", message.channel)]
    join(session, conversation, earlier, message)
    conversation.expects = earlier.expects
    done = desk.words.say("utter_come_back_done", message.channel)
    open_question = _last_said(session, earlier)
    say(session, earlier, [done], at=message.at, sent_by="notice", channel=message.channel)
    return [done, *open_question]


def join(
    session: Session, conversation: Conversation, earlier: Conversation, message: Message
) -> None:
    """Let whoever texts or calls here go on in the earlier thread from their next words on."""
    sender, at = conversation.sender or "", message.at
    _keep_number(session, conversation, earlier, message)
    _let_join(session, sender, earlier, message)
    if message.channel == Channel.SMS:
        if earlier.sender and earlier.sender != sender:
            _let_join(session, earlier.sender, earlier, message)
        earlier.sender = sender
    earlier.channel, earlier.last_heard_at = message.channel, at
    earlier.working = {key: of for key, of in earlier.working.items() if key != "called"}
    reopen(earlier)
    if conversation.owner == Owner.ASSISTANT:
        conversation.owner, conversation.closed_at = Owner.CLOSED, at
    record(
        session,
        by=RESIDENT,
        act="came_back",
        subject="conversation",
        subject_id=earlier.id,
        at=at,
        channel=message.channel,
        after=conversation.reference,
    )


def _keep_number(
    session: Session, conversation: Conversation, earlier: Conversation, message: Message
) -> None:
    """Keep the number as a way to reach them; what is safe with it they have not said."""
    known = {point.value for point in contacts_of(session, earlier.person_id)}
    for point in contacts_of(session, conversation.person_id):
        if point.value not in known and point.kind in (MOBILE, LANDLINE):
            person = person_of(session, earlier, at=message.at)
            kind = MOBILE if is_mobile(point.value) else LANDLINE
            add_contact(session, person, kind=kind, value=point.value, at=message.at)


def _let_join(session: Session, sender: str, earlier: Conversation, message: Message) -> None:
    row = insert(JoinedSender).values(
        sender=sender, conversation_id=earlier.id, joined_at=message.at
    )
    session.execute(
        row.on_conflict_do_update(
            index_elements=["sender"],
            set_={"conversation_id": earlier.id, "joined_at": message.at},
        )
    )


def _last_said(session: Session, earlier: Conversation) -> Sequence[Saying]:
    """Return the last thing that the assistant asked in a thread, with its choices."""
    query = (
        select(Message)
        .where(Message.conversation_id == earlier.id, Message.sent_by == "assistant")
        .order_by(Message.id.desc())
        .limit(1)
    )
    last = session.scalars(query).first()
    if last is None:
        return ()
    return [as_saying(said) for said in as_reply(earlier, [last]).said]


def _check(conversation: Conversation) -> Check | None:
    kept = conversation.working.get(KEY)
    return Check(**kept) if kept else None


def _set(conversation: Conversation, check: Check) -> None:
    conversation.working = {**conversation.working, KEY: asdict(check)}
