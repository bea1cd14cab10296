"""What the bot is told of exists, and what exists is told to the bot."""

import ast
import re

from actions.server import make_executor
from settings import ROOT
from tests.guards.project import python_files, read_yaml, responses, topics, tracked_files

DOMAIN = read_yaml(ROOT / "domain.yml")
INTENTS = {name if isinstance(name, str) else next(iter(name)) for name in DOMAIN["intents"]}
SLOTS = set(DOMAIN["slots"])
ASKED = set(DOMAIN["forms"]["journey_form"]["required_slots"])

RESPONSE = re.compile(r"utter_[a-z_0-9]+")


def test_every_action_of_the_domain_exists_and_the_reverse() -> None:
    assert {name for name in DOMAIN["actions"] if not name.startswith("utter_")} == set(
        make_executor().actions
    )


def test_every_question_of_the_form_is_a_slot_with_words() -> None:
    assert ASKED <= SLOTS
    assert {name for name in ASKED if f"utter_ask_{name}" not in responses()} == set()


def test_every_slot_is_a_question_or_fills_a_gap() -> None:
    gaps = {
        gap
        for variants in responses().values()
        for variant in variants
        for gap in re.findall(r"\{(\w+)\}", variant.get("text", ""))
    }
    assert SLOTS - ASKED - gaps == set()


def test_every_intent_has_sentences_and_the_reverse() -> None:
    trained = {
        entry["intent"].partition("/")[0]
        for topic in topics()
        for path in sorted(topic.glob("nlu*.yml"))
        for entry in read_yaml(path).get("nlu", ())
        if "intent" in entry
    }
    assert trained == INTENTS


def test_every_response_that_is_named_in_code_or_rules_exists() -> None:
    whole = {name for name in named() if not name.endswith("_")}
    assert whole - set(responses()) == set()


def test_every_response_is_said_somewhere() -> None:
    by_form = {f"utter_ask_{name}" for name in ASKED}
    beginnings = tuple(name for name in named() if name.endswith("_") and name != "utter_ask_")
    by_beginning = {name for name in responses() if name.startswith(beginnings)}
    assert set(responses()) - named() - by_form - by_beginning == set()


def named() -> set[str]:
    """Return the responses that Python, rules, stories and our own tables name in full."""
    found: set[str] = set()
    for path in python_files():
        if path.relative_to(ROOT).parts[0] not in ("tests", "bot"):
            found |= names_in_python(path.read_text(encoding="utf-8"))
    for path in tracked_files():
        is_ours = path.relative_to(ROOT).parts[0] not in ("tests", "bot", "domain.yml")
        if path.suffix == ".yml" and is_ours and path.name not in ("responses.yml", "nlu.yml"):
            found |= set(RESPONSE.findall(path.read_text(encoding="utf-8")))
    return found


def names_in_python(source: str) -> set[str]:
    """Return the names that stand alone in a string: not in documentation, not part of one."""
    strings = (
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    return {value for value in strings if RESPONSE.fullmatch(value)}
