"""Open alerts as the console shows them: whose danger, since when, and who has taken it up."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.tables.conversations import Conversation
from storage.tables.people import Person
from storage.tables.safety import Alert
from storage.tables.staff import StaffMember


@dataclass(frozen=True)
class AlertRow:
    """Danger that nobody has dealt with yet."""

    id: uuid.UUID
    conversation_id: uuid.UUID
    reference: str
    name: str
    level: str
    reason: str
    channel: str
    raised_at: datetime
    acknowledged_at: datetime | None
    acknowledged_by: str


def open_alert_rows(session: Session) -> list[AlertRow]:
    """Return open alerts, those that nobody has taken up first, then the newest."""
    query = (
        select(Alert, Conversation, Person.name, StaffMember.name)
        .join(Conversation, Conversation.id == Alert.conversation_id)
        .outerjoin(Person, Person.id == Conversation.person_id)
        .outerjoin(StaffMember, StaffMember.id == Alert.acknowledged_by)
        .where(Alert.handled_at.is_(None))
        .order_by(Alert.acknowledged_at.is_not(None), Alert.raised_at.desc(), Alert.id)
    )
    return [
        AlertRow(
            id=alert.id,
            conversation_id=alert.conversation_id,
            reference=conversation.reference,
            name=name or "",
            level=alert.level,
            reason=alert.reason,
            channel=conversation.channel,
            raised_at=alert.raised_at,
            acknowledged_at=alert.acknowledged_at,
            acknowledged_by=colleague or "",
        )
        for alert, conversation, name, colleague in session.execute(query)
    ]
