"""Themes by rules: real charities' words, and what residents say."""

import pytest

from directory.theme_words import theme_rules, themes_of_service, themes_of_words
from directory.traits import traits_asked
from directory.words import all_words


@pytest.mark.parametrize(
    ("name", "description", "term", "themes"),
    [
        (
            "G-Force",
            "Listening ear services, activities such as arts and crafts and Men in Sheds "
            "project to reduce isolation.",
            "Mental health",
            {"activity", "wellbeing", "company"},
        ),
        (
            "Urmston Depression Group",
            "Drop in group for people suffering from depression. Meets on Tuesdays 1.30-3.30pm.",
            "Mental health",
            {"wellbeing"},
        ),
        ("Cohens Chemist", "", "Pharmacy", {"health"}),
        ("Trussell Trust", "", "Food bank", {"food"}),
        (
            "Alexandra House",
            "",
            "Nursing homes|Residential homes",
            {"home_help", "housing", "health"},
        ),
        ("Stretford Bowling Club", "", "Sports club: Bowling", {"activity"}),
        (
            "The Searchlight Electric Charitable Trust",
            "To pay or apply capital and income of the "
            "trust to such charities as the Trustees may decide.",
            "Charity",
            set(),
        ),
        (
            "Animals In Distress",
            "The care and protection of animals of all kinds",
            "Charity",
            set(),
        ),
    ],
)
def test_a_service_gets_the_themes_that_its_words_tell(
    name: str, description: str, term: str, themes: set[str]
) -> None:
    found = themes_of_service(name=name, description=description, terms=[term])
    assert {one.theme for one in found} == themes


@pytest.mark.parametrize(
    ("said", "theme"),
    [
        ("I haven't got anyone, no one to talk to all week", "company"),
        ("I look after my husband, he can't be left", "caring"),
        ("cant keep up with the housework and the hoovering", "home_help"),
        ("she fell again and can't get in the bath", "equipment"),
        ("no bus and I've stopped driving", "transport"),
        ("bailiffs keep coming, behind with the rent", "money"),
        ("nothing to eat in the house", "food"),
        ("landlord won't fix the damp", "housing"),
        ("I can't sleep, always worrying", "wellbeing"),
        ("my wife died in March", "bereavement"),
        ("mum keeps asking the same thing, she's so confused", "memory"),
        ("just back from hospital after an operation", "health"),
        ("losing my sight", "disability"),
        ("bored, used to sing in a choir", "activity"),
        ("need to find a job", "work_learning"),
        ("forgot my password for the tablet", "digital"),
        ("we split up and the kids are upset", "family"),
        ("his drinking is getting worse", "substance"),
        ("got conned by a cold caller", "safety_home"),
        ("want to complain, who do I speak to about my rights", "rights"),
        ("I've time on my hands and would like to volunteer", "giving"),
    ],
)
def test_what_a_resident_says_has_its_theme(said: str, theme: str) -> None:
    assert theme in [one.theme for one in themes_of_words(said)]


def test_the_21_themes_have_rules_and_words() -> None:
    themes = [rule.theme for rule in theme_rules().rules]
    assert len(set(themes)) == 21
    assert set(all_words()["themes"]) == set(themes)


def test_the_words_that_gave_a_theme_are_told() -> None:
    found = themes_of_service(name="Sale Befriending", description="", terms=[])
    assert found[0].words == ("befriending",)


@pytest.mark.parametrize(
    ("said", "traits"),
    [
        ("women only please", ["women"]),
        ("a group for men", ["men"]),
        ("in the evenings, free, and I use a wheelchair", ["step_free", "free", "evening"]),
        ("are you free on Tuesday", ["tu"]),
        ("do they speak Polish", ["language:polish"]),
        ("someone who can come to the house, I never get out", ["home_visit"]),
        ("I like gardening", []),
    ],
)
def test_wants_are_read_from_the_words(said: str, traits: list[str]) -> None:
    assert traits_asked(said) == traits
