"""Coordinators and their log-ins."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, RandomId, Short


class StaffMember(Base):
    """A coordinator, team lead or administrator."""

    __tablename__ = "staff_members"

    id: Mapped[RandomId]
    email: Mapped[str] = mapped_column(String(200), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[Short]  # coordinator, lead, administrator
    password_hash: Mapped[str] = mapped_column(String(200))
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]


class StaffSession(Base):
    """A log-in. Only a hash of the cookie's token is stored; ended ones are kept for the audit."""

    __tablename__ = "staff_sessions"

    id: Mapped[RandomId]
    staff_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff_members.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    started_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
