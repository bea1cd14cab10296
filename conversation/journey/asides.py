"""Wishes that may come at any point and need the database; each returns the line to say."""

import uuid
from collections.abc import Callable

from sqlalchemy.orm import Session

from conversation.journey.correcting import forget_part
from conversation.journey.heard import Heard
from conversation.journey.offers import call_for_person
from conversation.journey.state import Journey, Line
from conversation.outbox import start_texts, stop_texts
from council import Council
from language.putting_right import find_part_to_forget
from people.contact import MOBILE, contacts_of
from people.erase import erase_conversation
from referrals.audit import RESIDENT, record
from referrals.hours import in_words, is_working_time
from referrals.promises import open_promises
from referrals.queue import open_referral_of, place_in_queue
from storage.tables.conversations import Conversation, Message

Aside = Callable[[Journey], Line]

DANGER_ROUTES = frozenset({"emergency", "urgent"})


def answer_aside(
    aside: Aside,
    session: Session,
    *,
    conversation_id: uuid.UUID,
    message_id: int,
    council: Council,
) -> Line:
    """Do what was wished for, with the conversation locked, and return what to say."""
    conversation = session.get_one(Conversation, conversation_id, with_for_update=True)
    message = session.get_one(Message, message_id)
    return aside(Journey(session, conversation, message, Heard(), council))


def call_a_person(journey: Journey) -> Line:
    """Put the resident in the queue at once and say honestly how soon somebody can come."""
    call_for_person(journey, "Asked for a person")
    if not is_working_time(journey.council, journey.at):
        return Line("utter_person_later")
    referral = open_referral_of(journey.session, journey.conversation.id)
    place = place_in_queue(journey.session, referral) if referral else 1
    return Line("utter_person_now", {"place": str(place)})


def tell_status(journey: Journey) -> Line:
    """Say what was promised, by whom and by when."""
    promises = open_promises(journey.session, journey.conversation.id)
    if not promises:
        return Line("utter_status_none")
    first = promises[0]
    by = in_words(journey.council, first.due_at)
    fill = {"what": first.what, "who": first.who, "by": by}
    return Line("utter_status", fill)


def forget_me(journey: Journey) -> Line:
    """Erase what was said, but not while a person has been called because of danger.

    "Forget what I said about money" takes back that part alone: nobody loses their whole story
    because a part of it was heard as all.
    """
    part = find_part_to_forget(journey.text)
    if part is not None:
        forget_part(journey, part)
        return journey.lines[-1]
    conversation = journey.conversation
    referral = open_referral_of(journey.session, conversation.id)
    if referral is not None and referral.route in DANGER_ROUTES:
        return Line("utter_forget_later")
    erase_conversation(journey.session, conversation, at=journey.at)
    record(
        journey.session,
        by=RESIDENT,
        act="erased",
        subject="conversation",
        subject_id=conversation.id,
        at=journey.at,
    )
    conversation.asked = []
    conversation.expects = "what_matters"
    conversation.working = {"trail": ["what_matters"]}
    return Line("utter_forgotten")


def stop_texts_to(journey: Journey) -> Line:
    """Stop texts on our own account to every mobile of this resident."""
    for number in _mobiles(journey):
        stop_texts(journey.session, number, at=journey.at)
    return Line("utter_texts_stopped")


def start_texts_to(journey: Journey) -> Line:
    """Let texts come again."""
    for number in _mobiles(journey):
        start_texts(journey.session, number, at=journey.at)
    return Line("utter_texts_started")


def take_complaint(journey: Journey) -> Line:
    """Keep the complaint in the thread and let a person read it."""
    call_for_person(journey, "Has a complaint")
    return Line("utter_complaint")


def _mobiles(journey: Journey) -> list[str]:
    points = contacts_of(journey.session, journey.conversation.person_id)
    return [point.value for point in points if point.kind == MOBILE]
