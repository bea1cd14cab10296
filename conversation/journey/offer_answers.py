"""Which of the offers, and what the next step is."""

from typing import Any

from conversation.journey.misunderstanding import not_understood, understood
from conversation.journey.offers import call_for_person, count_as_unmet, offer_services
from conversation.journey.plan import INTRODUCE, MYSELF, NOTHING, RING
from conversation.journey.state import Journey, Line
from conversation.message import Channel, ServiceCard
from conversation.outbox import queue_text
from conversation.telling import is_held
from conversation.titles import detail_words, next_step_titles
from conversation.words import words
from language.choice import read_choice
from language.yes_no import read_yes_no
from people.contact import LANDLINE, MOBILE
from people.story import THEME
from storage.tables.people import ContactPoint

UNMET = "unmet"
"""Kind of note for a theme for which nothing fitted. Reports count directory/unmet, which knows no
person."""


def hear_choice(journey: Journey) -> None:
    """Take a choice by number or name, a wish for more or details, or none of these."""
    offers = journey.working.get("offers", [])
    picked = read_choice(journey.text, [offer["name"] for offer in offers])
    intent = journey.heard.intent
    if intent == "send_details":
        _send_details(journey, offers[picked or 0])
    elif intent == "ask_details":
        _tell_details(journey, offers[picked or 0])
    elif intent == "more_options":
        _offer_more(journey)
    elif picked is not None:
        _choose(journey, offers[picked])
    elif intent in ("deny", "unsure", "skip") or read_yes_no(journey.text) is False:
        _none_of_these(journey)
    elif len(offers) == 1 and (intent == "affirm" or read_yes_no(journey.text)):
        _choose(journey, offers[0])
    else:
        not_understood(journey, "utter_which_offer")


def hear_next_step(journey: Journey) -> None:
    """Take one of the next steps by number, words or meaning."""
    steps = next_step_titles()
    picked = read_choice(journey.text, list(steps.values()))
    if picked is not None:
        _take_step(journey, list(steps)[picked])
    elif journey.heard.intent in ("ask_callback", "ask_human", "affirm"):
        _take_step(journey, RING)
    elif journey.heard.intent == "send_details":
        _take_step(journey, MYSELF)
    elif journey.heard.intent in ("deny", "skip", "goodbye"):
        journey.say("utter_no_next_step")
        _take_step(journey, NOTHING)
    else:
        not_understood(journey, "utter_which_step")


def _choose(journey: Journey, offer: dict[str, Any]) -> None:
    journey.keep(chosen={"id": offer["id"], "name": offer["name"]})
    journey.say("utter_chosen", service=offer["name"])
    journey.done("choose_service")
    understood(journey)


def _tell_details(journey: Journey, offer: dict[str, Any]) -> None:
    """Say all that is known of one offer, and leave the choice open."""
    journey.keep(detailed=offer["id"])  # "that number is dead" is about this one
    shown = ServiceCard(**offer["card"])
    journey.lines.append(Line("utter_details", _details(offer), services=(shown,)))


def _details(offer: dict[str, Any]) -> dict[str, str]:
    """Return what fills the gaps of an offer's details."""
    card, unknown = offer["card"], detail_words("unknown")
    return {
        "service": card["name"],
        "when": ". ".join(filter(None, (card.get("room"), card.get("when") or unknown))),
        "cost": offer["cost"] or unknown,
        "first_step": card.get("first_step") or detail_words("ask_us"),
    }


def _send_details(journey: Journey, offer: dict[str, Any]) -> None:
    """Text the details to a caller who asks for it; on a page and in a text they are said."""
    point = journey.contact
    if journey.message.channel != Channel.VOICE:
        _tell_details(journey, offer)
        return
    if point is None or point.kind != MOBILE or not _may_text(journey, point):
        journey.say(f"utter_voice_cannot_text_{_why_no_text(point)}")
        _tell_details(journey, offer)
        return
    queue_text(
        journey.session,
        conversation_id=journey.conversation.id,
        number=point.value,
        text=words().say("utter_details", Channel.SMS, **_details(offer)).text,
        purpose="details",
        at=journey.at,
    )
    journey.say("utter_details_texted", service=offer["name"])


def _may_text(journey: Journey, point: ContactPoint) -> bool:
    """Tell whether a text is safe: they said so, and nothing holds contact with them."""
    is_safe = point.safe_to_text is True
    return is_safe and not is_held(journey.session, journey.conversation)


def _why_no_text(point: ContactPoint | None) -> str:
    """Say why there is no text; why one is not safe may be overheard and is not said."""
    if point is None:
        return "no_number"
    return "landline" if point.kind == LANDLINE else "not_safe"


def remind_of_first_step(journey: Journey) -> None:
    """Say once more how to begin with what was chosen: who goes alone needs it in hand."""
    chosen = journey.working.get("chosen") or {}
    for offer in journey.working.get("offers", []):
        if offer["id"] == chosen.get("id"):
            journey.say("utter_details", **_details(offer))


def _offer_more(journey: Journey) -> None:
    if not offer_services(journey, exclude=journey.working.get("shown", [])):
        journey.say("utter_no_more_offers")


def _none_of_these(journey: Journey) -> None:
    """Count the need as unmet and go on to a person, never to a dead end."""
    for theme in journey.story.values(THEME):
        journey.note(UNMET, theme)
    count_as_unmet(journey)
    journey.say("utter_none_of_these")
    journey.done("choose_service")
    understood(journey)


def _take_step(journey: Journey, step: str) -> None:
    has_choice = journey.working.get("chosen") is not None
    if step == INTRODUCE and not has_choice:
        step = RING  # there is no group to be introduced to: a person finds one
    if step == RING:
        call_for_person(journey, "Asked for a person to ring")
    if step == MYSELF and has_choice:
        journey.say("utter_can_check_in")
    journey.keep(next_step=step)
    journey.done("next_step")
    understood(journey)
