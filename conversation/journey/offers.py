"""Finds what is nearby, remembers what was offered, and calls a person when asked."""

from collections.abc import Collection, Iterable
from dataclasses import asdict
from typing import Any

from conversation.journey.plan import RING
from conversation.journey.state import Journey, Line
from conversation.message import Channel, Choice, ServiceCard
from conversation.words import words
from directory.places import Place
from directory.search import FoundService, find_services
from directory.unmet import count_unmet
from people.story import MATTERS, THEME
from referrals.queue import Reasons, open_referral
from storage.tables.conversations import Conversation

NUMBERED = frozenset(
    {"confirm_summary", "safe_now", "consent_store", "consent_share", "contact_safe"}
)
"""Questions whose answers are buttons on a page and numbers in a text."""

AT_ONCE = 3
"""Offers in one message; more can be asked for."""


def offer_services(journey: Journey, *, exclude: Collection[str] = ()) -> bool:
    """Find up to three services and say them with their reasons; tell whether there were any."""
    story = journey.story
    found = find_services(
        journey.session,
        words=" ".join(story.values(MATTERS)),
        themes=story.values(THEME),
        place=place_of(journey),
        at=journey.at,
        limit=AT_ONCE,
        exclude=exclude,
    )
    if not found:
        return False
    cards = tuple(card(service) for service in found)
    shown = [*journey.working.get("shown", []), *(one.id for one in cards)]
    journey.keep(offers=[_offer(service) for service in found], shown=shown)
    choices = tuple(Choice(one.name, one.name) for one in cards)
    journey.lines.append(Line("utter_offers", choices=choices, services=cards))
    return True


def count_as_unmet(journey: Journey) -> None:
    """Count that nothing known fits this need, with its theme and neighbourhood only."""
    count_unmet(
        journey.session,
        themes=journey.story.values(THEME),
        place=place_of(journey),
        channel=journey.conversation.channel,
        at=journey.at,
    )


def option_named(conversation: Conversation, text: str) -> str | None:
    """Return "option 2" for a text that is the whole name of the second offer, as a click sends it.

    A name may sound like a wish ("Stop smoking clinic", "Forget-Me-Not Café"): nobody may hear one.
    """
    if conversation.expects != "choose_service":
        return None
    names = [offer["name"].casefold() for offer in conversation.working.get("offers", [])]
    said = text.strip().casefold()
    return f"option {names.index(said) + 1}" if said in names else None


def choice_numbered(conversation: Conversation, text: str, channel: str) -> str | None:
    """Return "Yes" for "1" where a text has numbered the answers of the open question so."""
    number = text.strip(" .)")
    if channel != Channel.SMS or not number.isdecimal() or len(number) > 1:
        return None
    question = f"utter_ask_{conversation.expects}"
    choices = words().say(question, channel).choices if conversation.expects in NUMBERED else ()
    return choices[int(number) - 1].value if 0 < int(number) <= len(choices) else None


def _offer(service: FoundService) -> dict[str, Any]:
    """Return what is kept of an offer: its card and its cost, as they were shown."""
    return {
        "id": service.id,
        "name": service.name,
        "cost": service.cost or "",
        "card": asdict(card(service)),
    }


def place_of(journey: Journey) -> Place | None:
    """Return the place that the story tells of."""
    place = journey.working.get("place")
    return Place(**place) if place else None


def card(service: FoundService) -> ServiceCard:
    """Show a found service as an offer."""
    return ServiceCard(
        id=service.id,
        name=service.name,
        why=_sentences(one for one in service.why if one != service.room),
        distance_km=service.distance_km,
        when=service.when or "",
        first_step=service.first_step or "",
        phone=service.phone or "",
        url=service.url or "",
        checked_at=service.checked_at.isoformat() if service.checked_at else "",
        room=service.room,
    )


def _sentences(reasons: Iterable[str]) -> str:
    told = ". ".join(reasons)
    return f"{told}." if told else ""


def call_for_person(journey: Journey, reason: str) -> None:
    """Open the referral at once, so that it stands even if the resident leaves now."""
    why = Reasons(route="coordinator", reason=reason)
    open_referral(
        journey.session,
        conversation=journey.conversation,
        why=why,
        at=journey.at,
        patch=journey.council.patch_of((journey.working.get("place") or {}).get("ward")),
    )
    journey.keep(next_step=RING, agreed=None, called=journey.message.id)
