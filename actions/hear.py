"""The form's action: hands a message to the journey and gives Rasa what to say and to ask."""

import asyncio
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.desk import open_transaction
from actions.reading import conversation_of, heard_in, message_of
from actions.saying import say_lines
from conversation.journey.hear import hear
from conversation.journey.state import Step
from council import council

VALIDATE = "validate_journey_form"
"""The name under which Rasa calls a form's validation: in every turn, after any side question."""

SILENT = "nothing"
"""A requested slot for which there is no question: the form then asks none."""


async def hear_message(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    domain: dict[str, Any],  # noqa: ARG001  Rasa passes it
) -> list[EventType]:
    """Hear the message; return the open question as the form's requested slot.

    The database's work goes to a thread: a turn that waits must not hold up the others.
    """
    step = await asyncio.to_thread(_hear, tracker.current_state())
    say_lines(dispatcher, step)
    filled = [SlotSet(name, value) for name, value in step.fill.items()]
    return [*filled, SlotSet("requested_slot", step.expects if step.ask else SILENT)]


def _hear(state: dict[str, Any]) -> Step:
    with open_transaction() as session:
        return hear(
            session,
            conversation_id=conversation_of(state),
            message_id=message_of(state),
            heard=heard_in(state),
            council=council(),
        )
