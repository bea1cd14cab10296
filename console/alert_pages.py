"""Alerts: acknowledged by who takes them up, and handled with a note on what was done."""

import uuid

from flask import Blueprint, flash, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from console.at_hand import now, staff, transaction
from console.forms import LONGEST_NOTE, Problems, read_text
from console.person_pages import render_person
from referrals.alerts import acknowledge_alert, handle_alert, read_alert

alerts = Blueprint("alerts", __name__, url_prefix="/alerts")


@alerts.post("/<uuid:alert_id>/acknowledge")
def acknowledge(alert_id: uuid.UUID) -> AnyResponse:
    """Take an alert up and go to the resident's page."""
    with transaction() as session:
        alert = read_alert(session, alert_id)
        acknowledge_alert(session, alert, by=staff().id, at=now())
        return _to(alert.conversation_id)


@alerts.post("/<uuid:alert_id>/handle")
def handle(alert_id: uuid.UUID) -> AnyResponse | tuple[str, int]:
    """Write down what was done about the danger."""
    problems: Problems = {}
    note = read_text(request.form, "alert-note", problems, longest=LONGEST_NOTE)
    with transaction() as session:
        alert = read_alert(session, alert_id)
        if problems:
            return _again(session, alert.conversation_id, problems)
        handle_alert(session, alert, note=note, by=staff().id, at=now())
    flash("", "alert_handled")
    return _to(alert.conversation_id)


def _again(session: Session, thread: uuid.UUID, problems: Problems) -> tuple[str, int]:
    return render_person(session, thread, problems=problems), 422


def _to(conversation_id: uuid.UUID) -> AnyResponse:
    return redirect(url_for("person.show", conversation_id=conversation_id, _anchor="alerts"), 303)
