"""What to do when an answer is not understood: once ask in other words, then offer a person."""

from conversation.journey.offers import call_for_person
from conversation.journey.plan import RING
from conversation.journey.state import Journey

ENOUGH = 2
"""The second miss in a row offers a person: nobody should have to argue with a machine."""


def not_understood(journey: Journey, response: str = "utter_not_understood", **fill: str) -> None:
    """Count a miss; at the second one in a row put the resident in the queue for a person."""
    journey.conversation.misunderstandings += 1
    if journey.conversation.misunderstandings >= ENOUGH:
        journey.conversation.misunderstandings = 0
        journey.done(journey.conversation.expects)  # leave it to the person, and go on
        if _is_called(journey):
            journey.say("utter_skipped")  # a second apology for the same thing helps nobody
            return
        journey.say("utter_a_person_instead")
        call_for_person(journey, "Was misunderstood twice in a row")
        return
    journey.say(response, **fill)


def _is_called(journey: Journey) -> bool:
    """Tell whether a person has been asked for already: in words, by two misses, by danger."""
    return journey.working.get("next_step") == RING or bool(journey.working.get("in_danger"))


def understood(journey: Journey) -> None:
    """Begin to count anew."""
    journey.conversation.misunderstandings = 0
