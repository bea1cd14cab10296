"""Are you safe right now? Every answer leads on."""

from conversation.journey.misunderstanding import understood
from conversation.journey.state import Journey
from language.yes_no import read_yes_no


def hear_safe_now(journey: Journey) -> None:
    """Say what fits yes, no or unsure, and go on to how a person can get in touch."""
    answer = read_yes_no(journey.text)
    if answer is None and journey.heard.intent in ("affirm", "deny"):
        answer = journey.heard.intent == "affirm"
    response = {
        True: "utter_safe_now_yes",
        False: "utter_safe_now_no",
        None: "utter_safe_now_unsure",
    }
    journey.say(response[answer])
    journey.keep(in_danger=True, before_safe_now=None)
    journey.done("what_matters", "safe_now")
    understood(journey)
