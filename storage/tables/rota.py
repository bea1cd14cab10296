"""The rota: who is told of danger, and when they are on duty."""

import uuid
from datetime import date, datetime, time

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, RowId, Short


class DutyPerson(Base):
    """Somebody who is told of danger. ``part``: duty, lead, out_of_hours.

    ``place`` is the order in which people of one part are told. A colleague has an account, and
    counts only while it is on; an out-of-hours team has none. A person taken off the rota keeps the
    row, so that an alert still says whom it was sent to.
    """

    __tablename__ = "duty_people"

    id: Mapped[RowId]
    staff_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff_members.id"))
    name: Mapped[str] = mapped_column(String(200))
    part: Mapped[Short]
    place: Mapped[int]
    mobile: Mapped[str | None] = mapped_column(String(20))
    email: Mapped[str | None] = mapped_column(String(200))
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class DutyShift(Base):
    """When somebody is on duty every week, in the council's own time.

    ``ends`` at or before ``begins`` is on the next day. ``weekday`` 0 is Monday.
    """

    __tablename__ = "duty_shifts"

    id: Mapped[RowId]
    duty_person_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("duty_people.id"), index=True
    )
    weekday: Mapped[int]
    begins: Mapped[time]
    ends: Mapped[time]
    on_holidays: Mapped[bool] = mapped_column(default=False)


class DutyDayOff(Base):
    """Days on which somebody is away, the first and the last of them included."""

    __tablename__ = "duty_days_off"

    id: Mapped[RowId]
    duty_person_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("duty_people.id"), index=True
    )
    first_day: Mapped[date]
    last_day: Mapped[date]


class ClosedDay(Base):
    """A day on which the team does not work, besides the bank holidays of the council's file."""

    __tablename__ = "closed_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
