"""Reads a message as the answer to the open question: a table from question to reader."""

from collections.abc import Callable

from conversation.journey import (
    agreeing,
    contact_answers,
    matters_answers,
    offer_answers,
    safety_answers,
    story_answers,
)
from conversation.journey.state import Journey

Answer = Callable[[Journey], None]

ANSWERS: dict[str, Answer] = {
    "what_matters": matters_answers.hear_what_matters,
    "confirm_summary": matters_answers.hear_confirmation,
    "better_week": story_answers.hear_better_week,
    "strengths": story_answers.hear_strengths,
    "network": story_answers.hear_network,
    "place": story_answers.hear_place,
    "access_needs": story_answers.hear_access_needs,
    "choose_service": offer_answers.hear_choice,
    "next_step": offer_answers.hear_next_step,
    "consent_store": contact_answers.hear_consent_to_store,
    "name": contact_answers.hear_name,
    "contact": contact_answers.hear_contact,
    "contact_safe": contact_answers.hear_contact_safe,
    "best_time": contact_answers.hear_best_time,
    "consent_share": contact_answers.hear_consent_to_share,
    "safe_now": safety_answers.hear_safe_now,
    "safe_way": safety_answers.hear_safe_way,
    "anything_else": agreeing.hear_anything_else,
    "feedback": agreeing.hear_feedback,
}


def read_answer(journey: Journey) -> None:
    """Let the open question's reader take the message; after the end a new need opens it again."""
    reader = ANSWERS.get(journey.conversation.expects, agreeing.hear_anything_else)
    reader(journey)
