"""The team lead's page: who waits, what is overdue, who holds what, which numbers are old."""

from flask import Blueprint, render_template

from console.at_hand import now, staff, transaction
from console.help_lines import old_numbers
from referrals.outcomes import outcomes
from referrals.seen import record_seen
from referrals.standing import standing

team = Blueprint("team", __name__)


@team.get("/team")
def show() -> str:
    """Show how things stand."""
    with transaction() as session:
        record_seen(session, subject="team", subject_id="team", by=staff().id, at=now())
        stands = standing(session, at=now())
    return render_template(
        "team.html",
        stands=stands,
        outcomes=outcomes(),
        old_numbers=old_numbers(now().date()),
        at=now(),
    )
