"""The public web with the real conversation and database, and a bot on a script."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from pydantic import SecretStr
from sqlalchemy import select
from sqlalchemy.orm import Session

from conversation.desk import Desk
from conversation.message import Choice, PromiseShown, Saying, ServiceCard
from conversation.rasa import Question
from conversation.words import words
from council import council
from people.consent import SHARE, record_consent
from people.contact import person_of
from referrals.introductions import ask_group, share_with_group
from referrals.queue import Reasons, open_referral
from settings import Settings
from storage.engine import Sessions
from storage.live import Listener
from storage.tables.conversations import Conversation
from storage.tables.staff import StaffMember
from webchat.app import create_public

SECRET = "a secret for tests"

Answer = Callable[[Question], tuple[Saying, ...]]

LUNCH_CLUB = ServiceCard(
    id="0b0f6f0e-1111-4111-8111-000000000001",
    name="Thursday lunch club",
    why="You said you would like company. It is near Mill Street",
    distance_km=0.8,
    when="Thursdays, 12 to 2",
    first_step="Ring Bev on 01632 960222",
    phone="01632 960222",
    url="https://lunch.example.org",
    checked_at="2026-10-03T09:00:00+00:00",
)

OFFER = Saying(
    text="Here is what I found that could fit.",
    choices=(
        Choice("Thursday lunch club", "Thursday lunch club"),
        Choice("None of these", "None of these"),
    ),
    services=(LUNCH_CLUB,),
)

PROMISE = Saying(
    text="A person from our team will get in touch.",
    promise=PromiseShown(
        what="A coordinator gets in touch with you",
        by="Wednesday 25 November, 5pm",
        who="Harbourside community team",
    ),
)


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

    def says(self, *sayings: Saying) -> None:
        """From now on answer this."""
        self.answer = lambda _: sayings

    @property
    def heard(self) -> list[str]:
        return [question.text for question in self.asked]


@dataclass(frozen=True)
class Front:
    """A running public web, its bot, its desk and its disk."""

    app: Flask
    bot: ScriptedBot
    desk: Desk
    settings: Settings

    def browser(self) -> FlaskClient:
        """A browser without JavaScript: it keeps cookies and follows what it is told."""
        return self.app.test_client()

    def spooled(self) -> list[Path]:
        return sorted((self.settings.doorstep_var / "spool").glob("*.json"))


def open_front(
    sessions: Sessions,
    var: Path,
    now: datetime,
    *,
    listener: Listener | None = None,
    **changed: object,
) -> Front:
    """Open the public web on a database."""
    bot = ScriptedBot(sessions)
    desk = Desk(sessions=sessions, bot=bot, words=words(), council=council(), clock=lambda: now)
    settings = Settings.model_validate(
        {"doorstep_var": var, "secret_key": SecretStr(SECRET), **changed}
    )
    app = create_public(desk, settings, listener or Listener("postgresql://127.0.0.1:1/nothing"))
    return Front(app, bot, desk, settings)


def the_conversation(session: Session) -> Conversation:
    """Return the one conversation there is."""
    return session.scalars(select(Conversation)).one()


def a_coordinator(session: Session, now: datetime) -> StaffMember:
    """Let Priya work here."""
    priya = StaffMember(
        email="priya@harbourside.example.org",
        name="Priya",
        role="coordinator",
        password_hash="none",
        created_at=now,
    )
    session.add(priya)
    session.flush()
    return priya


def introduce(front: Front, now: datetime) -> str:
    """Ask a lunch club to welcome Joan, with her yes, and return the address of its page."""
    front.browser().post("/", data={"text": "company"})
    with front.desk.sessions.begin() as session:
        chat = the_conversation(session)
        priya = a_coordinator(session, now)
        referral = open_referral(
            session, conversation=chat, why=Reasons("connect", "wants company"), at=now
        )
        record_consent(
            session,
            person_of(session, chat, at=now),
            chat,
            purpose=SHARE,
            given=True,
            wording="May we tell them?",
            message_id=None,
            at=now,
        )
        asked = ask_group(
            session,
            conversation_id=chat.id,
            referral_id=referral.id,
            service_id="1",
            service_name="Thursday lunch club",
            at=now,
        )
        token = share_with_group(
            session,
            asked.id,
            shared={"first_name": "Joan", "contact": "01632 960333"},
            secret=SECRET,
            by=priya.id,
            at=now,
        )
    return f"/r/{token}"
