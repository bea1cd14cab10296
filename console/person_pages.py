"""One page for a person: everything a coordinator needs, with every form on it."""

import uuid
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template, request
from sqlalchemy.orm import Session

from console.at_hand import at_hand, now, secret, staff, transaction
from console.network_map import HEIGHT, draw_map
from console.suggestions import suggest
from conversation.message import Channel, Owner
from conversation.recordings import recordings_of
from referrals.hours import end_of_next_working_day
from referrals.introductions import introduction_link
from referrals.outcomes import outcomes
from referrals.person_page import PersonPage, read_person_page
from referrals.seen import record_seen
from referrals.staff import Role

person = Blueprint("person", __name__, url_prefix="/people")

LONGEST_SEARCH = 200


@person.get("/<uuid:conversation_id>")
def show(conversation_id: uuid.UUID) -> str:
    """Show a resident's page, and write down who looked."""
    with transaction() as session:
        return render_person(session, conversation_id)


def render_person(
    session: Session,
    conversation_id: uuid.UUID,
    *,
    problems: Mapping[str, str] | None = None,
) -> str:
    """Render the page; ``problems`` are the fields of a form that came back."""
    record_seen(
        session,
        subject="conversation",
        subject_id=conversation_id,
        by=staff().id,
        at=now(),
    )
    page = read_person_page(session, conversation_id)
    return render_template(
        "person.html",
        page=page,
        suggestions=_suggestions(session, page),
        spots=draw_map(page.story.network),
        map_height=HEIGHT,
        may=may_do(page),
        outcomes=outcomes().values(),
        links=_links(page),
        usual_due=end_of_next_working_day(at_hand().desk.council, now()),
        problems=problems or {},
        form=request.form,
        recordings=recordings_of(session, conversation_id),
        at=now(),
    )


def may_do(page: PersonPage) -> dict[str, bool]:
    """Tell what the coordinator who looks may do now."""
    is_mine = page.referral is not None and page.referral.claimed_by == staff().id
    holds_thread = (
        page.conversation.owner == Owner.COORDINATOR and page.conversation.owner_id == staff().id
    )
    can_write = page.conversation.channel != Channel.VOICE
    return {
        "claim": page.referral is not None and page.referral.claimed_by is None,
        "hold": is_mine,
        "put_back": page.referral is not None
        and page.referral.claimed_by is not None
        and (is_mine or staff().role is Role.LEAD),
        "take_over": is_mine and can_write and not holds_thread,
        "reply": is_mine and can_write and holds_thread,
    }


def _suggestions(session: Session, page: PersonPage) -> Any:
    return suggest(
        session,
        page.story,
        asked=request.args.get("find", "").strip()[:LONGEST_SEARCH],
        near=request.args.get("near", "").strip()[:LONGEST_SEARCH],
        at=now(),
    )


def _links(page: PersonPage) -> dict[uuid.UUID, str]:
    """Return the address that a group opens, for each introduction that was shared."""
    base = at_hand().settings.public_address
    return {
        introduction.id: f"{base}/r/{introduction_link(introduction, secret=secret())}"
        for introduction in page.introductions
        if introduction.token_hash
    }
