"""Tries tests/conversations with the trained model: python -m bot.conversation_tests.

The files are Rasa's own test stories, but `rasa test` (3.6.21) cannot try them honestly. It parses
a message without metadata, so the bot would not know which question is open: "Grace" is then a
greeting. It carries one tracker through a story, where here each turn begins anew in the form.
Where a rule was not followed it pretends that the form had rejected the message and tries again,
it counts each unmarked entity as a mistake, and it ends with 0 unless told to stop at the first
one. So each turn is taken here as bot/doorstep_channel.py takes it; `requested_slot` says what was
open. No action server is called: what is tried is the intent and the choice of actions.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.reading import load_agent

if TYPE_CHECKING:
    from rasa.core.agent import Agent
    from rasa.shared.core.domain import Domain

CONVERSATIONS = Path(__file__).resolve().parent.parent / "tests" / "conversations"
JOURNEY = "journey_form"

RIGHT_AT_LEAST = 0.95
"""Share of all turns. A side question must always be heard: whoever asks for a person gets one."""


@dataclass(frozen=True)
class Meaning:
    """What a turn is taken for, and the actions that follow until the bot listens."""

    intent: str
    actions: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.intent}, then {', '.join(self.actions) or 'silence'}"


@dataclass(frozen=True)
class Turn:
    """A resident's words where ``expects`` is the open question, and what they mean."""

    story: str
    expects: str
    text: str
    meant: Meaning

    @property
    def is_side_question(self) -> bool:
        """Whether something is said or done before the journey goes on."""
        return self.meant.actions[:1] != (JOURNEY,)


@dataclass(frozen=True)
class Tried:
    """A turn, and how the bot took it."""

    turn: Turn
    heard: Meaning

    @property
    def is_right(self) -> bool:
        """Whether intent and actions are what was meant."""
        return self.turn.meant == self.heard

    def __str__(self) -> str:
        turn, kind = self.turn, "side question" if self.turn.is_side_question else "answer"
        return (
            f"{turn.story}\n  {kind} {turn.text!r}, asked: {turn.expects}\n"
            f"  meant {turn.meant}\n  heard {self.heard}"
        )


def main(folder: Path = CONVERSATIONS) -> int:
    """Try every turn, print what went wrong in words, return 0 if enough is right."""
    agent = load_agent()
    turns = [
        turn for file in sorted(folder.glob("*.yml")) for turn in read_turns(file, agent.domain)
    ]
    tried = asyncio.run(_take_turns(agent, turns))
    print(*(one for one in tried if not one.is_right), verdict(tried), sep="\n")  # noqa: T201
    return 0 if is_enough(tried) else 1


def is_enough(tried: Iterable[Tried]) -> bool:
    """Whether nearly all turns and all side questions were taken as meant; nothing tried is not."""
    tried = list(tried)
    right = sum(one.is_right for one in tried)
    missed = any(one.turn.is_side_question and not one.is_right for one in tried)
    return bool(tried) and right >= RIGHT_AT_LEAST * len(tried) and not missed


def verdict(tried: Iterable[Tried]) -> str:
    """The figures in one line."""
    tried = list(tried)
    aside = [one for one in tried if one.turn.is_side_question]
    return (
        f"conversations: {sum(one.is_right for one in tried)} of {len(tried)} turns right"
        f" ({RIGHT_AT_LEAST:.0%} needed), {sum(one.is_right for one in aside)} of {len(aside)}"
        " side questions (all needed)"
    )


def read_turns(file: Path, domain: Domain) -> list[Turn]:
    """Read a file with Rasa's own reader. Raises ValueError for a question that nobody asks."""
    from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered
    from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader

    turns: list[Turn] = []
    for story in YAMLStoryReader(domain).read_from_file(file):
        expects = "nothing"
        for event in story.events:
            if isinstance(event, SlotSet) and event.key == "requested_slot":
                expects = _question(event.value, domain, story.block_name)
            elif isinstance(event, UserUttered):
                meant = Meaning(event.intent["name"], ())
                turns.append(Turn(f"{file.stem}: {story.block_name}", expects, event.text, meant))
            elif isinstance(event, ActionExecuted):
                turns[-1] = _followed_by(turns[-1], event.action_name)
    return turns


def _question(name: str, domain: Domain, story: str) -> str:
    if name not in domain.required_slots_for_form(JOURNEY):
        raise ValueError(f"{story}: {name} is no question of {JOURNEY}")
    return name


def _followed_by(turn: Turn, action: str) -> Turn:
    meant = Meaning(turn.meant.intent, (*turn.meant.actions, action))
    return replace(turn, meant=meant)


async def _take_turns(agent: Agent, turns: Iterable[Turn]) -> list[Tried]:
    return [Tried(turn, await take_turn(agent, turn)) for turn in turns]


async def take_turn(agent: Agent, turn: Turn) -> Meaning:
    """Let the bot read a turn and choose what to do, from a tracker as it is in service."""
    from rasa.core.channels.channel import OutputChannel
    from rasa.shared.core.constants import ACTION_LISTEN_NAME
    from rasa.shared.core.events import ActionExecuted, UserUttered

    from bot.doorstep_channel import Turn as Posted
    from bot.fresh_tracker_store import FreshTrackerStore

    posted = Posted("a test", turn.text, "web", 1, turn.expects, "en")
    message = posted.as_message(OutputChannel())
    parsed = await agent.processor.parse_message(message)
    tracker = await FreshTrackerStore(agent.domain).retrieve(posted.sender)
    said = UserUttered(posted.text, parsed["intent"], parsed["entities"], parse_data=parsed)
    tracker.update(said, agent.domain)
    actions: list[str] = []
    while tracker.latest_action_name != ACTION_LISTEN_NAME or not actions:
        action, _ = agent.processor.predict_next_with_tracker_if_should(tracker)
        actions.append(action.name())
        tracker.update(ActionExecuted(action.name()), agent.domain)
    return Meaning(parsed["intent"]["name"], tuple(actions[:-1]))


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
