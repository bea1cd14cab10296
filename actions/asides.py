"""Side wishes that need the database: a person, status, forgetting, texts, a complaint."""

import asyncio
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.desk import open_transaction
from actions.failing import Run
from actions.reading import conversation_of, message_of
from conversation.journey import asides
from conversation.journey.state import Line
from council import council


def _action_for(aside: asides.Aside) -> Run:
    """Make the action of an aside: its line is said before the open question comes back."""

    async def run(
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],  # noqa: ARG001  Rasa passes it
    ) -> list[EventType]:
        line = await asyncio.to_thread(_answer, aside, tracker.current_state())
        dispatcher.utter_message(response=line.response, **line.fill)
        return []

    return run


def _answer(aside: asides.Aside, state: dict[str, Any]) -> Line:
    with open_transaction() as session:
        return asides.answer_aside(
            aside,
            session,
            conversation_id=conversation_of(state),
            message_id=message_of(state),
            council=council(),
        )


ASIDES: dict[str, Run] = {
    "action_call_a_person": _action_for(asides.call_a_person),
    "action_tell_status": _action_for(asides.tell_status),
    "action_take_complaint": _action_for(asides.take_complaint),
    "action_forget_me": _action_for(asides.forget_me),
    "action_stop_texts": _action_for(asides.stop_texts_to),
    "action_start_texts": _action_for(asides.start_texts_to),
}
"""What each action of domain.yml does; rules in data/<topic>/rules.yml say when."""
