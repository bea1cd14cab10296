"""What became of a text: Twilio's reports by rank, those that came too early, and whom to ring."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from conversation.text_times import STAFF_ALERT
from referrals.alerts import QUEUE_TOPIC
from referrals.queue import open_referral_of
from storage.live import tell
from storage.tables.outbox import DeliveryReport, OutgoingText

RANK = {
    "waiting": 0, "sending": 1, "unknown": 2, "sent": 3, "undelivered": 4, "delivered": 5,
    "failed": 5, "stopped": 5,
}  # fmt: skip
"""A status that comes late never undoes one of a higher rank."""

REPORTED = frozenset({"sent", "undelivered", "delivered", "failed"})
"""Twilio's words that say more than we know; queued, accepted and sending are passed over."""

NOT_ARRIVED = frozenset({"undelivered", "failed", "stopped", "unknown"})
"""States of a text that its resident has probably not read."""

KEPT_FOR = timedelta(days=1)
"""So long a report waits for its text. Ours have their id within seconds; the rest is not ours."""

RING_THEM = "A text did not arrive: please ring."
"""Stands among a referral's reasons, so that whoever takes it on rings."""


def record_status(
    session: Session, *, provider_id: str, status: str, at: datetime, error: str | None = None
) -> OutgoingText | None:
    """Apply a delivery report by rank, and return the text; keep one that came before its text.

    ``status`` is Twilio's word. A report may overtake the commit in which we note Twilio's id.
    """
    if status not in REPORTED:
        return None
    _lock(session, provider_id)
    row = session.scalars(
        select(OutgoingText).where(OutgoingText.provider_id == provider_id).with_for_update()
    ).one_or_none()
    if row is None:
        session.add(DeliveryReport(provider_id=provider_id, status=status, error=error, at=at))
        return None
    _apply(session, row, status=status, error=error, at=at)
    return row


def came_to(session: Session, row: OutgoingText, *, provider_id: str, status: str) -> None:
    """Note Twilio's id of a text and how far it came, and apply what was reported before."""
    _lock(session, provider_id)
    row.provider_id, row.state = provider_id, status
    session.flush()
    early = select(DeliveryReport).where(DeliveryReport.provider_id == provider_id)
    for report in session.scalars(early.order_by(DeliveryReport.id)).all():
        _apply(session, row, status=report.status, error=report.error, at=report.at)
        session.delete(report)


def forget_reports(session: Session, *, at: datetime) -> None:
    """Delete reports for which no text came."""
    session.execute(delete(DeliveryReport).where(DeliveryReport.at < at - KEPT_FOR))


def tell_of_text(session: Session, row: OutgoingText) -> None:
    """Tell the consoles how a text fared; where it did not arrive, a person is to ring."""
    tell(session, QUEUE_TOPIC, kind="text", text=row.id)
    if row.state not in NOT_ARRIVED - {"unknown"} or row.purpose == STAFF_ALERT:
        return
    referral = open_referral_of(session, row.conversation_id) if row.conversation_id else None
    if referral is not None and RING_THEM not in referral.reasons:
        referral.reasons = [*referral.reasons, RING_THEM]


def _apply(
    session: Session, row: OutgoingText, *, status: str, error: str | None, at: datetime
) -> None:
    if RANK[status] > RANK[row.state]:
        row.state, row.state_at, row.error = status, at, error
        tell_of_text(session, row)


def _lock(session: Session, provider_id: str) -> None:
    """Let a report and the sender of its text pass one after the other."""
    session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"report {provider_id}"))))
