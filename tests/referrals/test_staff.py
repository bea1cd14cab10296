"""Log-ins start with the right password and end."""

from datetime import datetime, timedelta
from statistics import median
from time import perf_counter

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from referrals.errors import BadAccount, EmailTaken, NotLoggedIn, WrongLogIn
from referrals.staff import (
    IDLE_END,
    LONGEST_LOG_IN,
    Role,
    add_staff,
    authenticate,
    log_out,
    set_active,
    staff_by_token,
)
from storage.tables.staff import StaffMember, StaffSession
from tests.referrals.scene import PASSWORD, colleague

EMAIL = "sam@harbourside.example.org"


def test_the_right_password_opens_a_log_in_of_which_only_a_hash_is_kept(
    session: Session, now: datetime
) -> None:
    sam = colleague(session, now)
    token = authenticate(session, " SAM@harbourside.example.org ", PASSWORD, at=now)
    assert staff_by_token(session, token, at=now).id == sam.id
    stored = session.scalars(select(StaffSession)).one()
    assert token not in (stored.token_hash, str(stored.id))
    assert sam.password_hash.startswith("$argon2id$")


@pytest.mark.parametrize(
    ("email", "password"),
    [(EMAIL, "three random word"), ("nobody@example.org", PASSWORD), ("", ""), (EMAIL, "x" * 9999)],
)
def test_an_unknown_address_and_a_wrong_password_are_refused_alike(
    session: Session, now: datetime, email: str, password: str
) -> None:
    colleague(session, now)
    with pytest.raises(WrongLogIn) as refusal:
        authenticate(session, email, password, at=now)
    assert str(refusal.value) == ""


def test_an_unknown_address_takes_as_long_as_a_wrong_password(
    session: Session, now: datetime
) -> None:
    colleague(session, now)

    def seconds(email: str) -> float:
        start = perf_counter()
        with pytest.raises(WrongLogIn):
            authenticate(session, email, "not the password", at=now)
        return perf_counter() - start

    seconds("nobody@example.org")
    known = median(seconds(EMAIL) for _ in range(3))
    unknown = median(seconds("nobody@example.org") for _ in range(3))
    assert 0.3 < unknown / known < 3


def test_a_log_in_ends_after_half_an_hour_without_activity(session: Session, now: datetime) -> None:
    colleague(session, now)
    token = authenticate(session, EMAIL, PASSWORD, at=now)
    staff_by_token(session, token, at=now + IDLE_END - timedelta(seconds=1))
    staff_by_token(session, token, at=now + 2 * IDLE_END - timedelta(seconds=2))
    with pytest.raises(NotLoggedIn):
        staff_by_token(session, token, at=now + 3 * IDLE_END)


def test_what_a_page_does_by_itself_keeps_no_log_in_alive(session: Session, now: datetime) -> None:
    colleague(session, now)
    token = authenticate(session, EMAIL, PASSWORD, at=now)
    staff_by_token(session, token, at=now + timedelta(minutes=29), is_activity=False)
    with pytest.raises(NotLoggedIn):
        staff_by_token(session, token, at=now + IDLE_END)


def test_a_log_in_ends_after_twelve_hours_whatever_happens(session: Session, now: datetime) -> None:
    colleague(session, now)
    token = authenticate(session, EMAIL, PASSWORD, at=now)
    at = now
    while at < now + LONGEST_LOG_IN - timedelta(minutes=20):
        at += timedelta(minutes=20)
        staff_by_token(session, token, at=at)
    with pytest.raises(NotLoggedIn):
        staff_by_token(session, token, at=now + LONGEST_LOG_IN)


def test_logging_out_and_switching_off_end_a_log_in_at_once(
    session: Session, now: datetime
) -> None:
    sam = colleague(session, now)
    ada = colleague(session, now, "Ada Penrose", Role.ADMINISTRATOR)
    token = authenticate(session, EMAIL, PASSWORD, at=now)
    log_out(session, staff_by_token(session, token, at=now), at=now)
    with pytest.raises(NotLoggedIn):
        staff_by_token(session, token, at=now)
    other = authenticate(session, EMAIL, PASSWORD, at=now)
    set_active(session, sam.id, active=False, by=ada.id, at=now)
    with pytest.raises(NotLoggedIn):
        staff_by_token(session, other, at=now)
    with pytest.raises(WrongLogIn):
        authenticate(session, EMAIL, PASSWORD, at=now)


def test_nobody_switches_off_their_own_account(session: Session, now: datetime) -> None:
    ada = colleague(session, now, "Ada Penrose", Role.ADMINISTRATOR)
    with pytest.raises(BadAccount):
        set_active(session, ada.id, active=False, by=ada.id, at=now)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "sam"),
        ("email", "sam smith@example.org"),
        ("name", "  "),
        ("role", "king"),
        ("password", "short"),
        ("password", "x" * 201),
    ],
)
def test_a_field_of_an_account_that_cannot_be_used_is_named(
    session: Session, now: datetime, field: str, value: str
) -> None:
    fields = {
        "email": EMAIL,
        "name": "Sam",
        "role": "lead",
        "password": PASSWORD,
    } | {field: value}
    with pytest.raises(BadAccount) as refusal:
        add_staff(session, at=now, **fields)
    assert refusal.value.field == field
    assert session.scalars(select(StaffMember)).all() == []


def test_an_address_has_one_account(session: Session, now: datetime) -> None:
    colleague(session, now)
    with pytest.raises(EmailTaken):
        add_staff(
            session,
            email=EMAIL.upper(),
            name="Other",
            role="lead",
            password=PASSWORD,
            at=now,
        )
