"""Residents, referrals and colleagues for tests of the queue and the console."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from conversation.references import new_reference
from people.consent import record_consent
from people.contact import add_contact, person_of
from people.story import Near, Note, read_story, remember
from referrals.alerts import Noticed, raise_alert, store_flag
from referrals.promises import make_promise
from referrals.queue import Reasons, open_referral
from referrals.staff import Role, add_staff
from storage.tables.conversations import Conversation, Message
from storage.tables.referrals import Referral
from storage.tables.safety import Alert
from storage.tables.staff import StaffMember

PASSWORD = "three random words"  # noqa: S105


def colleague(
    session: Session, at: datetime, name: str = "Sam Okafor", role: Role = Role.COORDINATOR
) -> StaffMember:
    """A member of staff whose address is the first name."""
    first = name.split()[0].lower()
    return add_staff(
        session,
        email=f"{first}@harbourside.example.org",
        name=name,
        role=role,
        password=PASSWORD,
        at=at,
    )


def conversation(
    session: Session, at: datetime, channel: str = "web", sender: str | None = None
) -> Conversation:
    """A thread without a word in it."""
    made = Conversation(
        id=uuid.uuid4(),
        reference=new_reference(),
        channel=channel,
        language="en",
        sender=sender,
        asked=[],
        working={},
        opened_at=at,
        last_heard_at=at,
    )
    session.add(made)
    session.flush()
    return made


def says(
    session: Session,
    thread: Conversation,
    text: str,
    at: datetime,
    sent_by: str = "resident",
) -> Message:
    """A message in a thread."""
    message = Message(
        conversation_id=thread.id,
        sent_by=sent_by,
        channel=thread.channel,
        text=text,
        provider_id=uuid.uuid4().hex if sent_by == "resident" else None,
        extras={},
        at=at,
    )
    session.add(message)
    session.flush()
    return message


def referral(
    session: Session,
    at: datetime,
    *,
    thread: Conversation | None = None,
    route: str = "coordinator",
    reason: str = "Asked to talk to a person.",
    patch: str | None = None,
) -> Referral:
    """Somebody in the queue since ``at``."""
    made = thread or conversation(session, at)
    why = Reasons(route=route, reason=reason)
    return open_referral(session, conversation=made, why=why, at=at, patch=patch)


def alert(session: Session, thread: Conversation, message: Message, at: datetime) -> Alert:
    """Danger in a message, and a person called."""
    noticed = Noticed(
        level="immediate",
        categories=["medical_emergency"],
        matches=[{"rule": "chest-pain", "text": "my chest hurts"}],
        version="2026-11-1",
        reason="Says that their chest hurts.",
    )
    flag = store_flag(session, noticed, conversation_id=thread.id, message_id=message.id, at=at)
    return raise_alert(session, flag, reason=noticed.reason, at=at)


def edith(session: Session, at: datetime, channel: str = "web") -> Referral:
    """Edith, whose story has something of every kind, in the queue with a promise."""
    number = "+447700900123"
    thread = conversation(session, at, channel, sender=number if channel == "sms" else None)
    says(session, thread, "Hello. This is Doorstep. What matters to you?", at, "assistant")
    first = says(
        session,
        thread,
        "since Ron died I don't really see anyone, and I can't manage the stairs",
        at + timedelta(minutes=1),
    )
    words = first.text
    remember(
        session,
        first,
        read_story(session, first.conversation_id),
        notes=[
            Note("matters", words, words),
            Note("theme", "company", words, 0.91),
            Note("theme", "bereavement", words, 0.84),
            Note("theme", "equipment", words, 0.77),
        ],
    )
    second = says(
        session,
        thread,
        "I used to sing in the choir. my daughter Jean rings on sundays, we don't see our son",
        at + timedelta(minutes=3),
    )
    remember(
        session,
        second,
        read_story(session, second.conversation_id),
        notes=[
            Note("strength", "singing in a choir", second.text),
            Note("wish", "I'd like to sing again", second.text),
            Note("place", "Millfield", second.text),
            Note("access_need", "cannot manage stairs", second.text),
            Note("about", "self", second.text),
        ],
        network=[
            Near("daughter", second.text, name="Jean", gives="rings", how_often="on Sundays"),
            Near("husband", words, name="Ron", is_gone=True),
            Near("son", second.text, is_not_safe=True),
        ],
    )
    person = person_of(session, thread, at=at)
    person.name = "Edith Marlow"
    point = add_contact(session, person, kind="mobile", value=number, at=at, message_id=second.id)
    point.safe_to_text, point.best_time = True, "mornings"
    record_consent(
        session,
        person,
        thread,
        purpose="store",
        given=True,
        wording="May we keep your name and number, so that a person can ring you?",
        message_id=second.id,
        at=at,
    )
    made = referral(session, at, thread=thread, patch="West")
    make_promise(
        session,
        conversation_id=thread.id,
        referral_id=made.id,
        what="A person rings you",
        who="the Harbourside community team",
        due_at=at + timedelta(hours=7),
        at=at,
    )
    return made


def everybody(session: Session) -> list[StaffMember]:
    """Every colleague."""
    return list(session.scalars(select(StaffMember)))
