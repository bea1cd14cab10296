"""A desk on the real database, and a resident who chats with it."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import pytest

from conversation.desk import Desk
from conversation.message import Channel, Incoming, Reply
from conversation.opening import open_conversation
from conversation.turn import take_turn
from conversation.words import words
from council import council
from storage.engine import Sessions
from tests.conversation.fakes import ScriptedBot


@dataclass
class Chat:
    """One web chat: says, and hears."""

    desk: Desk
    conversation_id: uuid.UUID
    reply: Reply
    replies: list[Reply] = field(default_factory=list)

    def says(self, text: str, *, provider_id: str | None = None) -> Reply:
        """Say something and keep the answer."""
        self.reply = take_turn(
            Incoming(
                self.conversation_id,
                Channel.WEB,
                text,
                provider_id or str(uuid.uuid4()),
                self.desk.clock(),
            ),
            desk=self.desk,
        )
        return self.reply

    def hears(self, words: str) -> bool:
        """Tell whether the last answer has these words in it."""
        return any(words in said.text for said in self.reply.said)


@pytest.fixture
def bot(sessions: Sessions) -> ScriptedBot:
    return ScriptedBot(sessions)


@pytest.fixture
def desk(sessions: Sessions, bot: ScriptedBot, now: datetime) -> Desk:
    return Desk(sessions, bot, words(), council(), lambda: now)


@pytest.fixture
def open_chat(desk: Desk) -> Callable[[], Chat]:
    """Open as many chats as a test needs."""

    def opened() -> Chat:
        with desk.sessions.begin() as session:
            made = open_conversation(
                session, channel=Channel.WEB, words=desk.words, at=desk.clock()
            )
        return Chat(desk, made.conversation_id, made.reply)

    return opened


@pytest.fixture
def chat(open_chat: Callable[[], Chat]) -> Chat:
    return open_chat()
