"""Taking a resident on, and putting them back into the queue."""

import uuid

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from console.at_hand import at_hand, now, staff, transaction
from conversation import ownership
from referrals.claiming import claim, current_referral, hand_back, holds_thread
from referrals.staff import Role

claims = Blueprint("claims", __name__, url_prefix="/people")


@claims.post("/<uuid:conversation_id>/claim")
def claim_it(conversation_id: uuid.UUID) -> AnyResponse:
    """Take a resident on; who comes second is told who has them."""
    with transaction() as session:
        referral = current_referral(session, conversation_id)
        claim(session, referral.id, by=staff().id, at=now())
    flash("", "claimed")
    return redirect(url_for("person.show", conversation_id=conversation_id), 303)


@claims.post("/<uuid:conversation_id>/put-back")
def put_back(conversation_id: uuid.UUID) -> AnyResponse:
    """Put a resident back into the queue, and their thread with them."""
    with transaction() as session:
        referral = current_referral(session, conversation_id)
        is_lead = staff().role is Role.LEAD
        holder = referral.claimed_by
        hand_back(session, referral.id, by=staff().id, at=now(), may_release_others=is_lead)
        if holds_thread(session, conversation_id, by=holder):
            ownership.hand_back(
                session, conversation_id, by=staff().id, words=at_hand().desk.words, at=now()
            )
    flash("", "put_back")
    return redirect(url_for("queue.show"), 303)
