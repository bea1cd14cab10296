"""What stands in the database about a conversation, for checks that no screen shows."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from people.story import Story, read_story
from storage.engine import Sessions
from storage.tables.conversations import Conversation, Message
from storage.tables.outbox import OutgoingText
from storage.tables.people import ContactPoint, Person
from storage.tables.referrals import CheckIn, Introduction, Promise, Referral
from storage.tables.safety import Alert


@dataclass(frozen=True)
class Records:
    """Questions to the database."""

    sessions: Sessions

    def of_reference(self, reference: str) -> uuid.UUID:
        """Return the conversation that has a reference."""
        return self._the_one(Conversation.reference == reference)

    def of_sender(self, sender: str) -> uuid.UUID:
        """Return the conversation of a texting number or a call's id."""
        return self._the_one(Conversation.sender == sender)

    def referral(self, conversation_id: uuid.UUID) -> Referral | None:
        """Return the newest referral."""
        with self.sessions() as session:
            query = select(Referral).where(Referral.conversation_id == conversation_id)
            return session.scalars(query.order_by(Referral.opened_at.desc())).first()

    def route(self, conversation_id: uuid.UUID) -> str:
        """Return the route of the newest referral; empty when there is none."""
        referral = self.referral(conversation_id)
        return referral.route if referral else ""

    def owner(self, conversation_id: uuid.UUID) -> str:
        """Return who holds the thread."""
        with self.sessions() as session:
            return session.get_one(Conversation, conversation_id).owner

    def story(self, conversation_id: uuid.UUID) -> Story:
        """Return what stands of the story."""
        with self.sessions() as session:
            return read_story(session, conversation_id)

    def promises(self, conversation_id: uuid.UUID) -> Sequence[Promise]:
        """Return the promises, the oldest first."""
        with self.sessions() as session:
            query = select(Promise).where(Promise.conversation_id == conversation_id)
            return session.scalars(query.order_by(Promise.due_at)).all()

    def introductions(self, conversation_id: uuid.UUID) -> Sequence[Introduction]:
        """Return the introductions that were asked for."""
        with self.sessions() as session:
            query = select(Introduction).where(Introduction.conversation_id == conversation_id)
            return session.scalars(query).all()

    def check_ins(self, conversation_id: uuid.UUID) -> Sequence[CheckIn]:
        """Return the check-ins that are planned."""
        with self.sessions() as session:
            query = select(CheckIn).where(CheckIn.conversation_id == conversation_id)
            return session.scalars(query).all()

    def alerts(self, conversation_id: uuid.UUID) -> Sequence[Alert]:
        """Return the alerts."""
        with self.sessions() as session:
            query = select(Alert).where(Alert.conversation_id == conversation_id)
            return session.scalars(query).all()

    def contacts(self, conversation_id: uuid.UUID) -> Sequence[ContactPoint]:
        """Return the ways to reach the resident."""
        with self.sessions() as session:
            query = (
                select(ContactPoint)
                .join(Person)
                .join(Conversation, Conversation.person_id == Person.id)
                .where(Conversation.id == conversation_id)
            )
            return session.scalars(query.order_by(ContactPoint.id)).all()

    def text_states(self, conversation_id: uuid.UUID) -> list[str]:
        """Return what became of each text on Doorstep's own account."""
        with self.sessions() as session:
            query = select(OutgoingText.state).where(
                OutgoingText.conversation_id == conversation_id
            )
            return list(session.scalars(query.order_by(OutgoingText.id)))

    def said(self, conversation_id: uuid.UUID, *, by: str = "resident") -> list[str]:
        """Return what somebody said, in order."""
        with self.sessions() as session:
            query = select(Message.text).where(
                Message.conversation_id == conversation_id, Message.sent_by == by
            )
            return list(session.scalars(query.order_by(Message.id)))

    def _the_one(self, condition: ColumnElement[bool]) -> uuid.UUID:
        with self.sessions() as session:
            return session.scalars(select(Conversation.id).where(condition)).one()
