"""What every turn needs, opened once a process."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from conversation.rasa import Bot, RasaBot
from conversation.words import Words, words
from council import Council, council
from settings import Settings
from storage.engine import Sessions, make_engine, make_sessions
from triage.danger import screening_version

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Desk:
    """The database, the bot, the words, the council and the time."""

    sessions: Sessions
    bot: Bot
    words: Words
    council: Council
    clock: Clock


def utc_now() -> datetime:
    """Return the time now."""
    return datetime.now(UTC)


def open_desk(settings: Settings, *, pool_size: int) -> Desk:
    """Open the desk with the process's settings; nothing connects before the first turn.

    ``pool_size`` is the program's share of connections (storage.connections).
    The rules for danger are read now: the first resident must not wait for them.
    """
    screening_version()
    return Desk(
        sessions=make_sessions(make_engine(settings.database_url, pool_size=pool_size)),
        bot=RasaBot(
            settings.bot_address,
            chat_seconds=settings.bot_timeout_chat,
            voice_seconds=settings.bot_timeout_voice,
        ),
        words=words(),
        council=council(),
        clock=utc_now,
    )
