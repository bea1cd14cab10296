"""The action server's answers are still checked, with a schema that is proved only once."""

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction

from bot.action_server import check_answers_with_a_ready_schema


@pytest.fixture
def action(monkeypatch: pytest.MonkeyPatch) -> RemoteAction:
    monkeypatch.setattr(
        RemoteAction, "_validate_action_result", RemoteAction._validate_action_result
    )
    check_answers_with_a_ready_schema()
    return RemoteAction("validate_journey_form", None)


def test_a_right_answer_passes(action: RemoteAction) -> None:
    slot = {"event": "slot", "name": "requested_slot", "value": "place", "timestamp": None}
    assert action._validate_action_result({"events": [slot], "responses": [{"text": "Hello"}]})


@pytest.mark.parametrize("answer", [{"events": "none"}, {"responses": ["Hello"]}, ["Hello"]])
def test_an_answer_of_another_shape_is_refused(action: RemoteAction, answer: object) -> None:
    with pytest.raises(ValidationError):
        action._validate_action_result(answer)
