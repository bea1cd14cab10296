"""The queue: who waits for a person, and what an open page fetches to stay up to date."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from console.at_hand import now, staff, transaction
from console.help_lines import old_numbers
from conversation.undelivered import count_lost
from referrals.seen import record_seen
from referrals.staff import Role
from referrals.waiting import QueueRow, waiting

queue = Blueprint("queue", __name__)

VIEWS = ("waiting", "mine", "alerts", "all")
"""What the queue can show; the first is what it shows by itself."""


@queue.get("/")
def first_page() -> AnyResponse:
    """Lead each role to where its work is."""
    is_administrator = staff().role is Role.ADMINISTRATOR
    return redirect(url_for("accounts.show" if is_administrator else "queue.show"))


@queue.get("/queue")
def show() -> str:
    """Show the queue."""
    with transaction() as session:
        record_seen(session, subject="queue", subject_id="queue", by=staff().id, at=now())
        old = old_numbers(now().date())
        return render_template("queue.html", old_numbers=old, **queue_facts(session))


def queue_facts(session: Session) -> dict[str, Any]:
    """Return what the queue's templates show."""
    rows = waiting(session, at=now())
    view = request.args.get("show", "")
    view = view if view in VIEWS else VIEWS[0]
    return {
        "view": view,
        "rows": _shown(rows, view),
        "counts": {each: len(_shown(rows, each)) for each in VIEWS},
        "overdue": sum(row.is_overdue for row in rows),
        "lost_texts": count_lost(session),
        "at": now(),
    }


def _shown(rows: Sequence[QueueRow], view: str) -> list[QueueRow]:
    if view == "mine":
        return [row for row in rows if row.claimed_by == staff().id]
    if view == "alerts":
        return [row for row in rows if row.has_open_alert]
    if view == "waiting":
        return [row for row in rows if row.claimed_by is None]
    return list(rows)
