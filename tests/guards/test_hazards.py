"""The hazard log is whole: DCB0129's members, a risk that falls, controls whose tests are there."""

import ast
import re
from functools import cache
from typing import Any

import pytest

from settings import ROOT
from tests.guards.project import read_yaml

SAFETY = ROOT / "docs" / "safety"
HAZARDS: list[dict[str, Any]] = read_yaml(SAFETY / "hazards.yml")["hazards"]
LEAST = 30

LIKELIHOODS = ("very_low", "low", "medium", "high", "very_high")
MATRIX = {
    "minor": (1, 1, 2, 2, 3),
    "significant": (1, 2, 2, 3, 4),
    "considerable": (2, 2, 3, 3, 4),
    "major": (2, 3, 3, 4, 5),
    "catastrophic": (3, 4, 4, 5, 5),
}
"""DCB0129's risk matrix: a severity's risk at each likelihood. docs/safety/README.md shows it."""


def risk(rated: dict[str, str]) -> int:
    return MATRIX[rated["severity"]][LIKELIHOODS.index(rated["likelihood"])]


@cache
def functions_of(path: str) -> frozenset[str]:
    """Name the test functions of a file; none where there is no such file."""
    file = ROOT / path
    tree = ast.parse(file.read_text(encoding="utf-8")) if file.exists() else ast.Module([], [])
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_enough_hazards_are_numbered_in_one_line() -> None:
    assert len(HAZARDS) >= LEAST
    assert [one["id"] for one in HAZARDS] == [f"H{n:02}" for n in range(1, len(HAZARDS) + 1)]


@pytest.mark.parametrize("hazard", HAZARDS, ids=lambda hazard: hazard["id"])
def test_every_control_names_a_test_that_is_there(hazard: dict[str, Any]) -> None:
    assert hazard["controls"]
    for control in hazard["controls"]:
        path, _, name = control["test"].partition("::")
        assert name in functions_of(path), control["test"]


@pytest.mark.parametrize("hazard", HAZARDS, ids=lambda hazard: hazard["id"])
def test_controls_lower_the_risk_or_say_what_is_left_open(hazard: dict[str, Any]) -> None:
    assert all(hazard[member].strip() for member in ("hazard", "cause", "effect"))
    assert risk(hazard["after"]) < risk(hazard["before"]) or hazard.get("open")


def test_the_page_shows_the_matrix_that_is_used() -> None:
    page = (SAFETY / "README.md").read_text(encoding="utf-8")
    rows = {
        cells[0].replace(" ", "_"): tuple(int(cell) for cell in cells[1:])
        for line in page.splitlines()
        if (cells := [cell.strip() for cell in line.strip("|").split("|")])[0] in MATRIX
        and all(re.fullmatch(r"[1-5]", cell) for cell in cells[1:])
    }
    assert rows == MATRIX


def test_every_greeting_says_that_a_computer_answers() -> None:
    greetings = read_yaml(ROOT / "data" / "welcome" / "responses.yml")["responses"]["utter_welcome"]
    assert {one.get("channel", "web") for one in greetings} == {"web", "sms", "voice"}
    for one in greetings:
        assert "I'm a computer" in one["text"]
        assert "person" in one["text"].lower()


def test_what_stands_at_four_is_said_openly() -> None:
    page = (SAFETY / "README.md").read_text(encoding="utf-8")
    high = {one["id"] for one in HAZARDS if risk(one["after"]) >= 4}
    said = re.search(r"stand at 4: (.*?)\. They wait", page, re.DOTALL)
    assert said
    assert set(re.findall(r"H\d\d", said[1])) == high
