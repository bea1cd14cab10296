"""Asks a resident some days later how it went."""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.tables.referrals import CheckIn


def plan_check_in(
    session: Session, conversation_id: uuid.UUID, *, service_id: str | None, due_at: datetime
) -> CheckIn:
    """Plan one question; a conversation has at most one that was not asked yet."""
    waiting = session.scalars(
        select(CheckIn).where(
            CheckIn.conversation_id == conversation_id, CheckIn.asked_at.is_(None)
        )
    ).first()
    if waiting is not None:
        waiting.service_id, waiting.due_at = service_id, due_at
        return waiting
    check_in = CheckIn(conversation_id=conversation_id, service_id=service_id, due_at=due_at)
    session.add(check_in)
    return check_in


def due_check_ins(session: Session, *, at: datetime) -> list[CheckIn]:
    """Return the questions that are due, the oldest first."""
    query = (
        select(CheckIn)
        .where(CheckIn.due_at <= at, CheckIn.asked_at.is_(None))
        .order_by(CheckIn.due_at, CheckIn.id)
    )
    return list(session.scalars(query))
