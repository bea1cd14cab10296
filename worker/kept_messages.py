"""Takes in what was kept on disk while the database was down, each once and in its order."""

import hmac
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import structlog
from sqlalchemy import select
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from conversation.answered_texts import keep_answer, stored_answer
from conversation.delivery import record_status
from conversation.desk import Desk
from conversation.message import Channel, Incoming, NoSuchConversation, Reply
from conversation.opening import conversation_for_call, conversation_for_number, open_conversation
from conversation.outbox import queue_group_text, queue_text
from conversation.recordings import keep_recorded
from conversation.spool import kept
from conversation.turn import take_turn
from storage.tables.conversations import Conversation, Message
from telephony.group_texts import answer_group
from telephony.keywords import keyword_of
from telephony.sms import CHANGES
from telephony.sms_words import texts_of
from worker.workplace import Workplace

log = structlog.get_logger()

Record = Mapping[str, str]

AWAY = (OperationalError, InterfaceError, PoolTimeout)
"""The database is still down: try again in a minute."""

REFUSED = ".refused"
"""The ending of a file that cannot be taken in: kept for a person to look at."""


def take_in_kept(place: Workplace, *, at: datetime) -> int:
    """Take in what waits, the oldest first, and return how many; stop when the database is away."""
    taken = 0
    for path, record in kept(place.settings):
        try:
            _take_in(record, place.desk, at)
        except AWAY:
            break
        except (NoSuchConversation, KeyError, ValueError) as problem:
            _refuse(path, problem)
            continue
        path.unlink(missing_ok=True)
        taken += 1
    return taken


def _take_in(record: Record, desk: Desk, at: datetime) -> None:
    take = TAKES.get(record["kind"])
    if take is None:
        raise ValueError("a kind of record that nobody takes in")
    take(record, desk, at)


def _take_text(record: Record, desk: Desk, at: datetime) -> None:
    """Take a text's turn. The answer goes out as a text of our own: the request is long over."""
    if not record["number"]:
        raise ValueError("a text without a number cannot be answered")
    with desk.sessions.begin() as session:
        if _is_done(session, record, desk, at):
            return
        conversation_id = conversation_for_number(
            session, number=record["number"], provider_id=record["provider_id"], at=at
        )
    reply = _turn(record, conversation_id, Channel.SMS, desk)
    texts = texts_of(reply, desk.words)
    if reply.repeated or not texts:
        return
    with desk.sessions.begin() as session:
        keep_answer(
            session,
            record["provider_id"],
            "",
            expects=reply.expects,
            conversation_id=conversation_id,
            at=at,
        )
        queue_text(
            session,
            conversation_id=conversation_id,
            number=record["number"],
            text=texts[0],
            purpose="answer",
            at=at,
        )


def _is_done(session: Session, record: Record, desk: Desk, at: datetime) -> bool:
    """Take a text that needs no turn: one answered since, STOP and START, or what a group says."""
    number, sid = record["number"], record["provider_id"]
    if stored_answer(session, sid) is not None:
        return True  # Twilio tried again while we were back, and it was answered then
    keyword = keyword_of(record["text"])
    if keyword and keyword.does:  # STOP and START hold from now on, whatever else happens
        CHANGES[keyword.does](session, number, at=at)
        return True
    of_group = answer_group(
        session, number=number, text=record["text"], provider_id=sid, desk=desk, at=at
    )
    if of_group is not None:
        queue_group_text(session, number=number, text=of_group, at=at)
    return of_group is not None


def _take_call(record: Record, desk: Desk, at: datetime) -> None:
    """Store what a caller said before the line broke: a coordinator reads it, danger is noticed."""
    with desk.sessions.begin() as session:
        opened = conversation_for_call(
            session,
            call_sid=record["call_sid"],
            number=record["number"] or None,
            words=desk.words,
            at=at,
        )
    if record["text"]:
        _turn(record, opened.conversation_id, Channel.VOICE, desk)


def _take_chat(record: Record, desk: Desk, at: datetime) -> None:
    """Take a chat's turn when the token that came with it was the thread's.

    A first message came before there was a thread: it opens one, so that danger in it is noticed
    and a coordinator reads it, although its writer can open it by what they told us alone.
    """
    if not record["conversation"]:
        _turn(record, _thread_of_first(record, desk, at), Channel.WEB, desk)
        return
    conversation_id = uuid.UUID(record["conversation"])
    with desk.sessions() as session:
        conversation = session.get(Conversation, conversation_id)
        stored = conversation.token_hash if conversation else None
    if stored is None or not hmac.compare_digest(stored, record["token_hash"]):
        raise NoSuchConversation
    _turn(record, conversation_id, Channel.WEB, desk)


def _thread_of_first(record: Record, desk: Desk, at: datetime) -> uuid.UUID:
    """Return the thread of a first message: a new one, unless it was taken in or sent again."""
    seen = select(Message.conversation_id).where(
        Message.provider_id == record["provider_id"], Message.channel == Channel.WEB
    )
    with desk.sessions.begin() as session:
        if (known := session.scalar(seen.limit(1))) is not None:
            return known
        opened = open_conversation(session, channel=Channel.WEB, words=desk.words, at=at)
        return opened.conversation_id


def _take_status(record: Record, desk: Desk, at: datetime) -> None:
    with desk.sessions.begin() as session:
        record_status(session, provider_id=record["provider_id"], status=record["status"], at=at)


def _take_recording(record: Record, desk: Desk, at: datetime) -> None:
    """Keep where a recorded message lies, so that it is fetched and somebody listens to it."""
    if not record.get("recording"):
        return
    with desk.sessions.begin() as session:
        opened = conversation_for_call(
            session,
            call_sid=record["call_sid"],
            number=record["number"] or None,
            words=desk.words,
            at=at,
        )
        keep_recorded(
            session,
            opened.conversation_id,
            provider_id=record["recording"],
            seconds=int(record.get("seconds") or 0),
            council=desk.council,
            at=at,
        )


def _let_go(_: Record, __: Desk, ___: datetime) -> None:
    """A call's end or an attempt to put it through tells nothing once the call is over."""


TAKES: Mapping[str, Callable[[Record, Desk, datetime], None]] = {
    "sms": _take_text,
    "voice": _take_call,
    "voice_turn": _take_call,
    "web": _take_chat,
    "sms_status": _take_status,
    "voice_status": _let_go,
    "voice_recording": _take_recording,
    "voice_transferred": _let_go,
    "voice_whisper": _let_go,
    "voice_whisper_answer": _let_go,
    "voice_relay_ended": _let_go,
    "voice_partial": _take_call,
}


def _turn(record: Record, conversation_id: uuid.UUID, channel: Channel, desk: Desk) -> Reply:
    incoming = Incoming(
        conversation_id=conversation_id,
        channel=channel,
        text=record["text"],
        provider_id=record["provider_id"],
        at=datetime.fromisoformat(record["at"]),
    )
    return take_turn(incoming, desk=desk)


def _refuse(path: Path, problem: Exception) -> None:
    path.rename(path.with_suffix(REFUSED))
    log.error("worker.kept_refused", file=path.name, problem=type(problem).__name__)
