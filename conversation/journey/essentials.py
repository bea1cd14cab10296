"""Where is the nearest food bank? Who has no food gets the offers before any further question."""

import re
from collections.abc import Mapping
from functools import cache

import yaml
from sqlalchemy import select

from conversation.journey.state import Journey
from language.words import make_plain
from people.story import MATTERS, THEME
from settings import ROOT
from storage.tables.conversations import Message
from storage.tables.safety import SafetyFlag

FILE = ROOT / "data" / "safety" / "essentials.yml"

NO_ESSENTIALS = "no_essentials"

BEFORE_OFFERS = frozenset(
    {"safe_now", "safe_way", "consent_store", "name", "contact", "contact_safe", "best_time"}
)
"""Questions that give way; in the story and at the offers themselves the way there is short."""


def offer_essentials(journey: Journey) -> bool:
    """Open the offers at once if they ask where to get what they have none of; tell whether."""
    if journey.conversation.expects not in BEFORE_OFFERS or not _asks(journey.text):
        return False
    if not _has_none(journey):
        return False
    if journey.conversation.expects == "safe_now":
        journey.done("safe_now")
    _open_offers(journey, journey.text)
    return True


def offer_what_was_asked(journey: Journey) -> bool:
    """Open the offers once they are known to be safe, if they asked in the words of danger."""
    query = (
        select(Message.text)
        .join(SafetyFlag, SafetyFlag.message_id == Message.id)
        .where(
            SafetyFlag.conversation_id == journey.conversation.id,
            SafetyFlag.categories.contains([NO_ESSENTIALS]),
        )
        .order_by(SafetyFlag.id.desc())
        .limit(1)
    )
    words = journey.session.scalar(query)
    if words is None or not _asks(words):
        return False
    _open_offers(journey, words)
    return True


def _open_offers(journey: Journey, words: str) -> None:
    journey.note(MATTERS, words)
    if not journey.story.values(THEME):
        journey.note(THEME, "food")
    journey.undone("choose_service")
    journey.keep(in_danger=True, offers=None, has_offers=None, next_question="choose_service")
    journey.say("utter_food_first")
    journey.done("what_matters")


def _asks(text: str) -> bool:
    plain, patterns = make_plain(text).lower(), _patterns()
    return bool(re.search(patterns["asks"], plain) and re.search(patterns["things"], plain))


def _has_none(journey: Journey) -> bool:
    query = select(SafetyFlag.id).where(
        SafetyFlag.conversation_id == journey.conversation.id,
        SafetyFlag.categories.contains([NO_ESSENTIALS]),
    )
    return journey.session.scalar(query.limit(1)) is not None


@cache
def _patterns() -> Mapping[str, str]:
    read: Mapping[str, str] = yaml.safe_load(FILE.read_text(encoding="utf-8"))["essentials"]
    return read
