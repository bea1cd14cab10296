"""The text and telephone line with the real conversation and database, and a bot on a script."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import httpx
from flask import Flask
from pydantic import SecretStr

from conversation.desk import Desk
from conversation.message import Saying
from conversation.rasa import Question
from conversation.words import words
from council import council
from settings import Settings
from storage.engine import Sessions
from storage.tables.conversations import Conversation
from telephony.blueprint import telephony
from telephony.rehearsal.exchange import Exchange
from telephony.rehearsal.handset import Handset

TOKEN = "a token for tests"
NUMBER = "+447700900123"

Answer = Callable[[Question], tuple[Saying, ...]]


@dataclass
class ScriptedBot:
    """Answers what the test wants, and keeps what it was asked.

    Like the action server, it notes on the conversation that the journey heard the message.
    """

    sessions: Sessions
    answer: Answer = field(default=lambda question: (Saying(text=f"I heard: {question.text}"),))
    asked: list[Question] = field(default_factory=list)

    def ask(self, question: Question) -> tuple[Saying, ...]:
        self.asked.append(question)
        with self.sessions.begin() as session:
            conversation = session.get_one(Conversation, uuid.UUID(question.conversation_id))
            conversation.working = {**conversation.working, "heard": question.message_id}
        return self.answer(question)

    @property
    def heard(self) -> list[str]:
        return [question.text for question in self.asked]


@dataclass(frozen=True)
class Line:
    """A running line, its bot, its database and its disk."""

    app: Flask
    bot: ScriptedBot
    sessions: Sessions
    var: Path

    def handset(self, number: str = NUMBER, *, exchange: Exchange | None = None) -> Handset:
        transport = httpx.WSGITransport(app=self.app)
        return Handset(
            "http://localhost:8000", TOKEN, number, transport=transport, exchange=exchange
        )

    def spooled(self) -> list[Path]:
        return sorted((self.var / "spool").glob("*.json"))


def open_test_line(
    sessions: Sessions, var: Path, now: datetime, *, public_base_url: str = ""
) -> Line:
    """Open the line on a database; a handset reaches it without a network."""
    bot = ScriptedBot(sessions)
    desk = Desk(sessions=sessions, bot=bot, words=words(), council=council(), clock=lambda: now)
    settings = Settings(
        doorstep_var=var,
        twilio_auth_token=SecretStr(TOKEN),
        public_base_url=public_base_url,
    )
    app = Flask(__name__)
    app.register_blueprint(telephony(desk, settings))
    return Line(app, bot, sessions, var)
