"""The referral queue: a resident waits for a coordinator, the most urgent and oldest first."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from referrals.alerts import QUEUE_TOPIC
from referrals.audit import DOORSTEP, record
from storage.live import tell
from storage.tables.conversations import Conversation
from storage.tables.referrals import Referral

URGENCY = {"emergency": 0, "urgent": 1, "coordinator": 2, "connect": 3, "offer": 4}
"""Order of the queue by route; a route that is not here needs no coordinator."""


@dataclass(frozen=True)
class Reasons:
    """Why a person is needed: the route, the reason that decided, and all that held."""

    route: str
    reason: str
    all_reasons: Sequence[str] = ()


def open_referral(
    session: Session,
    *,
    conversation: Conversation,
    why: Reasons,
    at: datetime,
    patch: str | None = None,
) -> Referral:
    """Put a resident in the queue, or return their open referral, made more urgent if need be.

    Asking twice opens one referral. The console hears of it when the transaction commits.
    """
    referral = open_referral_of(session, conversation.id) or _insert(session, conversation, why, at)
    if URGENCY[why.route] < referral.urgency:
        referral.route, referral.urgency, referral.reason = (
            why.route,
            URGENCY[why.route],
            why.reason,
        )
    new = [reason for reason in (why.reason, *why.all_reasons) if reason not in referral.reasons]
    referral.reasons = [*referral.reasons, *dict.fromkeys(new)]
    referral.patch = patch or referral.patch
    if conversation.owner in ("assistant", "closed"):
        conversation.owner = "queue"
    tell(session, QUEUE_TOPIC, kind="referral", referral=str(referral.id))
    return referral


def open_referral_of(session: Session, conversation_id: uuid.UUID) -> Referral | None:
    """Return the conversation's open referral."""
    return session.scalars(
        select(Referral).where(
            Referral.conversation_id == conversation_id, Referral.closed_at.is_(None)
        )
    ).one_or_none()


def place_in_queue(session: Session, referral: Referral) -> int:
    """Return how many unclaimed referrals come before this one, plus one."""
    earlier = (Referral.urgency < referral.urgency) | (
        (Referral.urgency == referral.urgency) & (Referral.opened_at < referral.opened_at)
    )
    query = select(func.count()).where(
        Referral.closed_at.is_(None), Referral.claimed_at.is_(None), earlier
    )
    return (session.scalar(query) or 0) + 1


def _insert(session: Session, conversation: Conversation, why: Reasons, at: datetime) -> Referral:
    """Insert unless another turn just did: the partial unique index decides."""
    row = insert(Referral).values(
        id=uuid.uuid4(),
        conversation_id=conversation.id,
        route=why.route,
        urgency=URGENCY[why.route],
        reason=why.reason,
        reasons=[],
        opened_at=at,
    )
    session.execute(
        row.on_conflict_do_nothing(
            index_elements=["conversation_id"], index_where=Referral.closed_at.is_(None)
        )
    )
    referral = open_referral_of(session, conversation.id)
    if referral is None:
        raise RuntimeError("a referral that was just opened cannot be read")
    record(
        session,
        by=DOORSTEP,
        act="referral_opened",
        subject="referral",
        subject_id=referral.id,
        at=at,
        route=why.route,
    )
    return referral
