"""The rota as it is kept: read whole, and changed by a team lead, each change with its audit."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime, time

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from council import Council
from referrals.audit import record
from referrals.errors import BadRota, NotOnRota
from referrals.rota import DaysOff, OnRota, Part, Rota, Shift
from storage.tables.rota import ClosedDay, DutyDayOff, DutyPerson, DutyShift
from storage.tables.staff import StaffMember

ROTA = "rota"
"""The subject of the rota's audit lines."""


def read_rota(session: Session, council: Council) -> Rota:
    """Return the rota as it stands; who was taken off it is not in it."""
    rows = session.execute(
        select(DutyPerson, StaffMember.is_active)
        .outerjoin(StaffMember, StaffMember.id == DutyPerson.staff_id)
        .where(DutyPerson.removed_at.is_(None))
        .order_by(DutyPerson.part, DutyPerson.place, DutyPerson.id)
    ).all()
    shifts, days_off = list(session.scalars(select(DutyShift))), _days_off(session)
    closed = {holiday.date for holiday in council.bank_holidays}
    return Rota(
        people=[
            _on_rota(person, shifts, days_off, is_active=is_active is not False)
            for person, is_active in rows
        ],
        closed=closed | {row.day for row in closed_days(session)},
        council=council,
    )


def closed_days(session: Session) -> list[ClosedDay]:
    """Return the closed days that were added to the council's bank holidays, the first first."""
    return list(session.scalars(select(ClosedDay).order_by(ClosedDay.day)))


def add_to_rota(
    session: Session,
    *,
    part: Part,
    by: uuid.UUID | str,
    at: datetime,
    name: str = "",
    staff_id: uuid.UUID | None = None,
    mobile: str = "",
    email: str = "",
) -> DutyPerson:
    """Put a colleague or a team's number on the rota, at the end of their part. Raises BadRota."""
    member = session.get(StaffMember, staff_id) if staff_id else None
    called = member.name if member else name.strip()
    if not called:
        raise BadRota("name", "empty")
    _check_reachable(mobile, email)
    last = select(func.max(DutyPerson.place)).where(DutyPerson.part == part)
    person = DutyPerson(
        staff_id=member.id if member else None,
        name=called,
        part=part,
        place=(session.scalar(last) or 0) + 1,
        mobile=mobile or None,
        email=email or None,
        added_at=at,
    )
    session.add(person)
    session.flush()
    _record(session, "rota_added", person.id, by, at)
    return person


def change_on_rota(
    session: Session, person_id: int, *, mobile: str, email: str, by: uuid.UUID, at: datetime
) -> None:
    """Change how somebody is told. Raises BadRota and NotOnRota."""
    person = _person(session, person_id)
    _check_reachable(mobile, email)
    person.mobile, person.email = mobile or None, email or None
    _record(session, "rota_changed", person_id, by, at)


def tell_earlier(session: Session, person_id: int, *, by: uuid.UUID, at: datetime) -> None:
    """Let somebody be told before the one who stands before them."""
    person = _person(session, person_id)
    before = session.scalars(
        select(DutyPerson)
        .where(
            DutyPerson.part == person.part,
            DutyPerson.place < person.place,
            DutyPerson.removed_at.is_(None),
        )
        .order_by(DutyPerson.place.desc())
        .limit(1)
        .with_for_update()
    ).one_or_none()
    if before is None:
        return
    before.place, person.place = person.place, before.place
    _record(session, "rota_moved", person_id, by, at)


def take_off_rota(session: Session, person_id: int, *, by: uuid.UUID, at: datetime) -> None:
    """Take somebody off the rota; alerts still say that they were told."""
    _person(session, person_id).removed_at = at
    _record(session, "rota_removed", person_id, by, at)


def add_shifts(
    session: Session,
    person_id: int,
    *,
    weekdays: Iterable[int],
    begins: time,
    ends: time,
    by: uuid.UUID | str,
    at: datetime,
    on_holidays: bool = False,
) -> None:
    """Add the same hours on some days of the week. Raises BadRota without a day, and NotOnRota."""
    _person(session, person_id)
    days = sorted(set(weekdays) & set(range(7)))
    if not days:
        raise BadRota("weekday", "empty")
    session.add_all(
        DutyShift(
            duty_person_id=person_id, weekday=day, begins=begins, ends=ends, on_holidays=on_holidays
        )
        for day in days
    )
    _record(session, "rota_shift_added", person_id, by, at)


def remove_shift(
    session: Session, person_id: int, shift_id: int, *, by: uuid.UUID, at: datetime
) -> None:
    """Take a shift out of the weekly pattern; one that is gone already changes nothing."""
    session.execute(
        delete(DutyShift).where(DutyShift.id == shift_id, DutyShift.duty_person_id == person_id)
    )
    _record(session, "rota_shift_removed", person_id, by, at)


def add_days_off(
    session: Session, person_id: int, *, first: date, last: date, by: uuid.UUID, at: datetime
) -> None:
    """Keep days on which somebody is away. Raises BadRota when they end before they begin."""
    _person(session, person_id)
    if last < first:
        raise BadRota("last-day", "order")
    session.add(DutyDayOff(duty_person_id=person_id, first_day=first, last_day=last))
    _record(session, "rota_days_off_added", person_id, by, at)


def remove_days_off(
    session: Session, person_id: int, days_off_id: int, *, by: uuid.UUID, at: datetime
) -> None:
    """Take back days off."""
    session.execute(
        delete(DutyDayOff).where(
            DutyDayOff.id == days_off_id, DutyDayOff.duty_person_id == person_id
        )
    )
    _record(session, "rota_days_off_removed", person_id, by, at)


def add_closed_day(session: Session, day: date, name: str, *, by: uuid.UUID, at: datetime) -> None:
    """Keep a day on which the team does not work, or give it another name. Raises BadRota."""
    if not name.strip():
        raise BadRota("closed-name", "empty")
    session.merge(ClosedDay(day=day, name=name.strip()))
    _record(session, "rota_closed_day_added", day.isoformat(), by, at)


def remove_closed_day(session: Session, day: date, *, by: uuid.UUID, at: datetime) -> None:
    """Take a closed day back."""
    session.execute(delete(ClosedDay).where(ClosedDay.day == day))
    _record(session, "rota_closed_day_removed", day.isoformat(), by, at)


def _on_rota(
    person: DutyPerson,
    shifts: Iterable[DutyShift],
    days_off: Iterable[DutyDayOff],
    *,
    is_active: bool,
) -> OnRota:
    own = [s for s in shifts if s.duty_person_id == person.id]
    return OnRota(
        id=person.id,
        name=person.name,
        part=Part(person.part),
        mobile=person.mobile or "",
        email=person.email or "",
        shifts=tuple(
            Shift(s.id, s.weekday, s.begins, s.ends, s.on_holidays)
            for s in sorted(own, key=lambda s: (s.weekday, s.begins, s.id))
        ),
        days_off=tuple(
            DaysOff(off.id, off.first_day, off.last_day)
            for off in days_off
            if off.duty_person_id == person.id
        ),
        is_active=is_active,
    )


def _days_off(session: Session) -> list[DutyDayOff]:
    return list(session.scalars(select(DutyDayOff).order_by(DutyDayOff.first_day, DutyDayOff.id)))


def _person(session: Session, person_id: int) -> DutyPerson:
    person = session.get(DutyPerson, person_id, with_for_update=True)
    if person is None or person.removed_at is not None:
        raise NotOnRota
    return person


def _check_reachable(mobile: str, email: str) -> None:
    if not mobile and not email:
        raise BadRota("mobile", "unreachable")


def _record(
    session: Session, act: str, subject_id: int | str, by: uuid.UUID | str, at: datetime
) -> None:
    record(session, by=by, act=act, subject=ROTA, subject_id=subject_id, at=at)
