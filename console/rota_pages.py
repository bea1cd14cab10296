"""The rota: who is told of danger and when. Everybody reads it, a team lead changes it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from console.at_hand import at_hand, now, staff, transaction
from console.forms import LONGEST_LINE, Problems, read_text
from console.rota_forms import read_day, read_email, read_hours, read_mobile, read_part, read_staff
from council import WEEKDAYS
from referrals import rota_rows
from referrals.alert_steps import Whom, alert_steps, whom_to_tell
from referrals.errors import BadRota, NotOnRota
from referrals.rota import Part, Rota
from referrals.rota_rows import closed_days, read_rota
from referrals.staff import Role, all_staff

rota = Blueprint("rota", __name__, url_prefix="/rota")

Change = Callable[[Session, Problems], None]


@dataclass(frozen=True)
class DutyNotice:
    """Told on every page when nobody is on duty; loud when somebody should be, or nobody is."""

    key: str
    is_loud: bool


@rota.get("/")
def show() -> str:
    """Show who is told now, and everybody's pattern."""
    with transaction() as session:
        return _page(session, {})


@rota.post("/people")
def add() -> AnyResponse | tuple[str, int]:
    """Put a colleague, or a team's number, on the rota."""

    def change(session: Session, problems: Problems) -> None:
        part = read_part(request.form, problems)
        who = read_staff(request.form)
        name = read_text(request.form, "name", problems, longest=LONGEST_LINE, required=who is None)
        mobile, email = read_mobile(request.form, problems), read_email(request.form, problems)
        if not problems:
            rota_rows.add_to_rota(
                session, part=part, staff_id=who, name=name, mobile=mobile, email=email,
                by=staff().id, at=now(),
            )  # fmt: skip

    return _change(change)


@rota.post("/people/<int:duty_id>/change")
def change_person(duty_id: int) -> AnyResponse | tuple[str, int]:
    """Change how somebody is told."""

    def change(session: Session, problems: Problems) -> None:
        mobile, email = read_mobile(request.form, problems), read_email(request.form, problems)
        if not problems:
            rota_rows.change_on_rota(
                session, duty_id, mobile=mobile, email=email, by=staff().id, at=now()
            )

    return _change(change, of=duty_id)


@rota.post("/people/<int:duty_id>/earlier")
def earlier(duty_id: int) -> AnyResponse | tuple[str, int]:
    """Let somebody be told before the one above them."""
    return _change(lambda s, _: rota_rows.tell_earlier(s, duty_id, by=staff().id, at=now()))


@rota.post("/people/<int:duty_id>/remove")
def remove(duty_id: int) -> AnyResponse | tuple[str, int]:
    """Take somebody off the rota."""
    return _change(lambda s, _: rota_rows.take_off_rota(s, duty_id, by=staff().id, at=now()))


@rota.post("/people/<int:duty_id>/shifts")
def add_shifts(duty_id: int) -> AnyResponse | tuple[str, int]:
    """Add the same hours on some days of the week."""

    def change(session: Session, problems: Problems) -> None:
        begins, ends = read_hours(request.form, problems)
        weekdays = [int(day) for day in request.form.getlist("weekday") if day.isdecimal()]
        if not problems:
            rota_rows.add_shifts(
                session, duty_id, weekdays=weekdays, begins=begins, ends=ends,
                on_holidays="on-holidays" in request.form, by=staff().id, at=now(),
            )  # fmt: skip

    return _change(change, of=duty_id)


@rota.post("/people/<int:duty_id>/shifts/<int:shift_id>/remove")
def remove_shift(duty_id: int, shift_id: int) -> AnyResponse | tuple[str, int]:
    """Take a shift out of the weekly pattern."""
    return _change(
        lambda s, _: rota_rows.remove_shift(s, duty_id, shift_id, by=staff().id, at=now())
    )


@rota.post("/people/<int:duty_id>/days-off")
def add_days_off(duty_id: int) -> AnyResponse | tuple[str, int]:
    """Keep days on which somebody is away."""

    def change(session: Session, problems: Problems) -> None:
        first = read_day(request.form, "first-day", problems)
        last = read_day(request.form, "last-day", problems)
        if not problems:
            rota_rows.add_days_off(
                session, duty_id, first=first, last=last, by=staff().id, at=now()
            )

    return _change(change, of=duty_id)


@rota.post("/people/<int:duty_id>/days-off/<int:off_id>/remove")
def remove_days_off(duty_id: int, off_id: int) -> AnyResponse | tuple[str, int]:
    """Take days off back."""
    return _change(
        lambda s, _: rota_rows.remove_days_off(s, duty_id, off_id, by=staff().id, at=now())
    )


@rota.post("/closed-days")
def add_closed_day() -> AnyResponse | tuple[str, int]:
    """Keep a day on which the team does not work."""

    def change(session: Session, problems: Problems) -> None:
        day = read_day(request.form, "closed-day", problems)
        name = read_text(request.form, "closed-name", problems, longest=LONGEST_LINE)
        if not problems:
            rota_rows.add_closed_day(session, day, name, by=staff().id, at=now())

    return _change(change)


@rota.post("/closed-days/<day>/remove")
def remove_closed_day(day: str) -> AnyResponse | tuple[str, int]:
    """Take a closed day back; one that is gone already changes nothing."""

    def change(session: Session, _: Problems) -> None:
        rota_rows.remove_closed_day(session, date.fromisoformat(day), by=staff().id, at=now())

    return _change(change)


def duty_notice(session: Session) -> DutyNotice | None:
    """Return what to say when nobody is on duty; None when somebody is."""
    stands, council, at = read_rota(session, at_hand().desk.council), at_hand().desk.council, now()
    if any(one.is_reachable for one in stands.on_duty(at)):
        return None
    if not any(one.is_reachable for one in stands.out_of_hours()):
        return DutyNotice("nobody_at_all", is_loud=True)
    local = at.astimezone(council.zone)
    hours = None if local.date() in stands.closed else council.hours_on(local.date())
    is_at_work = hours is not None and hours.opens <= local.time() < hours.closes
    return DutyNotice("nobody_on_duty" if is_at_work else "nobody_at_night", is_loud=is_at_work)


def _change(change: Change, *, of: int | None = None) -> AnyResponse | tuple[str, int]:
    """Change the rota, or show the page again with what is wrong, at the person it is of."""
    problems: Problems = {}
    try:
        with transaction() as session:
            change(session, problems)
    except BadRota as bad:
        problems[bad.field] = bad.problem
    except NotOnRota:
        flash("", "rota_gone")
        return redirect(url_for("rota.show"), 303)
    if problems:
        with transaction() as session:
            return _page(session, problems, of=of), 422
    flash("", "rota_changed")
    return redirect(url_for("rota.show"), 303)


def _page(session: Session, problems: Problems, *, of: int | None = None) -> str:
    council = at_hand().desk.council
    stands, at = read_rota(session, council), now()
    return render_template(
        "rota.html",
        parts=list(Part),
        people={part: [one for one in stands.people if one.part is part] for part in Part},
        steps=_steps(stands, at),
        gaps=stands.gaps(at),
        closed=closed_days(session),
        holidays=[day for day in council.bank_holidays if day.date >= at.date()][:8],
        weekdays=[day.capitalize() for day in WEEKDAYS],
        colleagues=[one for one in all_staff(session) if _may_be_on(one)],
        problems=problems,
        wrong=of,
        form=request.form,
    )


def _steps(stands: Rota, at: datetime) -> list[tuple[Any, Whom]]:
    """Return each step with whom it would tell if danger were noticed now."""
    told: list[int] = []
    shown = []
    for step in alert_steps():
        whom = whom_to_tell(step, stands, told=told, at=at)
        told += [one.id for one in whom.people]
        shown.append((step, whom))
    return shown


def _may_be_on(member: Any) -> bool:
    return member.is_active and member.role in (Role.COORDINATOR, Role.LEAD)
