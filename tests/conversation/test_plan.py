"""The plan: what is asked, in which order, and what is left out."""

import pytest

from conversation.journey.plan import INTRODUCE, MYSELF, QUESTIONS, RING, Known, next_question

STORY = ("better_week", "strengths", "network", "place", "access_needs")


def asked(known: Known, *, done: frozenset[str] = frozenset()) -> list[str]:
    """Return all questions from here to the agreement, each answered as soon as it is put."""
    keys: list[str] = []
    while question := next_question(
        Known(**{**vars(known), "done": known.done | done | frozenset(keys)})
    ):
        keys.append(question)
    return keys


def test_a_new_resident_is_asked_what_matters_first() -> None:
    assert next_question(Known()) == "what_matters"


def test_the_summary_is_put_right_before_anything_else_is_asked() -> None:
    assert next_question(Known(matters=True, has_themes=True)) == "confirm_summary"


def test_at_most_five_questions_are_asked_of_the_story() -> None:
    keys = asked(Known(matters=True, has_themes=True))
    between = keys[keys.index("confirm_summary") + 1 : keys.index("choose_service")]
    assert tuple(between) == STORY


def test_what_is_known_is_not_asked() -> None:
    keys = asked(Known(matters=True), done=frozenset({"place", "network"}))
    assert not {"place", "network"} & set(keys)


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (MYSELF, ["consent_store", "contact", "contact_safe"]),
        (RING, ["consent_store", "name", "contact", "contact_safe", "best_time"]),
        (INTRODUCE, ["consent_store", "name", "contact", "contact_safe", "consent_share"]),
        ("none", []),
    ],
)
def test_each_next_step_asks_only_what_it_needs(step: str, expected: list[str]) -> None:
    done = frozenset({*STORY, "confirm_summary", "choose_service", "next_step"})
    known = Known(matters=True, next_step=step, has_contact=True)
    assert asked(known, done=done) == expected


def test_danger_asks_no_consent_and_no_story() -> None:
    assert asked(Known(matters=True, in_danger=True, has_contact=True)) == [
        "name",
        "contact",
        "contact_safe",
    ]


def test_without_the_bot_only_what_a_person_needs_is_asked() -> None:
    assert asked(Known(is_plain=True, has_contact=True)) == [
        "what_matters",
        "name",
        "contact",
        "contact_safe",
    ]


def test_without_offers_the_next_step_is_asked_at_once() -> None:
    done = frozenset({*STORY, "confirm_summary"})
    known = Known(matters=True, has_offers=False)
    assert asked(known, done=done)[0] == "next_step"


def test_after_the_agreement_one_door_stays_open() -> None:
    done = frozenset({*STORY, "confirm_summary", "choose_service", "next_step"})
    assert asked(Known(matters=True, next_step="none", agreed=True), done=done) == ["anything_else"]


def test_every_question_says_why_it_stands_where_it_does() -> None:
    assert all(question.why for question in QUESTIONS)
