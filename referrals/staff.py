"""Staff: accounts, log-ins that end, and who may do what."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from referrals.audit import record
from referrals.errors import BadAccount, EmailTaken, NotLoggedIn, WrongLogIn
from referrals.passwords import LONGEST, SHORTEST, hash_password, is_password, needs_new_hash
from referrals.tokens import hash_token, new_token
from storage.tables.staff import StaffMember, StaffSession

IDLE_END = timedelta(minutes=30)
"""A log-in without activity ends: screens are left open in shared offices."""

LONGEST_LOG_IN = timedelta(hours=12)
"""A log-in ends after a long day whatever happens, so that a stolen cookie ages."""

COMMAND_LINE = "command line"
"""Who made an account with ``doorstep user add``, in the audit."""


class Role(StrEnum):
    """What somebody is here for. Administrators see accounts and no resident."""

    COORDINATOR = "coordinator"
    LEAD = "lead"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class Staff:
    """Who is logged in, in this request."""

    id: uuid.UUID
    name: str
    email: str
    role: Role
    session_id: uuid.UUID


def add_staff(
    session: Session,
    *,
    email: str,
    name: str,
    role: Role | str,
    password: str,
    at: datetime,
    by: uuid.UUID | str = COMMAND_LINE,
) -> StaffMember:
    """Add an account. Raises BadAccount for a field that cannot be used, and EmailTaken."""
    address, called = email.strip().casefold(), name.strip()
    _check_account(address, called, role)
    check_password(password)
    if _by_email(session, address) is not None:
        raise EmailTaken
    member = StaffMember(
        id=uuid.uuid4(),
        email=address,
        name=called,
        role=Role(role),
        password_hash=hash_password(password),
        created_at=at,
    )
    session.add(member)
    session.flush()
    record(session, by=by, act="account_added", subject="staff", subject_id=member.id, at=at)
    return member


def set_active(
    session: Session, staff_id: uuid.UUID, *, active: bool, by: uuid.UUID, at: datetime
) -> StaffMember:
    """Switch an account on or off; off ends its log-ins. Raises BadAccount for one's own."""
    if staff_id == by:
        raise BadAccount("account", "own")
    member = session.get(StaffMember, staff_id, with_for_update=True)
    if member is None:
        raise BadAccount("account", "unknown")
    member.is_active = active
    if not active:
        _end_all(session, staff_id, at)
    act = "account_on" if active else "account_off"
    record(session, by=by, act=act, subject="staff", subject_id=staff_id, at=at)
    return member


def authenticate(session: Session, email: str, password: str, *, at: datetime) -> str:
    """Start a log-in and return its token, which is shown once. Raises WrongLogIn."""
    member = _by_email(session, email.strip().casefold())
    is_right = is_password(password[: LONGEST + 1], member.password_hash if member else None)
    if member is None or not is_right or not member.is_active:
        raise WrongLogIn
    if needs_new_hash(member.password_hash):
        member.password_hash = hash_password(password)
    token = new_token()
    session.add(
        StaffSession(
            staff_id=member.id, token_hash=hash_token(token), started_at=at, last_seen_at=at
        )
    )
    record(session, by=member.id, act="logged_in", subject="staff", subject_id=member.id, at=at)
    return token


def record_refusal(session: Session, email: str, *, at: datetime) -> None:
    """Write down a refused log-in, by account where there is one; the address is not kept."""
    member = _by_email(session, email.strip().casefold())
    whom = member.id if member else "unknown"
    record(session, by="nobody", act="log_in_refused", subject="staff", subject_id=whom, at=at)


def staff_by_token(
    session: Session, token: str, *, at: datetime, is_activity: bool = True
) -> Staff:
    """Return who holds a token. Raises NotLoggedIn when it is unknown or its time is over.

    What a page does by itself (live updates) is no activity and keeps no log-in alive.
    """
    row = session.execute(
        select(StaffSession, StaffMember)
        .join(StaffMember, StaffMember.id == StaffSession.staff_id)
        .where(StaffSession.token_hash == hash_token(token))
    ).one_or_none()
    if row is None:
        raise NotLoggedIn
    log_in, member = row
    if not is_alive(log_in, at=at) or not member.is_active:
        raise NotLoggedIn
    if is_activity:
        log_in.last_seen_at = max(log_in.last_seen_at, at)
    return Staff(member.id, member.name, member.email, Role(member.role), log_in.id)


def is_alive(log_in: StaffSession, *, at: datetime) -> bool:
    """Tell whether a log-in still counts at ``at``."""
    return (
        log_in.ended_at is None
        and at < log_in.last_seen_at + IDLE_END
        and at < log_in.started_at + LONGEST_LOG_IN
    )


def log_out(session: Session, staff: Staff, *, at: datetime) -> None:
    """End this log-in; the row is kept for the audit."""
    session.execute(
        update(StaffSession).where(StaffSession.id == staff.session_id).values(ended_at=at)
    )
    record(session, by=staff.id, act="logged_out", subject="staff", subject_id=staff.id, at=at)


def all_staff(session: Session) -> list[StaffMember]:
    """Return every account by name."""
    return list(session.scalars(select(StaffMember).order_by(StaffMember.name, StaffMember.id)))


def staff_names(session: Session) -> dict[uuid.UUID, str]:
    """Return every colleague's name by id."""
    return dict(session.execute(select(StaffMember.id, StaffMember.name)).all())


def check_password(password: str) -> None:
    """Raise BadAccount when a new password is too short or too long."""
    if len(password) < SHORTEST:
        raise BadAccount("password", "short")
    if len(password) > LONGEST:
        raise BadAccount("password", "long")


def _check_account(address: str, name: str, role: Role | str) -> None:
    before, separator, after = address.partition("@")
    if not (separator and before and "." in after) or " " in address or len(address) > 200:
        raise BadAccount("email", "form")
    if not 0 < len(name) <= 200:
        raise BadAccount("name", "missing")
    if role not in set(Role):
        raise BadAccount("role", "unknown")


def _by_email(session: Session, address: str) -> StaffMember | None:
    query = select(StaffMember).where(func.lower(StaffMember.email) == address)
    return session.scalars(query).one_or_none()


def _end_all(session: Session, staff_id: uuid.UUID, at: datetime) -> None:
    session.execute(
        update(StaffSession)
        .where(StaffSession.staff_id == staff_id, StaffSession.ended_at.is_(None))
        .values(ended_at=at)
    )
