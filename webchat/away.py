"""Knows when the database is away, and keeps a resident's message on disk meanwhile."""

import traceback
import uuid

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from conversation.desk import Desk
from conversation.message import Channel, ConversationError, Incoming, NoSuchConversation, Reply
from conversation.references import hash_token
from conversation.spool import keep
from conversation.thread import conversation_by_token
from conversation.turn import take_turn
from settings import Settings
from webchat.cookie import Held
from webchat.problems import Refused

log = structlog.get_logger()

DATABASE_AWAY = (OperationalError, InterfaceError, PoolTimeout)


def take_web_turn(
    held: Held, *, text: str, message_id: str, desk: Desk, settings: Settings
) -> Reply:
    """Take a turn of who holds the token. Whatever breaks, the words are kept.

    Raises Refused: ``no_conversation``, ``broken_kept`` or ``broken_not_kept``.
    """
    try:
        with desk.sessions() as session:
            conversation_by_token(session, held.conversation_id, held.token)
        incoming = Incoming(held.conversation_id, Channel.WEB, text, message_id, desk.clock())
        return take_turn(incoming, desk=desk)
    except NoSuchConversation as nothing:
        raise Refused("no_conversation") from nothing
    except ConversationError:
        raise
    except Exception as fault:  # the door to the internet: a resident always gets a reply
        log_fault("webchat.turn_broke", fault)
        raise keep_message(held, text, message_id, desk, settings) from fault


def keep_message(
    held: Held | None, text: str, message_id: str, desk: Desk, settings: Settings
) -> Refused:
    """Keep a message on disk until the database is back, and return what to say.

    The token cannot be checked now, so its hash is kept and whoever takes the message in checks it.
    """
    record = {
        "kind": "web",
        "at": desk.clock().isoformat(),
        "conversation": str(held.conversation_id) if held else "",
        "token_hash": hash_token(held.token) if held else "",
        "provider_id": message_id,
        "text": text,
    }
    try:
        keep(settings, record)
    except OSError as full:
        log_fault("webchat.not_kept", full)
        return Refused("broken_not_kept", kept=False)
    return Refused("broken_kept" if held else "broken_kept_first", kept=True)


def message_id_of(given: str) -> str:
    """Return the form's own id for its message, or a new one where it has none."""
    try:
        return str(uuid.UUID(given))
    except ValueError:
        return str(uuid.uuid4())


def log_fault(event: str, fault: Exception) -> None:
    """Log the kind of a fault and its place, never its text: that may hold a resident's words."""
    frames = traceback.extract_tb(fault.__traceback__)
    where = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    log.error(event, problem=type(fault).__name__, where=where)
