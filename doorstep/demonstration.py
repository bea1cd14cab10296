"""The demonstration: a council with its directory and places, and two coordinators to log in as."""

import json
import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from council import WEEKDAYS, Council
from directory.load import LoadReport, load_directory
from directory.load_places import load_places
from referrals.rota import Part
from referrals.rota_rows import add_shifts, add_to_rota
from referrals.staff import COMMAND_LINE, Role, add_staff, all_staff
from settings import Settings
from storage.tables.directory import PlaceRow, Service
from storage.tables.rota import DutyPerson
from storage.tables.staff import StaffMember

LOG_INS = "demo-login"
"""The file under ``DOORSTEP_VAR`` with the demonstration's passwords, readable by this user."""


@dataclass(frozen=True)
class LogIn:
    """A demonstration account."""

    email: str
    name: str
    role: str
    password: str


COORDINATORS = (
    ("sam.okoro@harbourside.example", "Sam Okoro", Role.COORDINATOR),
    ("jo.whitfield@harbourside.example", "Jo Whitfield", Role.LEAD),
)


ON_ROTA = (
    ("Sam Okoro", Part.DUTY, "+447700900801"),
    ("Jo Whitfield", Part.LEAD, "+447700900802"),
    ("Harbourside out-of-hours team", Part.OUT_OF_HOURS, "+447700900803"),
)
"""Who is told of danger in the demonstration; the numbers belong to nobody (Ofcom)."""


def load_demonstration(session: Session, settings: Settings, *, at: datetime) -> list[LoadReport]:
    """Load services and places where there are none; what is there is left alone."""
    reports = []
    if not session.scalar(select(exists().where(PlaceRow.id.is_not(None)))):
        reports.append(load_places(session, settings.places_source, at=at))
    if not session.scalar(select(exists().where(Service.id.is_not(None)))):
        reports.append(load_directory(session, settings.directory_source, at=at))
    return reports


def make_demonstration_rota(session: Session, *, council: Council, at: datetime) -> None:
    """Put the demonstration's accounts on the rota; one that stands is left alone."""
    members = {member.name: member for member in all_staff(session)}
    if session.scalar(select(exists().where(DutyPerson.id.is_not(None)))) or not members:
        return
    for name, part, mobile in ON_ROTA:
        member = members.get(name)
        if member is None and part is not Part.OUT_OF_HOURS:
            continue
        one = add_to_rota(
            session, part=part, name=name, staff_id=member.id if member else None, mobile=mobile,
            email=member.email if member else "", by=COMMAND_LINE, at=at,
        )  # fmt: skip
        if part is not Part.OUT_OF_HOURS:
            _give_hours(session, one.id, council, at)


def _give_hours(session: Session, person_id: int, council: Council, at: datetime) -> None:
    """Let somebody be on duty in all of the council's hours."""
    for number, day in enumerate(WEEKDAYS):
        hours = council.coordinators.hours.get(day)
        if hours:
            add_shifts(
                session, person_id, weekdays=[number], begins=hours.opens, ends=hours.closes,
                by=COMMAND_LINE, at=at,
            )  # fmt: skip


def demonstration_log_ins(session: Session, var: Path, *, at: datetime) -> list[LogIn]:
    """Return the demonstration's accounts; in a database without any account, make them first."""
    path = var / LOG_INS
    if not session.scalar(select(exists().where(StaffMember.id.is_not(None)))):
        _keep(path, [_add(session, email, name, role, at=at) for email, name, role in COORDINATORS])
    if not path.exists():
        return []
    return [LogIn(**entry) for entry in json.loads(path.read_text(encoding="utf-8"))]


def _add(session: Session, email: str, name: str, role: Role, *, at: datetime) -> LogIn:
    password = "-".join(secrets.token_hex(2) for _ in range(4))
    add_staff(session, email=email, name=name, role=role, password=password, at=at)
    return LogIn(email, name, role.value, password)


def _keep(path: Path, log_ins: list[LogIn]) -> None:
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump([vars(log_in) for log_in in log_ins], file)
