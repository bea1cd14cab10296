"""Back, skip, repeat, restart: a resident steers the conversation at every point."""

from collections.abc import Callable

from sqlalchemy import select

from conversation.journey.asides import call_a_person
from conversation.journey.state import Journey, Line
from conversation.thread import as_reply
from storage.tables.conversations import Message

CANNOT_SKIP = frozenset({"what_matters", "consent_store", "consent_share", "choose_service"})
"""Questions that a skip does not answer: they have a no of their own."""


TELLS_STORY = frozenset(
    {
        "what_matters", "confirm_summary", "better_week", "strengths", "network", "place",
        "access_needs", "choose_service", "anything_else", "nothing",
    }
)  # fmt: skip
"""Questions at which 'can someone ring me' is a wish of its own and no answer."""


def steer(journey: Journey) -> bool | None:
    """Do what a steering word asks. None: it was none. True: put the open question (again)."""
    steer_by = STEERING.get(journey.heard.intent)
    if steer_by is None or journey.conversation.expects == "safe_now":
        return None
    return steer_by(journey)


def _skip(journey: Journey) -> bool | None:
    if journey.conversation.expects in CANNOT_SKIP:
        return None
    journey.say("utter_skipped")
    journey.done(journey.conversation.expects)
    return True


def _go_back(journey: Journey) -> bool | None:
    """Open the question before this one again and set aside what it was answered with."""
    trail = [key for key in journey.working.get("trail", []) if key != "nothing"]
    if journey.conversation.expects == "confirm_summary" or len(trail) < 2:
        return None
    question = trail[-2]
    journey.set_answers_aside(question)
    journey.undone(question, trail[-1])
    journey.keep(trail=trail[:-2], next_question=question)
    journey.say("utter_gone_back")
    return True


def _repeat(journey: Journey) -> bool:
    """Say the last answer once more, whole, with its choices and services."""
    last = journey.session.scalars(
        select(Message)
        .where(
            Message.conversation_id == journey.conversation.id,
            Message.sent_by == "assistant",
            Message.answers_id.is_not(None),
        )
        .order_by(Message.id.desc())
        .limit(1)
    ).first()
    if last is None:
        return True
    query = select(Message).where(Message.answers_id == last.answers_id).order_by(Message.id)
    for said in as_reply(journey.conversation, journey.session.scalars(query)).said:
        journey.lines.append(
            Line(
                "utter_said_before", {"said": said.text}, said.choices, said.services, said.promise
            )
        )
    return False


def _restart(journey: Journey) -> bool:
    """Begin with the first question. What was told stays in the story unless it is taken back."""
    journey.conversation.asked = []
    journey.conversation.working = {
        key: journey.working[key] for key in ("place", "heard") if key in journey.working
    }
    journey.keep(next_question="what_matters")
    journey.set_answers_aside("what_matters")
    journey.say("utter_restarted")
    return True


def _ring_me(journey: Journey) -> bool | None:
    """Call a person who rings back, while the story is told; elsewhere it answers a question."""
    if journey.conversation.expects not in TELLS_STORY:
        return None
    journey.lines.append(call_a_person(journey))
    return True


STEERING: dict[str, Callable[[Journey], bool | None]] = {
    "skip": _skip,
    "go_back": _go_back,
    "repeat": _repeat,
    "restart": _restart,
    "ask_callback": _ring_me,
}
