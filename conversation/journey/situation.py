"""Sums up a story for the routing rules."""

from typing import Literal

from sqlalchemy import select

from conversation.journey.plan import INTRODUCE, MYSELF, RING
from conversation.journey.state import Journey
from people.story import ABOUT, THEME, Story
from storage.tables.safety import SafetyFlag
from triage.danger import Level
from triage.route import Decision, Situation, decide_route

BREAKING_POINT = "carer_breakdown"
CHANGES = frozenset({"bereavement"})
"""Themes that tell of a change: with no one around they call for a person."""


def decide(journey: Journey) -> Decision:
    """Return the route for what is known now, with its reason in words."""
    story = journey.story
    level, categories = _safety(journey)
    step = journey.working.get("next_step")
    themes = story.values(THEME)
    return decide_route(
        Situation(
            level=level,
            categories=categories,
            themes=themes,
            asked_for_person=step == RING,
            carer_at_breaking_point=BREAKING_POINT in categories,
            no_one_around=story.has_no_one,
            something_changed=bool(CHANGES & set(themes))
            or any(member.is_gone for member in story.network),
            misunderstandings=journey.conversation.misunderstandings,
            about=_about(story),
            offers_help="giving" in themes,
            wants_details_only=step == MYSELF,
            wants_introduction=step == INTRODUCE,
            suitable_nearby=bool(journey.working.get("offers")),
        )
    )


def _about(story: Story) -> Literal["self", "other", "client"]:
    about = story.last(ABOUT)
    if about == "client":
        return "client"
    return "other" if about == "other" else "self"


def _safety(journey: Journey) -> tuple[Level, tuple[str, ...]]:
    """Return the highest level and all categories noticed in the conversation."""
    query = select(SafetyFlag).where(SafetyFlag.conversation_id == journey.conversation.id)
    flags = list(journey.session.scalars(query.order_by(SafetyFlag.id)))
    level = max((Level[flag.level] for flag in flags), default=Level.none)
    return level, tuple(dict.fromkeys(c for flag in flags for c in flag.categories))
