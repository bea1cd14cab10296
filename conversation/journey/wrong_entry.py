"""Hears that something we offered has closed or is wrong, keeps it, and goes on with the rest."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from conversation.journey.offers import offer_services
from conversation.journey.remembering import remember_everything
from conversation.journey.state import Journey, Line
from conversation.message import Choice, ServiceCard
from directory.errors import NoSuchEntry
from directory.wrong_reports import report_wrong
from directory.wrong_reports_words import read_wrong
from language.choice import read_choice

ALSO_A_STORY = 12
"""Words from which a report may hold more than itself."""

USELESS = frozenset({"closed", "full"})
"""What makes an offer none: another takes its place."""

Offer = dict[str, Any]


def hear_wrong(journey: Journey) -> bool | None:
    """Take a word against an offer. None: there was none. True: go on. False: we asked which one.

    When a check-in was asked, the word is an answer to that too, and is read as one.
    """
    offers: list[Offer] = journey.working.get("offers", [])
    if not offers:
        return None
    waiting = journey.working.get("wrong")
    journey.keep(wrong=None)
    said = read_wrong(journey.text, [offer["name"] for offer in offers])
    what = said or waiting
    if what is None:
        return None
    offer = _which(journey, offers, is_second=bool(waiting and not said))
    if offer is None:
        return _ask_which(journey, offers, what) if said else None
    _report(journey, offer, what)
    if len(journey.text.split()) >= ALSO_A_STORY:
        remember_everything(journey)
    if journey.conversation.expects == "feedback":
        return None
    if what in USELESS and journey.conversation.expects in ("choose_service", "next_step"):
        _take_off(journey, offers, offer)
    return True


def _which(journey: Journey, offers: Sequence[Offer], *, is_second: bool) -> Offer | None:
    """Return the offer that is meant: named or numbered, else the one last spoken of."""
    named = [offer for offer in offers if offer["name"].casefold() in journey.text.casefold()]
    if len(named) == 1:
        return named[0]
    picked = read_choice(journey.text, [offer["name"] for offer in offers])
    if picked is not None:
        return offers[picked]
    if is_second:
        return None
    last = journey.working.get("detailed") or (journey.working.get("chosen") or {}).get("id")
    spoken_of = [offer for offer in offers if offer["id"] == last]
    return spoken_of[0] if spoken_of else offers[0] if len(offers) == 1 else None


def _ask_which(journey: Journey, offers: Sequence[Offer], what: str) -> bool:
    journey.keep(wrong=what)
    names = [offer["name"] for offer in offers]
    numbered = ", ".join(f"{number} {name}" for number, name in enumerate(names, start=1))
    choices = tuple(Choice(name, name) for name in names)
    journey.lines.append(Line("utter_wrong_which", {"services": numbered}, choices=choices))
    return False


def _report(journey: Journey, offer: Offer, what: str) -> None:
    """Keep the report, once for a conversation; one that is hidden already needs none."""
    with suppress(NoSuchEntry):
        report_wrong(
            journey.session,
            offer["id"],
            what=what,
            words=journey.text,
            conversation_id=journey.conversation.id,
            channel=journey.message.channel,
            at=journey.at,
        )
    journey.say("utter_wrong_thanks", service=offer["name"])


def _take_off(journey: Journey, offers: Sequence[Offer], offer: Offer) -> None:
    """Offer the others instead, or look for more: the resident still needs something."""
    left = [one for one in offers if one["id"] != offer["id"]]
    chosen = journey.working.get("chosen") or {}
    if chosen.get("id") == offer["id"]:
        journey.keep(chosen=None)
        journey.undone("choose_service")
    journey.keep(offers=left or None, detailed=None)
    if left:
        _show_again(journey, left)
    elif not offer_services(journey, exclude=journey.working.get("shown", [])):
        journey.keep(has_offers=False)
        journey.say("utter_no_more_offers")


def _show_again(journey: Journey, offers: Sequence[Offer]) -> None:
    """Show what is left: its numbers have changed."""
    cards = tuple(ServiceCard(**offer["card"]) for offer in offers)
    choices = tuple(Choice(card.name, card.name) for card in cards)
    journey.lines.append(Line("utter_offers_left", choices=choices, services=cards))
