"""The form's action: hands a message to the journey and gives Rasa what to say and to ask."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.desk import open_transaction
from actions.reading import conversation_of, heard_in, message_of
from actions.saying import say_lines
from conversation.journey.hear import hear
from conversation.journey.state import Step
from council import council

SILENT = "nothing"
"""A requested slot for which there is no question: the form then asks none."""


class ValidateJourneyForm(Action):  # type: ignore[misc]  # rasa_sdk has no types
    """Called by Rasa in every turn, directly or after a side question was answered."""

    def name(self) -> str:
        """Return the name under which Rasa calls a form's validation."""
        return "validate_journey_form"

    def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],  # noqa: ARG002  Rasa passes it
    ) -> list[EventType]:
        """Hear the message; return the open question as the form's requested slot."""
        state = tracker.current_state()
        with open_transaction() as session:
            step = hear(
                session,
                conversation_id=conversation_of(state),
                message_id=message_of(state),
                heard=heard_in(state),
                council=council(),
            )
        say_lines(dispatcher, step)
        return events_of(step)


def events_of(step: Step) -> list[EventType]:
    """Return the slots that fill the question, and the question."""
    filled = [SlotSet(name, value) for name, value in step.fill.items()]
    return [*filled, SlotSet("requested_slot", step.expects if step.ask else SILENT)]
