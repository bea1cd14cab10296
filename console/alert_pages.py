"""Alerts: taken up by who acts on them, handled with a note, and tried in a drill."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from console.at_hand import now, staff, transaction
from console.forms import LONGEST_NOTE, Problems, read_text
from console.person_pages import render_person
from referrals.alert_told import told_of
from referrals.alerts import acknowledge_alert, handle_alert, raise_drill, read_alert
from referrals.staff import staff_names
from storage.tables.safety import Alert

alerts = Blueprint("alerts", __name__, url_prefix="/alerts")


@alerts.get("/<uuid:alert_id>")
def show(alert_id: uuid.UUID) -> AnyResponse | str:
    """Open what a text or an e-mail links to: the resident's page, or the drill's own."""
    with transaction() as session:
        alert = read_alert(session, alert_id)
        if alert.conversation_id is not None:
            return _to(alert)
        return _drill_page(session, alert, {})


@alerts.post("/<uuid:alert_id>/acknowledge")
def acknowledge(alert_id: uuid.UUID) -> AnyResponse:
    """Take an alert up and go to the resident's page."""
    with transaction() as session:
        alert = read_alert(session, alert_id)
        acknowledge_alert(session, alert, by=staff().id, at=now())
        return _to(alert)


@alerts.post("/<uuid:alert_id>/handle")
def handle(alert_id: uuid.UUID) -> AnyResponse | tuple[str, int]:
    """Write down what was done about the danger."""
    problems: Problems = {}
    note = read_text(request.form, "alert-note", problems, longest=LONGEST_NOTE)
    with transaction() as session:
        alert = read_alert(session, alert_id)
        if problems:
            return _again(session, alert, problems)
        handle_alert(session, alert, note=note, by=staff().id, at=now())
        flash("", "alert_handled")
        return _to(alert)


@alerts.post("/drill")
def drill() -> AnyResponse:
    """Send a test alert through every step."""
    with transaction() as session:
        alert = raise_drill(session, by=staff().id, at=now())
        flash("", "drill_started")
        return _to(alert)


def _again(session: Session, alert: Alert, problems: Problems) -> tuple[str, int]:
    if alert.conversation_id is None:
        return _drill_page(session, alert, problems), 422
    return render_person(session, alert.conversation_id, problems=problems), 422


def _drill_page(session: Session, alert: Alert, problems: Problems) -> str:
    return render_template(
        "drill.html",
        alert=alert,
        told=told_of(session, alert.id),
        names=staff_names(session),
        problems=problems,
        form=request.form,
    )


def _to(alert: Alert) -> AnyResponse:
    if alert.conversation_id is None:
        return redirect(url_for("alerts.show", alert_id=alert.id), 303)
    return redirect(
        url_for("person.show", conversation_id=alert.conversation_id, _anchor="alerts-here"), 303
    )
