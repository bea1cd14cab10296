"""Are you safe right now? How may we be in touch? Every answer leads on."""

from conversation.journey.contact_answers import take_number
from conversation.journey.essentials import offer_what_was_asked
from conversation.journey.misunderstanding import understood
from conversation.journey.plan import next_question
from conversation.journey.safe_way import read_safe_way
from conversation.journey.state import Journey
from conversation.message import Channel
from language.yes_no import read_yes_no
from referrals.safe_contact import SafeWay, give_safe_way

ASKED_HOW = "asked_how"
"""Kept once a yes alone was answered with *how and when?*; the next answer is taken as it is."""


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
    if not offer_what_was_asked(journey):
        bridge_to_name(journey)
    understood(journey)


def hear_safe_way(journey: Journey) -> None:
    """Keep how and when they may be contacted; a yes alone is asked *how* once."""
    has_number = take_number(journey)
    way = read_safe_way(journey.text, by_text=journey.message.channel == Channel.SMS)
    if way is None and not has_number and not journey.working.get(ASKED_HOW):
        journey.keep(**{ASKED_HOW: True})
        journey.say("utter_safe_way_how")
        return
    _keep_way(journey, way or SafeWay())
    journey.done("safe_way", "contact_safe")
    if way is not None and not way.is_any and way.may_ring is False:
        journey.say("utter_no_safe_way")
        journey.done("contact")
    else:
        journey.say("utter_safe_way_kept")
    bridge_to_name(journey)
    understood(journey)


def says_safe_way(journey: Journey) -> bool:
    """Tell whether a wish like 'don't text me' answers how they may be contacted."""
    is_asked = journey.conversation.expects == "safe_way"
    return is_asked and read_safe_way(journey.text, by_text=False) is not None


def bridge_to_name(journey: Journey) -> None:
    """Say why a name is asked next: after danger the question comes out of nowhere."""
    if journey.working.get("in_danger") and next_question(journey.known()) == "name":
        journey.say("utter_so_that_a_person_can_help")


def _keep_way(journey: Journey, way: SafeWay) -> None:
    hold = journey.hold
    if hold is not None:
        give_safe_way(
            journey.session, hold, journey.conversation, way, words=journey.text,
            message_id=journey.message.id, at=journey.at,
        )  # fmt: skip
    if way.best_time:
        journey.done("best_time")
