"""A better week, strengths, people around, place and what makes getting help harder."""

from conversation.journey.misunderstanding import understood
from conversation.journey.remembering import remember_place
from conversation.journey.state import Journey
from directory.places import find_place
from language.network import says_nobody
from language.yes_no import read_yes_no
from people.story import ACCESS_NEED, NOBODY, STRENGTH, WISH, Near

NO_ANSWER = frozenset({"unsure", "skip", "help"})
"""Intents that leave a question of the story open, without harm."""


def hear_better_week(journey: Journey) -> None:
    """Keep the wish in the resident's own words."""
    if journey.heard.intent not in NO_ANSWER and read_yes_no(journey.text) is None:
        journey.note(WISH, journey.text)
    _go_on(journey, "better_week")


def hear_strengths(journey: Journey) -> None:
    """Keep what they enjoy or are good at, unless it was found in the words already."""
    has_said = bool(journey.story.values(STRENGTH))
    says_nothing = read_yes_no(journey.text) is False or journey.heard.intent in NO_ANSWER
    if not has_said and not says_nothing:
        journey.note(STRENGTH, journey.text)
    _go_on(journey, "strengths")


def hear_network(journey: Journey) -> None:
    """Keep who is around. That nobody is, is an answer too and decides the lane."""
    is_anyone_known = any(not member.is_gone for member in journey.story.network)
    if not is_anyone_known and journey.heard.intent not in NO_ANSWER:
        says_none = says_nobody(journey.text) or read_yes_no(journey.text) is False
        relation = NOBODY if says_none else "somebody"
        journey.meet(Near(relation=relation, words=journey.text))
    _go_on(journey, "network")


def hear_place(journey: Journey) -> None:
    """Find the place; an unknown one is asked for once more with an example, then left open."""
    if journey.story.last("place") is None and journey.heard.intent not in NO_ANSWER:
        place = find_place(journey.session, journey.text)
        if place is not None:
            remember_place(journey, place)
        elif not journey.working.get("place_missed"):
            journey.keep(place_missed=True)
            journey.say("utter_place_unknown")
            return
        else:
            journey.say("utter_place_left_open")
    _go_on(journey, "place")


def hear_access_needs(journey: Journey) -> None:
    """Keep what makes getting help harder; 'no' and 'nothing' are answers."""
    says_nothing = read_yes_no(journey.text) is False or journey.heard.intent in NO_ANSWER
    if not says_nothing and not journey.story.values(ACCESS_NEED):
        journey.note(ACCESS_NEED, journey.text)
    _go_on(journey, "access_needs")


def _go_on(journey: Journey, question: str) -> None:
    journey.done(question)
    understood(journey)
