"""Runs the components of config.yml on sentences, without Rasa's graph around them."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, METADATA, METADATA_EXAMPLE, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

CONFIG = Path(__file__).resolve().parents[2] / "config.yml"

Settings = Mapping[str, Mapping[str, Any]]
"""By a component's class name, what is set otherwise than in config.yml."""


class Pipeline:
    """The components in their order, from the first to the one named last."""

    def __init__(
        self, folder: Path, *, until: str | None = None, settings: Settings | None = None
    ) -> None:
        """Make them untrained; ``folder`` is where they keep what they learn."""
        self._steps: list[tuple[type[Any], dict[str, Any]]] = []
        for step in yaml.safe_load(CONFIG.read_text(encoding="utf-8"))["pipeline"]:
            component = component_named(step["name"])
            chosen = {**step, **(settings or {}).get(component.__name__, {})}
            self._steps.append((component, {**component.get_default_config(), **chosen}))
            if component.__name__ == until:
                break
        self._storage = LocalModelStorage.create(folder)
        self._made: list[Any] = []

    def train(self, examples: Sequence[Message]) -> None:
        """Train each component on what those before it have written on the examples."""
        data = TrainingData(list(examples))
        for place, (component, config) in enumerate(self._steps):
            made = component.create(config, self._storage, self._place(place), _context(place))
            if hasattr(made, "train"):
                made.train(data)
            data = made.process_training_data(data)
            self._made.append(made)

    def load_again(self) -> None:
        """Put components in their place that know only what training wrote to the disk."""
        for place, (component, config) in enumerate(self._steps):
            how = component.load if hasattr(component, "train") else component.create
            made = how(config, self._storage, self._place(place), _context(place))
            self._made[place] = made

    def read(self, texts: Sequence[str]) -> list[Message]:
        """Return a message for each text with all that the components say of it."""
        messages = [Message({TEXT: text}) for text in texts]
        for made in self._made:
            messages = made.process(messages)
        return messages

    def _place(self, number: int) -> Resource:
        return Resource(f"step_{number}")


def component_named(name: str) -> type[Any]:
    """The class of a component by its full name."""
    module, _, called = name.rpartition(".")
    return getattr(importlib.import_module(module), called)  # type: ignore[no-any-return]


def example(text: str, intent: str, **labels: Any) -> Message:
    """A training example as Rasa reads it from data/: ``labels`` are themes and about."""
    return Message({TEXT: text, INTENT: intent, METADATA: {METADATA_EXAMPLE: labels}})


def _context(number: int) -> ExecutionContext:
    return ExecutionContext(GraphSchema({}), node_name=f"step_{number}")
