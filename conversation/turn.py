"""Takes a resident's turn: inbox, danger, who holds the thread, Rasa, reply."""

from collections.abc import Sequence
from dataclasses import replace

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from conversation.coming_back import come_back, forget_check, join
from conversation.danger import Danger, look_for_danger
from conversation.desk import Desk
from conversation.inbox import is_first_message, one_at_a_time, receive, replies_to
from conversation.journey.offers import choice_numbered, option_named
from conversation.message import Channel, Incoming, Owner, Reply, Saying
from conversation.ownership import reopen
from conversation.plain import plain_turn
from conversation.rasa import BotDidNotAnswer, Question
from conversation.read_back import forget_read_back, read_back
from conversation.shared_numbers import Told, forget_whose, whose
from conversation.thread import as_reply, as_saying, say
from language.about import read_about
from storage.tables.conversations import Conversation, Message

log = structlog.get_logger()

LONGEST_FOR_BOT = 2_000
"""Characters that the bot reads. The screen and the coordinator read all."""


def take_turn(incoming: Incoming, *, desk: Desk) -> Reply:
    """Store a message, notice danger, answer, and store the answer before it is sent.

    A message that was answered before gets its stored answer. One whose turn was cut off by a
    crash is taken up again from its row. Raises NoSuchConversation.
    """
    incoming = _where_first_heard(incoming, desk)
    with one_at_a_time(desk, incoming.conversation_id) as session:
        conversation, message = receive(session, incoming)
        if message.answered_at is not None:
            return as_reply(conversation, replies_to(session, message), repeated=True)
        reopen(conversation)
        danger = look_for_danger(session, conversation, message)
        session.commit()
        sayings = _sayings(session, conversation, message, danger, desk)
        session.refresh(conversation)
        rows = say(session, conversation, sayings, at=desk.clock(), answers=message)
        message.answered_at = desk.clock()
        session.commit()
        return as_reply(conversation, rows)


def _where_first_heard(incoming: Incoming, desk: Desk) -> Incoming:
    """Send a step of a call that is posted again where it was heard first.

    A caller who came back goes on in their earlier thread; the step of the check was heard before.
    """
    if incoming.channel != Channel.VOICE:
        return incoming
    seen = select(Message.conversation_id).where(
        Message.provider_id == incoming.provider_id, Message.channel == Channel.VOICE
    )
    with desk.sessions() as session:
        first = session.scalar(seen.limit(1))
    return incoming if first is None else replace(incoming, conversation_id=first)


def _sayings(
    session: Session, conversation: Conversation, message: Message, danger: Danger, desk: Desk
) -> Sequence[Saying]:
    """Choose who answers: nobody but the coordinator, danger's words alone, or the assistant."""
    if conversation.owner == Owner.COORDINATOR:
        return danger.sayings
    if not any(letter.isalnum() for letter in message.text):
        return (*danger.sayings, _nothing_heard(message, desk))
    if danger.must_act:
        forget_read_back(conversation)
        forget_check(conversation)
        forget_whose(conversation)
    else:
        comes_back = come_back(session, conversation, message, desk)
        session.flush()
        if comes_back is not None:
            return (*danger.sayings, *comes_back)
        told = whose(session, conversation, message, desk.words)
        session.flush()
        if isinstance(told, Saying):
            return (*danger.sayings, told)
        if told is not None:
            return (*danger.sayings, *_heard_where_it_belongs(session, conversation, told, desk))
    heard = read_back(session, conversation, message, desk.words)
    session.flush()  # the conversation is read anew below, which drops what is not written
    if isinstance(heard, Saying):
        return (*danger.sayings, heard)
    answer = _ask_bot(session, conversation, heard, desk, is_urgent=danger.must_act)
    if danger.must_act:
        question = desk.words.say(_safe_question(message), message.channel)
        return (*danger.sayings, question)
    return (*danger.sayings, *_welcome(session, message, desk), *answer)


def _heard_where_it_belongs(
    session: Session, conversation: Conversation, told: Told, desk: Desk
) -> Sequence[Saying]:
    """Hear the first message of somebody on a shared telephone in the thread that is theirs."""
    first, earlier = told.message, told.conversation
    if earlier.id == conversation.id:
        welcome = desk.words.say("utter_welcome", first.channel)
        return (welcome, *_ask_bot(session, conversation, first, desk, is_urgent=False))
    join(session, conversation, earlier, first)
    session.commit()  # the earlier thread takes its turn in a transaction of its own
    again = Incoming(
        conversation_id=earlier.id,
        channel=Channel(first.channel),
        text=first.text,
        provider_id=first.provider_id or "",
        at=desk.clock(),
    )
    reply = take_turn(again, desk=desk)
    session.refresh(conversation)
    conversation.expects = reply.expects
    session.flush()
    return [as_saying(said) for said in reply.said]


def _safe_question(message: Message) -> str:
    """Ask after whoever is in danger: the resident, or somebody they tell of."""
    is_about_other = read_about(message.text) in ("other", "client")
    return "utter_ask_safe_now_other" if is_about_other else "utter_ask_safe_now"


def _ask_bot(
    session: Session,
    conversation: Conversation,
    message: Message,
    desk: Desk,
    *,
    is_urgent: bool,
) -> Sequence[Saying]:
    """Let Rasa hear the message; when it does not answer, the plain journey does."""
    numbered = choice_numbered(conversation, message.text, message.channel)
    text = numbered or option_named(conversation, message.text) or message.text
    question = Question(
        conversation_id=str(conversation.id),
        text=text[:LONGEST_FOR_BOT],
        channel=Channel(message.channel),
        message_id=message.id,
        expects=conversation.expects,
        language=conversation.language,
        is_urgent=is_urgent,
    )
    session.commit()  # hold no row while the bot works: the action server writes to this thread
    try:
        answer = desk.bot.ask(question)
        _check_it_heard(session, conversation, message)
    except BotDidNotAnswer as problem:
        log.error("bot.no_answer", conversation=str(conversation.id), problem=str(problem))
        session.refresh(conversation)
        return plain_turn(session, conversation, message, desk)
    return answer


def _check_it_heard(session: Session, conversation: Conversation, message: Message) -> None:
    """Make sure that the journey took the message: Rasa answers a side question without it."""
    session.refresh(conversation)
    if conversation.working.get("heard") != message.id:
        raise BotDidNotAnswer("the journey did not hear the message: its action server is down")


def _welcome(session: Session, message: Message, desk: Desk) -> tuple[Saying, ...]:
    """Say what this is in the answer to a first text; chat and calls were greeted before."""
    if message.channel != Channel.SMS or not is_first_message(session, message):
        return ()
    return (desk.words.say("utter_welcome", message.channel),)


def _nothing_heard(message: Message, desk: Desk) -> Saying:
    """Answer a picture, a blank or a silence kindly, and leave the question open."""
    which = "utter_only_pictures" if message.text.strip() else "utter_nothing_heard"
    return desk.words.say(which, message.channel)
