"""Side wishes that need the database: a person, status, forgetting, texts, a complaint."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.desk import open_transaction
from actions.reading import conversation_of, message_of
from conversation.journey import asides
from council import council


class AsideAction(Action):  # type: ignore[misc]  # rasa_sdk has no types
    """One aside of the journey under its Rasa name; its line is said before the open question."""

    def __init__(self, called: str, aside: asides.Aside) -> None:
        self._called, self._aside = called, aside

    def name(self) -> str:
        """Return the name under which a rule calls it."""
        return self._called

    def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],  # noqa: ARG002  Rasa passes it
    ) -> list[EventType]:
        """Do the aside in one transaction and hand its line over."""
        state = tracker.current_state()
        with open_transaction() as session:
            line = asides.answer_aside(
                self._aside,
                session,
                conversation_id=conversation_of(state),
                message_id=message_of(state),
                council=council(),
            )
        dispatcher.utter_message(response=line.response, **line.fill)
        return []


ASIDES = {
    "action_call_a_person": asides.call_a_person,
    "action_tell_status": asides.tell_status,
    "action_take_complaint": asides.take_complaint,
    "action_forget_me": asides.forget_me,
    "action_stop_texts": asides.stop_texts_to,
    "action_start_texts": asides.start_texts_to,
}
"""What each action of domain.yml does."""
