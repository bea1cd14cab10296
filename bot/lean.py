"""Keeps TensorFlow out of this process: Rasa imports it for classifiers that we do not use."""

# ruff: noqa: ARG002, ARG003, ARG004  # Rasa fixes what these are called with

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Any

UNUSED = frozenset(
    f"rasa.{name}"
    for name in (
        "core.policies.ted_policy",
        "core.policies.unexpected_intent_policy",
        "nlu.classifiers.diet_classifier",
        "nlu.featurizers.dense_featurizer.convert_featurizer",
        "nlu.featurizers.dense_featurizer.lm_featurizer",
        "nlu.selectors.response_selector",
        "utils.tensorflow.callback",
        "utils.tensorflow.data_generator",
        "utils.tensorflow.model_data",
        "utils.tensorflow.model_data_utils",
        "utils.tensorflow.models",
        "utils.tensorflow.rasa_layers",
        "utils.tensorflow.crf",
        "utils.tensorflow.types",
    )
)
"""Modules of Rasa whose first lines import TensorFlow: 400 MB and ten seconds for nothing."""


class _Unused(ModuleType):
    """Stands where an unused module would be; each class asked of it is an empty one."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        placeholder = type(name, (), {"__module__": self.__name__})
        setattr(self, name, placeholder)
        return placeholder


class _KeepOut(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        return importlib.machinery.ModuleSpec(name, self) if name in UNUSED else None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return _Unused(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run."""


def keep_tensorflow_out() -> None:
    """Call before the first import of Rasa or spaCy. Any later use of TensorFlow fails loudly."""
    if not any(isinstance(finder, _KeepOut) for finder in sys.meta_path):
        sys.meta_path.insert(0, _KeepOut())
        sys.modules["tensorflow"] = None  # type: ignore[assignment]  # Python's own way to forbid an import
