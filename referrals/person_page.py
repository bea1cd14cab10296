"""Everything a coordinator needs to know of one resident, read in one go."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from people.contact import contacts_of
from people.story import Story, read_story
from referrals.alert_told import Told, told_of_all
from referrals.errors import NoSuchReferral
from referrals.introductions import introductions_of
from referrals.notes import notes_of
from referrals.promises import promises_of
from referrals.safe_contact import hold_on
from referrals.staff import staff_names
from referrals.timeline import Event, looks_at, timeline_of
from storage.tables.conversations import Conversation, Message
from storage.tables.outbox import AnsweredText, OutgoingText, TextStop
from storage.tables.people import Consent, ContactPoint, Person
from storage.tables.referrals import Introduction, Promise, Referral
from storage.tables.safety import Alert, ContactHold, SafetyFlag


@dataclass(frozen=True)
class Line:
    """A message of the transcript with what the danger screen found in it and how a text fared.

    ``text`` went out on our own account; ``answered`` is the text that answered a resident's,
    beside the last message that it carried.
    """

    message: Message
    said_by: str
    flag: SafetyFlag | None
    text: OutgoingText | None
    answered: AnsweredText | None = None


@dataclass(frozen=True)
class Note:
    """A coordinator's note with the name of who wrote it."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True)
class PersonPage:
    """One resident, one conversation. Lists are oldest first but for timeline, looks and notes."""

    conversation: Conversation
    name: str
    holder_of_thread: str
    referral: Referral | None
    claimed_by_name: str
    earlier_referrals: Sequence[Referral]
    story: Story
    contacts: Sequence[ContactPoint]
    stopped_numbers: Mapping[str, datetime]
    consents: Sequence[Consent]
    transcript: Sequence[Line]
    alerts: Sequence[Alert]
    told: Mapping[uuid.UUID, Sequence[Told]]
    names: Mapping[uuid.UUID, str]
    safe_contact: ContactHold | None
    promises: Sequence[Promise]
    introductions: Sequence[Introduction]
    notes: Sequence[Note]
    unsent_texts: Sequence[OutgoingText]
    timeline: Sequence[Event]
    looks: Sequence[Event]

    @property
    def open_promises(self) -> list[Promise]:
        """Return the promises that still stand."""
        return [p for p in self.promises if p.kept_at is None and p.replaced_at is None]

    @property
    def open_alerts(self) -> list[Alert]:
        """Return the alerts that nobody has dealt with."""
        return [alert for alert in self.alerts if alert.handled_at is None]

    @property
    def may_share(self) -> bool | None:
        """Return the newest answer on sharing with a group; None when it was never asked."""
        newest = next((c for c in reversed(self.consents) if c.purpose == "share"), None)
        return None if newest is None else newest.given and newest.withdrawn_at is None


NOT_DELIVERED = frozenset({"undelivered", "failed", "stopped", "unknown"})
"""States of a text that a coordinator must see: the resident has probably not read it."""


def read_person_page(session: Session, conversation_id: uuid.UUID) -> PersonPage:
    """Read a resident's page. Raises NoSuchReferral for an unknown conversation. Audits nothing:
    the caller records who looks (``seen.record_seen``) in the same transaction.
    """
    conversation = session.get(Conversation, conversation_id)
    if conversation is None:
        raise NoSuchReferral
    names = staff_names(session)
    referrals = _referrals(session, conversation_id)
    current = next((r for r in referrals if r.closed_at is None), None)
    texts = _texts(session, conversation_id)
    contacts = contacts_of(session, conversation.person_id)
    alerts = _alerts(session, conversation_id)
    person = session.get(Person, conversation.person_id) if conversation.person_id else None
    return PersonPage(
        conversation=conversation,
        name=(person.name if person else None) or "",
        holder_of_thread=_name(names, conversation.owner_id),
        referral=current,
        claimed_by_name=_name(names, current.claimed_by if current else None),
        earlier_referrals=[r for r in referrals if r.closed_at is not None],
        story=read_story(session, conversation_id),
        contacts=contacts,
        stopped_numbers=_stopped(session, conversation, contacts),
        consents=_consents(session, conversation),
        transcript=read_transcript(session, conversation_id),
        alerts=alerts,
        names=names,
        told=told_of_all(session, [alert.id for alert in alerts]),
        safe_contact=hold_on(session, conversation),
        promises=promises_of(session, conversation_id),
        introductions=introductions_of(session, conversation_id),
        notes=[
            Note(note.text, _name(names, note.staff_id), note.at)
            for note in notes_of(session, conversation_id)
        ],
        unsent_texts=[text for text in texts if text.state in NOT_DELIVERED],
        timeline=timeline_of(session, conversation_id),
        looks=looks_at(session, conversation_id),
    )


def read_transcript(session: Session, conversation_id: uuid.UUID) -> list[Line]:
    """Return what was said, the oldest first, with flags and delivery."""
    names = staff_names(session)
    messages = session.scalars(
        select(Message).where(Message.conversation_id == conversation_id).order_by(Message.id)
    ).all()
    found = session.scalars(select(SafetyFlag).where(SafetyFlag.conversation_id == conversation_id))
    flags = {flag.message_id: flag for flag in found}
    texts = {text.message_id: text for text in _texts(session, conversation_id)}
    answers = _answers(session, conversation_id, messages)
    return [
        Line(
            message=message,
            said_by=_name(names, message.staff_id),
            flag=flags.get(message.id),
            text=texts.get(message.id),
            answered=answers.get(message.id),
        )
        for message in messages
    ]


def _name(names: Mapping[uuid.UUID, str], staff_id: uuid.UUID | None) -> str:
    return names.get(staff_id, "") if staff_id else ""


def _referrals(session: Session, conversation_id: uuid.UUID) -> list[Referral]:
    query = (
        select(Referral)
        .where(Referral.conversation_id == conversation_id)
        .order_by(Referral.opened_at, Referral.id)
    )
    return list(session.scalars(query))


def _alerts(session: Session, conversation_id: uuid.UUID) -> list[Alert]:
    query = (
        select(Alert)
        .where(Alert.conversation_id == conversation_id)
        .order_by(Alert.raised_at, Alert.id)
    )
    return list(session.scalars(query))


def _texts(session: Session, conversation_id: uuid.UUID) -> list[OutgoingText]:
    query = (
        select(OutgoingText)
        .where(OutgoingText.conversation_id == conversation_id)
        .order_by(OutgoingText.id)
    )
    return list(session.scalars(query))


def _answers(
    session: Session, conversation_id: uuid.UUID, messages: Sequence[Message]
) -> dict[int, AnsweredText]:
    """Return the texts that answered, by the last message that each of them carried."""
    query = select(AnsweredText).where(AnsweredText.conversation_id == conversation_id)
    by_text = {answered.provider_id: answered for answered in session.scalars(query)}
    asked = {message.id: by_text.get(message.provider_id or "") for message in messages}
    last = {message.answers_id: message.id for message in messages if message.answers_id}
    return {
        last[message_id]: answered
        for message_id, answered in asked.items()
        if answered is not None and message_id in last
    }


def _consents(session: Session, conversation: Conversation) -> list[Consent]:
    query = select(Consent).where(Consent.person_id == conversation.person_id).order_by(Consent.id)
    return list(session.scalars(query)) if conversation.person_id else []


def _stopped(
    session: Session, conversation: Conversation, contacts: Sequence[ContactPoint]
) -> dict[str, datetime]:
    """Return the numbers of this resident that said STOP, and since when."""
    numbers = [point.value for point in contacts] + [conversation.sender or ""]
    query = select(TextStop).where(TextStop.number.in_(numbers), TextStop.started_at.is_(None))
    return {stop.number: stop.stopped_at for stop in session.scalars(query)}
