"""One turn of the journey: remember, read the answer, choose what comes next."""

import uuid
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from conversation.journey.agreeing import agree, suggest_lane
from conversation.journey.answers import read_answer
from conversation.journey.correcting import correct
from conversation.journey.essentials import offer_essentials
from conversation.journey.heard import Heard
from conversation.journey.offers import count_as_unmet, offer_services
from conversation.journey.plan import next_question
from conversation.journey.remembering import remember_everything, remember_long_words
from conversation.journey.safety_answers import says_safe_way
from conversation.journey.state import Journey, Step
from conversation.journey.steering import steer
from conversation.journey.wrong_entry import hear_wrong
from conversation.titles import themes_in_words, whom_in_words
from council import Council
from people.story import ABOUT, THEME, WHOM
from storage.tables.conversations import Conversation, Message

ENDS = frozenset({"nothing"})
"""The open question when nothing is open: whatever is said next begins a new need."""


def hear(
    session: Session, *, conversation_id: uuid.UUID, message_id: int, heard: Heard, council: Council
) -> Step:
    """Take one understood message into the journey and return what to say and to ask.

    A message that was heard before (the turn was cut off and taken up again) changes nothing:
    the open question is put again.
    """
    conversation = _locked(session, conversation_id)
    message = session.get_one(Message, message_id)
    journey = Journey(session, conversation, message, heard, council)
    if journey.working.get("heard") == message_id:
        return _step(journey, ask=True)
    journey.keep(heard=message_id, plain=True if heard.is_plain else None)
    ask = _listen(journey)
    return _step(journey, ask=ask)


def _listen(journey: Journey) -> bool:
    """Remember what was told; unless it was an aside or danger, read it as the answer and go on."""
    if not _has_just_been_flagged(journey) and correct(journey):
        _go_on(journey)
        return True
    if not _has_just_been_flagged(journey) and (told := hear_wrong(journey)) is not None:
        if told:
            _go_on(journey)
        return told
    remember_everything(journey)
    if journey.heard.is_plain:
        remember_long_words(journey)
    if _has_just_been_flagged(journey):
        return True
    if offer_essentials(journey):
        _go_on(journey)
        return True
    if journey.heard.answered_aside and not says_safe_way(journey):
        if journey.working.get("called") == journey.message.id:
            _go_on(journey)  # a person was asked for: what they need comes next, not the story
        return True
    steered = steer(journey)
    if steered is None:
        read_answer(journey)
    if steered is not False:
        _go_on(journey)
    return steered is not False


def _has_just_been_flagged(journey: Journey) -> bool:
    """Tell whether danger in this very message opened the question of safety."""
    expects = journey.conversation.expects
    return expects == "safe_now" and journey.message.expects != "safe_now"


def _go_on(journey: Journey) -> None:
    """Find the next question, doing on the way what stands before it."""
    wanted = journey.working.get("next_question")
    journey.keep(next_question=None)
    expects = wanted or next_question(journey.known())
    if expects == "choose_service" and not _has_offers(journey):
        expects = next_question(journey.known())
    if expects is None and not journey.working.get("agreed"):
        agree(journey)
        expects = next_question(journey.known())
    if expects == "next_step":
        suggest_lane(journey)
    _open(journey, expects or "nothing")


def _has_offers(journey: Journey) -> bool:
    """Look for services once; that nothing fits is said and goes on to a person."""
    if journey.working.get("offers") or offer_services(journey):
        return True
    count_as_unmet(journey)
    journey.keep(has_offers=False)
    journey.say("utter_no_offers")
    return False


def _open(journey: Journey, expects: str) -> None:
    trail = journey.working.get("trail", [])
    if not trail or trail[-1] != expects:
        journey.keep(trail=[*trail, expects][-20:])
    journey.conversation.expects = expects


def _step(journey: Journey, *, ask: bool) -> Step:
    journey.session.flush()
    return Step(
        lines=tuple(journey.lines),
        expects=journey.conversation.expects,
        ask=ask and journey.conversation.expects not in ENDS,
        fill=_fill(journey),
    )


def _fill(journey: Journey) -> Mapping[str, str]:
    """Return what fills the gaps of questions."""
    story = journey.story
    whom = whom_in_words(story.last(ABOUT), story.last(WHOM))
    point = journey.contact
    chosen = journey.working.get("chosen") or {}
    return {
        "whom": whom,
        "summary": themes_in_words(story.values(THEME)),
        "number_end": _ending(point.value) if point else "",
        "service": chosen.get("name", ""),
    }


def _ending(contact: str) -> str:
    """Return the last digits of a number, or where an e-mail address is: "@example.org"."""
    mailbox, at, host = contact.rpartition("@")
    return f"{at}{host}" if mailbox else " ".join(contact[-3:])


def _locked(session: Session, conversation_id: uuid.UUID) -> Conversation:
    """Read the conversation for change: the plain journey may be at work on the same turn."""
    query = select(Conversation).where(Conversation.id == conversation_id).with_for_update()
    return session.scalars(query).one()
