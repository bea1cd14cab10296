"""A weak message is read as the answer to what was asked, and a wish is never swallowed."""

from pathlib import Path

import pytest
import yaml
from rasa.shared.nlu.training_data.message import Message

from bot.components.open_question import READERS, OpenQuestion, table
from bot.components.two_meanings import TwoMeanings
from language.entities import find_entities

ROOT = Path(__file__).resolve().parents[2]


def _heard(text: str, expects: str, *ranking: tuple[str, float]) -> str:
    """The intent after the question is known, where the classifier heard `ranking` without it."""
    message = Message(
        {
            "text": text,
            "metadata": {"expects": expects},
            "facts": find_entities(text),
            "intent_ranking": [{"name": name, "confidence": share} for name, share in ranking],
        }
    )
    OpenQuestion().process([message])
    return message.get("intent", message.get("intent_ranking")[0])["name"]


@pytest.mark.parametrize(
    ("text", "expects", "heard", "answer"),
    [
        ("Grace", "name", ("greet", 0.4), "tell_person"),
        ("April", "name", ("ask_status", 0.3), "tell_person"),
        ("2", "choose_service", ("tell_person", 0.5), "choose_option"),
        ("the second", "next_step", ("repeat", 0.4), "choose_option"),
        ("aye go on then", "consent_store", ("goodbye", 0.5), "affirm"),
        ("no thanks", "consent_share", ("thanks", 0.7), "deny"),
        ("nobody really", "network", ("deny", 0.5), "tell_network"),
        ("just our Sandra next door", "network", ("greet", 0.2), "tell_network"),
        ("HB1 2AB", "place", ("out_of_scope", 0.3), "tell_place"),
        ("07700 900123", "contact", ("out_of_scope", 0.3), "tell_person"),
        ("mornings", "best_time", ("greet", 0.6), "tell_person"),
    ],
)
def test_a_bare_answer_is_read_by_what_was_asked(text, expects, heard, answer):
    assert _heard(text, expects, heard, (answer, 0.05)) == answer


WISHES = [
    (wish, expects)
    for expects, question in table()["questions"].items()
    for wish in table()["never_swallowed"]["intents"]
    if wish not in question.get("not_here", ())
]


def test_who_says_that_they_need_time_answers_what_makes_it_harder():
    said = "I stammer, so please give me time"
    assert _heard(said, "access_needs", ("slower", 0.9), ("tell_need", 0.05)) == "tell_need"
    assert _heard(said, "network", ("slower", 0.9), ("tell_need", 0.05)) == "slower"


def test_an_ordinary_wish_is_not_out_of_scope_where_anything_may_be_said():
    out = ("out_of_scope", 0.9)
    assert _heard("a hot dinner", "better_week", out, ("tell_need", 0.05)) == "tell_need"
    assert _heard("when are the bins emptied?", "better_week", out, ("tell_need", 0.05)) == out[0]


@pytest.mark.parametrize(("wish", "expects"), WISHES)
def test_a_clear_wish_is_never_taken_for_an_answer(wish, expects):
    said = "I say no Grace 2 nobody, start again, stop or start texts in Polish"
    assert _heard(said, expects, (wish, 0.6), ("tell_person", 0.3)) == wish


@pytest.mark.parametrize(
    ("text", "expects", "heard", "answer"),
    [
        ("him to be up and about again", "better_week", ("start_contact", 0.66), "tell_need"),
        ("start going out again", "better_week", ("restart", 0.6), "tell_need"),
        ("she'd like company and help with meals", "strengths", ("offer_help", 0.97), "tell_need"),
        ("cooking", "strengths", ("abusive", 0.3), "tell_strength"),
        ("he is very deaf", "access_needs", ("ask_language", 0.32), "tell_need"),
        ("now", "best_time", ("greet", 0.77), "tell_person"),
    ],
)
def test_an_answer_is_no_aside_that_it_only_resembles(text, expects, heard, answer):
    assert _heard(text, expects, heard, (answer, 0.02)) == answer


def test_a_greeting_that_is_sure_stays_one():
    assert _heard("hello", "what_matters", ("greet", 0.97), ("tell_need", 0.02)) == "greet"


def test_without_an_open_question_nothing_changes():
    assert _heard("Grace", "nothing", ("greet", 0.4), ("tell_person", 0.3)) == "greet"


def test_what_is_likelier_after_a_question_wins_over_what_is_weak():
    heard = _heard(
        "gardening and the choir", "strengths", ("tell_need", 0.4), ("tell_strength", 0.2)
    )
    assert heard == "tell_strength"


def test_every_question_and_intent_of_the_table_exists():
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    intents = set(domain["intents"])
    questions = table()["questions"]
    assert set(questions) == set(domain["forms"]["journey_form"]["required_slots"])
    assert set(table()["never_swallowed"]["intents"]) <= intents
    assert set(table()["rarely_swallowed"]["intents"]) <= intents
    for question in questions.values():
        assert set(question["likelier"]) <= intents
        assert set(question.get("reads", ())) <= set(READERS)
        assert question["why"]


def _unsure(ranking: list[tuple[str, float]], themes: list[str]) -> Message:
    message = Message(
        {
            "text": "…",
            "intent_ranking": [{"name": name, "confidence": share} for name, share in ranking],
            "intent": {"name": ranking[0][0], "confidence": ranking[0][1]},
            "themes": [{"id": theme, "confidence": 0.6} for theme in themes],
        }
    )
    TwoMeanings({"least": 0.3}).process([message])
    return message


def test_a_message_that_is_not_understood_names_its_two_likeliest_meanings():
    message = _unsure([("repeat", 0.2), ("help", 0.15), ("greet", 0.1)], [])
    assert message.get("intent")["name"] == "nlu_fallback"
    assert message.get("likely") == ["repeat", "help"]


def test_an_unsure_message_with_a_theme_is_a_need():
    assert (
        _unsure([("feedback", 0.2), ("help", 0.15)], ["food"]).get("intent")["name"] == "tell_need"
    )


def test_a_sure_message_is_left_alone():
    assert _unsure([("repeat", 0.8), ("help", 0.1)], []).get("intent")["name"] == "repeat"
