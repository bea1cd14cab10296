"""Open alerts as the console shows them: whose danger, since when, and who has taken it up."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from referrals.alert_told import SENT, Told, told_of_all
from storage.tables.conversations import Conversation
from storage.tables.people import Person
from storage.tables.safety import Alert
from storage.tables.staff import StaffMember


@dataclass(frozen=True)
class AlertRow:
    """Danger that nobody has dealt with yet."""

    id: uuid.UUID
    conversation_id: uuid.UUID | None
    is_drill: bool
    reference: str
    name: str
    level: str
    reason: str
    channel: str
    raised_at: datetime
    acknowledged_at: datetime | None
    acknowledged_by: str
    told: Sequence[Told]

    @property
    def reached(self) -> str:
        """Return who has been told by text or e-mail, by name, the first one first."""
        return ", ".join(dict.fromkeys(one.name for one in self.told if one.outcome == SENT))

    @property
    def has_failed(self) -> bool:
        """Tell whether a text or an e-mail has failed or there was nobody to send it to."""
        return any(not one.may_reach for one in self.told)


def open_alert_rows(session: Session) -> list[AlertRow]:
    """Return open alerts, those that nobody has taken up first, then the newest."""
    query = (
        select(Alert, Conversation, Person.name, StaffMember.name)
        .outerjoin(Conversation, Conversation.id == Alert.conversation_id)
        .outerjoin(Person, Person.id == Conversation.person_id)
        .outerjoin(StaffMember, StaffMember.id == Alert.acknowledged_by)
        .where(Alert.handled_at.is_(None))
        .order_by(Alert.acknowledged_at.is_not(None), Alert.raised_at.desc(), Alert.id)
    )
    rows = session.execute(query).all()
    told = told_of_all(session, [alert.id for alert, *_ in rows]) if rows else {}
    return [
        AlertRow(
            id=alert.id,
            conversation_id=alert.conversation_id,
            is_drill=alert.is_drill,
            reference=conversation.reference if conversation else "DRILL",
            name=name or "",
            level=alert.level,
            reason=alert.reason,
            channel=conversation.channel if conversation else "",
            raised_at=alert.raised_at,
            acknowledged_at=alert.acknowledged_at,
            acknowledged_by=colleague or "",
            told=told.get(alert.id, ()),
        )
        for alert, conversation, name, colleague in rows
    ]
