"""Agrees on what happens: a referral, an introduction or a check-in, and a promise with a date."""

import uuid
from datetime import datetime, timedelta

from conversation.journey.misunderstanding import understood
from conversation.journey.offer_answers import remind_of_first_step
from conversation.journey.plan import INTRODUCE, MYSELF, RING
from conversation.journey.situation import decide
from conversation.journey.state import Journey, Line
from conversation.message import PromiseShown
from conversation.titles import promise_in_words
from language.yes_no import read_yes_no
from people.story import MATTERS
from referrals.check_ins import plan_check_in
from referrals.hours import (
    end_of_next_working_day,
    end_of_working_day,
    in_words,
    next_working_moment,
)
from referrals.introductions import ask_group
from referrals.promises import make_promise, open_promises
from referrals.queue import URGENCY, Reasons, open_referral
from referrals.safe_contact import way_of

CHECK_IN_AFTER = timedelta(days=3)
"""First check-in after an introduction or details; design: 3, 14 and 28 days."""

SHORT_END = 3
"""Words that an answer to 'anything else?' may have and still bring nothing new."""

QUESTIONS_OF_A_NEED = (
    "what_matters", "confirm_summary", "choose_service", "next_step", "anything_else",
    "consent_share", "safe_now", "safe_way",
)  # fmt: skip
"""What a further need opens again. Who they are, where, and who is around stay known."""


def agree(journey: Journey) -> None:
    """Do what was chosen and say what happens next, by when and with which reference."""
    step = journey.working.get("next_step")
    promises = open_promises(journey.session, journey.conversation.id)
    if promises and journey.working.get("plain"):
        journey.say("utter_noted")
    elif step == RING or journey.working.get("in_danger") or journey.working.get("plain"):
        _promise_call(journey)
    elif step == INTRODUCE:
        _introduce(journey)
    elif step == MYSELF:
        remind_of_first_step(journey)
        _check_in(journey)
    else:
        remind_of_first_step(journey)
        journey.say("utter_reference")
    journey.keep(agreed=True, in_danger=None)


def suggest_lane(journey: Journey) -> None:
    """Say, before the next step is chosen, when one person should look at all of it together."""
    if decide(journey).route == "coordinator" and not journey.working.get("lane_suggested"):
        journey.say("utter_one_person")
        journey.keep(lane_suggested=True)


def hear_anything_else(journey: Journey) -> None:
    """Take a further need up, or close well."""
    says_no = read_yes_no(journey.text) is False or journey.heard.intent in ("deny", "goodbye")
    says_no = says_no or _says_that_is_all(journey)
    says_only_yes = len(journey.text.split()) <= 2 and (
        read_yes_no(journey.text) or journey.heard.intent in ("affirm", "greet", "help")
    )
    if says_no or journey.heard.intent in ("thanks", "goodbye", "skip"):
        journey.say(_closing(journey))
        journey.done("anything_else")
        return
    _begin_again(journey)
    if says_only_yes:
        journey.keep(next_question="what_matters")
    else:
        journey.note(MATTERS, journey.text)
        journey.done("what_matters")
    understood(journey)


def _says_that_is_all(journey: Journey) -> bool:
    """Take a few words without a theme, such as 'that's it', for the end of it."""
    is_short = len(journey.text.split()) <= SHORT_END
    opens = journey.heard.intent in ("affirm", "greet", "help", "tell_need")
    is_read = not journey.heard.is_plain  # without the bot every word is kept for a person
    return is_read and is_short and not journey.heard.themes and not opens


def hear_feedback(journey: Journey) -> None:
    """Take how it went; trouble opens the matter again."""
    journey.say("utter_thanks_for_feedback")
    journey.done("feedback")
    understood(journey)


def _promise_call(journey: Journey) -> None:
    decision = decide(journey)
    route = decision.route if URGENCY.get(decision.route, 9) <= 2 else "coordinator"
    is_today = route in ("emergency", "urgent")
    due = (end_of_working_day if is_today else end_of_next_working_day)(journey.council, journey.at)
    why = Reasons(route=route, reason=decision.reason, all_reasons=decision.all_reasons)
    referral = open_referral(
        journey.session, conversation=journey.conversation, why=why, at=journey.at,
        patch=_patch(journey),
    )  # fmt: skip
    kind = "call" if _may_be_called(journey) else "read"  # nobody can promise to ring
    response = f"utter_promise_safe_{kind}" if journey.hold else f"utter_promise_{kind}"
    _promise(journey, promise_in_words(kind), due, response, referral.id)


def _may_be_called(journey: Journey) -> bool:
    """Tell whether there is a way to get in touch, and nothing said against it."""
    hold = journey.hold
    return journey.contact is not None and (hold is None or way_of(hold).is_any)


def _introduce(journey: Journey) -> None:
    """Ask the group, by way of a coordinator, and promise the answer."""
    chosen = journey.working["chosen"]
    decision = decide(journey)
    route = decision.route if URGENCY.get(decision.route, 9) <= 3 else "connect"
    why = Reasons(route=route, reason=decision.reason, all_reasons=decision.all_reasons)
    referral = open_referral(
        journey.session, conversation=journey.conversation, why=why, at=journey.at,
        patch=_patch(journey),
    )  # fmt: skip
    ask_group(
        journey.session,
        conversation_id=journey.conversation.id,
        referral_id=referral.id,
        service_id=chosen["id"],
        service_name=chosen["name"],
        at=journey.at,
    )
    plan_check_in(
        journey.session, journey.conversation.id, service_id=chosen["id"],
        due_at=next_working_moment(journey.council, journey.at + CHECK_IN_AFTER),
    )  # fmt: skip
    due = end_of_next_working_day(journey.council, journey.at)
    what = promise_in_words("introduction", service=chosen["name"])
    _promise(journey, what, due, "utter_promise_introduction", referral.id)


def _check_in(journey: Journey) -> None:
    chosen = journey.working.get("chosen")
    then = journey.at + CHECK_IN_AFTER
    plan_check_in(
        journey.session, journey.conversation.id, service_id=chosen and chosen["id"],
        due_at=next_working_moment(journey.council, then),
    )  # fmt: skip
    due = end_of_working_day(journey.council, then)
    if "giving" in journey.story.values("theme"):
        why = Reasons(route="offer", reason="Offers time or skills")
        open_referral(journey.session, conversation=journey.conversation, why=why, at=journey.at)
    _promise(journey, promise_in_words("check_in"), due, "utter_promise_check_in", None)


def _promise(
    journey: Journey, what: str, due: datetime, response: str, referral_id: uuid.UUID | None
) -> None:
    promise = make_promise(
        journey.session,
        conversation_id=journey.conversation.id,
        what=what,
        who=journey.council.coordinators.name,
        due_at=due,
        at=journey.at,
        referral_id=referral_id,
    )
    by = in_words(journey.council, promise.due_at)
    shown = PromiseShown(what=promise.what, by=by, who=promise.who)
    journey.lines.append(Line(response, {"by": by}, promise=shown))


def _patch(journey: Journey) -> str | None:
    return journey.council.patch_of((journey.working.get("place") or {}).get("ward"))


def _closing(journey: Journey) -> str:
    waits = bool(open_promises(journey.session, journey.conversation.id))
    return "utter_goodbye_with_promise" if waits else "utter_goodbye"


def _begin_again(journey: Journey) -> None:
    journey.undone(*QUESTIONS_OF_A_NEED)
    journey.keep(agreed=None, next_step=None, chosen=None, offers=None, has_offers=None)
