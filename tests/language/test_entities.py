"""Values found in whole messages, whom they are about, who is around and what people can do."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from language.about import read_about
from language.entities import KEYS, find_entities
from language.network import Person, find_people, says_nobody
from language.strengths import find_strengths

HERE = Path(__file__).parent
PLACES = ["Harbourside", "Mill Street", "Old Docks", "Quayside", "HB2"]


def read_cases(name: str) -> Any:
    return yaml.safe_load((HERE / f"{name}.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", read_cases("entities"), ids=lambda case: case["text"][:40])
def test_everything_said_is_found_and_nothing_else(case: dict[str, Any]) -> None:
    found = find_entities(case["text"], places=PLACES)
    found["relation"] = [r["value"] + " gone" * r["gone"] for r in found["relation"]]
    assert found == {key: case.get(key, []) for key in KEYS}


@pytest.mark.parametrize(("text", "about"), read_cases("about"))
def test_whom_a_message_is_about(text: str, about: str | None) -> None:
    assert read_about(text) == about


@pytest.mark.parametrize("case", read_cases("network"), ids=lambda case: case["text"][:40])
def test_who_is_around_and_what_they_give(case: dict[str, Any]) -> None:
    assert [list_facts(person) for person in find_people(case["text"])] == case.get("people", [])
    assert says_nobody(case["text"]) is case.get("nobody", False)


@pytest.mark.parametrize(("text", "strengths"), read_cases("strengths"))
def test_strengths_stay_in_the_person_s_own_words(text: str, strengths: list[str]) -> None:
    assert find_strengths(text) == strengths


def list_facts(person: Person) -> dict[str, Any]:
    facts = {key: value for key, value in vars(person).items() if value and key != "phrase"}
    return {**facts, "gives": list(person.gives)} if person.gives else facts
