"""Name, how to get in touch, whether that is safe, when, and the two consents."""

import re

from conversation.inbox import last_words
from conversation.journey.misunderstanding import not_understood, understood
from conversation.journey.plan import NOTHING
from conversation.journey.state import Journey
from language.name import read_name
from language.phone_number import find_phone_numbers, is_mobile
from language.when import read_time
from language.yes_no import read_yes_no
from people.consent import SHARE, STORE, record_consent
from people.contact import EMAIL, LANDLINE, MOBILE, add_contact, person_of, withdraw_contact
from referrals.safe_contact import SafeWay, give_safe_way, mark_numbers, way_of

MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
MAY_BE_NAMES = frozenset({"tell_person", "tell_network", "greet"})
"""Intents that a bare name is taken for; 'a person should ring me' is nobody's name."""

LONGEST_NAME = 6
"""Words that a bare answer to 'what is your name' may have."""


def hear_consent_to_store(journey: Journey) -> None:
    """Keep the answer with the wording; a no ends in a number to ring, not in silence."""
    answer = _yes_no(journey)
    if answer is None and _takes_contact(journey):
        answer = True  # a number given to this question is the answer to it
    if answer is None:
        not_understood(journey, "utter_yes_or_no")
        return
    _record(journey, STORE, given=answer)
    if not answer:
        journey.say("utter_nothing_kept")
        journey.keep(next_step=NOTHING)
    _go_on(journey, "consent_store")


def hear_name(journey: Journey) -> None:
    """Take a name from a sentence, or a short answer as it is."""
    name = read_name(journey.text) or _bare_name(journey)
    if name is None and _yes_no(journey):
        not_understood(journey)  # a plain yes is nobody's name
        return
    if name:
        person_of(journey.session, journey.conversation, at=journey.at).name = name[:200]
    take_number(journey)
    _go_on(journey, "name")


def _bare_name(journey: Journey) -> str | None:
    """Take a short answer with capitals as it is: "Reception, Quayside Surgery"."""
    words = journey.text.strip(" .!").split()
    is_other = _yes_no(journey) is not None or journey.heard.intent in ("skip", "unsure")
    looks_like_one = 1 < len(words) <= LONGEST_NAME and all(word[0].isupper() for word in words)
    return " ".join(words) if looks_like_one and not is_other else None


def hear_contact(journey: Journey) -> None:
    """Take a telephone number or an e-mail address; ask again once, then a person helps."""
    if take_number(journey) or journey.heard.intent in ("skip", "deny"):
        _go_on(journey, "contact")
        if journey.contact is None:
            journey.say("utter_no_contact")
        return
    not_understood(journey, "utter_contact_not_read")


def hear_contact_safe(journey: Journey) -> None:
    """Keep what is safe. No means: do not use it, and ask for another way once."""
    answer = _yes_no(journey)
    point = journey.contact
    if take_number(journey) and journey.contact is not point:
        return  # another number was given: ask about that one
    if answer is None:
        not_understood(journey, "utter_yes_or_no")
        return
    if point is not None:
        point.safe_to_text = point.safe_to_leave_message = answer
    _end_hold(journey, is_safe=answer)
    if answer:
        _go_on(journey, "contact_safe")
    elif journey.working.get("unsafe_contact"):
        journey.say("utter_no_contact")
        _go_on(journey, "contact", "contact_safe")
    else:
        _ask_for_another_way(journey)


def hear_best_time(journey: Journey) -> None:
    """Keep when to ring, in a plain form or in their words."""
    point = journey.contact
    if point is not None and journey.heard.intent not in ("unsure", "skip"):
        point.best_time = (read_time(journey.text) or journey.text)[:200]
    _go_on(journey, "best_time")


def hear_consent_to_share(journey: Journey) -> None:
    """Keep the answer with exactly what would be shared; a no leaves the details with them."""
    answer = _yes_no(journey)
    if answer is None:
        not_understood(journey, "utter_yes_or_no")
        return
    _record(journey, SHARE, given=answer)
    if not answer:
        journey.say("utter_not_shared")
        journey.keep(next_step=NOTHING)
    _go_on(journey, "consent_share")


def _end_hold(journey: Journey, *, is_safe: bool) -> None:
    """Take a yes to *is this number safe?* for the safe way that was not said before."""
    hold = journey.hold
    if hold is not None and hold.answered_at is None and is_safe:
        give_safe_way(
            journey.session, hold, journey.conversation, SafeWay(True, True, True),
            words=journey.text, message_id=journey.message.id, at=journey.at,
        )  # fmt: skip


def _ask_for_another_way(journey: Journey) -> None:
    """Withdraw a number that is not safe and ask for one that is."""
    point = journey.contact
    if point is not None:
        withdraw_contact(point, at=journey.at)
    journey.keep(unsafe_contact=True)
    journey.undone("contact")
    journey.say("utter_another_way")


def take_number(journey: Journey) -> bool:
    """Store the number or address in the message; tell whether there was one."""
    numbers = find_phone_numbers(journey.text)
    addresses = MAIL.findall(journey.text)
    if not numbers and not addresses:
        return False
    person = person_of(journey.session, journey.conversation, at=journey.at)
    value = numbers[0] if numbers else addresses[0]
    kind = EMAIL if not numbers else MOBILE if is_mobile(value) else LANDLINE
    add_contact(
        journey.session, person, kind=kind, value=value, at=journey.at,
        message_id=journey.message.id,
    )  # fmt: skip
    _allow_as_told(journey)
    return True


def _allow_as_told(journey: Journey) -> None:
    """Keep beside a new number what was called safe before it was given."""
    hold = journey.hold
    if hold is not None and hold.answered_at is not None:
        mark_numbers(journey.session, journey.conversation, way_of(hold))


def _takes_contact(journey: Journey) -> bool:
    """Take a name and a number that come instead of a yes."""
    name = read_name(journey.text)
    if not take_number(journey):
        return False
    if name:
        person_of(journey.session, journey.conversation, at=journey.at).name = name[:200]
        journey.done("name")
    return True


def _record(journey: Journey, purpose: str, *, given: bool) -> None:
    record_consent(
        journey.session,
        person_of(journey.session, journey.conversation, at=journey.at),
        journey.conversation,
        purpose=purpose,
        given=given,
        wording=last_words(journey.session, journey.message),
        message_id=journey.message.id,
        at=journey.at,
    )


def _yes_no(journey: Journey) -> bool | None:
    answer = read_yes_no(journey.text)
    if answer is None and journey.heard.intent in ("affirm", "deny"):
        return journey.heard.intent == "affirm"
    return answer


def _go_on(journey: Journey, *questions: str) -> None:
    journey.done(*questions)
    understood(journey)
