"""Accounts: an administrator adds them and switches them off and on."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from console.at_hand import now, staff, transaction
from console.forms import Problems
from referrals.errors import BadAccount, EmailTaken
from referrals.passwords import SHORTEST
from referrals.staff import Role, add_staff, all_staff, set_active

accounts = Blueprint("accounts", __name__, url_prefix="/accounts")


@accounts.get("/")
def show() -> str:
    """Show every account and the form for a new one."""
    return _page({})


@accounts.post("/")
def add() -> AnyResponse | tuple[str, int]:
    """Add an account."""
    form = request.form
    try:
        with transaction() as session:
            member = add_staff(
                session,
                email=form.get("email", ""),
                name=form.get("name", ""),
                role=form.get("role", ""),
                password=form.get("password", ""),
                by=staff().id,
                at=now(),
            )
    except BadAccount as bad:
        return _page({bad.field: bad.problem}), 422
    except EmailTaken:
        return _page({"email": "taken"}), 422
    flash(member.name, "account_added")
    return redirect(url_for("accounts.show"), 303)


@accounts.post("/<uuid:staff_id>/switch")
def switch(staff_id: uuid.UUID) -> AnyResponse | tuple[str, int]:
    """Switch an account on or off."""
    try:
        with transaction() as session:
            active = request.form.get("active") == "yes"
            member = set_active(session, staff_id, active=active, by=staff().id, at=now())
    except BadAccount as bad:
        return _page({bad.field: bad.problem}), 422
    flash(member.name, "account_on" if active else "account_off")
    return redirect(url_for("accounts.show"), 303)


def _page(problems: Problems) -> str:
    with transaction() as session:
        members = all_staff(session)
    return render_template(
        "accounts.html",
        members=members,
        roles=list(Role),
        problems=problems,
        form=request.form,
        shortest=SHORTEST,
    )
