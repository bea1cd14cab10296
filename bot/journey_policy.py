"""Chooses the next action: a rule for a side question first, else the journey, then listen.

Rasa's own rule policy runs an open form before any rule and lets rules speak only when the form
has rejected the message. That costs a second call of the action server at each side question, and
it takes the words "start again" for its own restart. Here the order is the other way round.
"""

# ruff: noqa: ARG002, ARG003, ARG004  # Rasa fixes what these are called with

from __future__ import annotations

from rasa.core.policies.policy import PolicyPrediction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from bot.fresh_tracker_store import JOURNEY


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True
)
class JourneyPolicy(RulePolicy):
    """RulePolicy whose rules come before the open form."""

    def _predict(
        self, tracker: DialogueStateTracker, domain: Domain
    ) -> tuple[PolicyPrediction, str | None]:
        if tracker.latest_action_name == JOURNEY:
            return self._predict_action(ACTION_LISTEN_NAME, "after the journey", tracker, domain)
        if tracker.active_loop_name != JOURNEY:
            return super()._predict(tracker, domain)
        action, source, _ = self._find_action_from_rules(
            tracker, domain, use_text_for_last_user_input=False
        )
        if action in (None, ACTION_LISTEN_NAME):
            action = JOURNEY
        return self._predict_action(action, source or JOURNEY, tracker, domain)

    def _predict_action(
        self, action: str, source: str, tracker: DialogueStateTracker, domain: Domain
    ) -> tuple[PolicyPrediction, str]:
        scores = self._prediction_result(action, tracker, domain)
        return self._rule_prediction(scores, source), source

    @staticmethod
    def _find_action_from_default_actions(
        tracker: DialogueStateTracker,
    ) -> tuple[str | None, str | None]:
        """Leave restart and the like to the journey: it keeps what was said."""
        return None, None
