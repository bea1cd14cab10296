"""Every rule finds its own examples at its own level and leaves its twins alone."""

import pytest

from triage.danger import screen
from triage.grammar import GrammarLayer, GrammarRule
from triage.levels import Level
from triage.rulebook import Rule, load_rulebook, rules_version

CATEGORIES = frozenset(
    (
        *("medical_emergency", "suicide_self_harm", "violence_now", "domestic_abuse"),
        *("physical_abuse", "sexual_abuse", "psychological_abuse", "financial_abuse"),
        *("modern_slavery", "discriminatory_abuse", "organisational_abuse", "neglect"),
        *("self_neglect", "child_at_risk", "harm_to_others", "carer_breakdown", "no_essentials"),
    )
)
RULES: tuple[Rule | GrammarRule, ...] = (
    *load_rulebook().rules,
    *GrammarLayer(load_rulebook()).rules,
)
EXAMPLES = [(rule, text) for rule in RULES for text in rule.must_match]
TWINS = [(rule, text) for rule in RULES for text in rule.must_not_match]


@pytest.mark.parametrize(("rule", "text"), EXAMPLES, ids=lambda value: getattr(value, "id", None))
def test_a_rule_finds_its_example_at_its_level(rule: Rule, text: str) -> None:
    assert (rule.id, rule.level) in [(match.rule, match.level) for match in screen(text).matches]


@pytest.mark.parametrize(("rule", "text"), TWINS, ids=lambda value: getattr(value, "id", None))
def test_a_twin_of_a_rule_is_left_alone(rule: Rule, text: str) -> None:
    assert screen(text).matches == ()


def test_every_category_of_the_taxonomy_has_rules_and_no_other() -> None:
    assert {rule.category for rule in RULES} == CATEGORIES


def test_every_rule_says_why_and_where_it_comes_from() -> None:
    for rule in load_rulebook().rules:
        assert rule.reason
        assert rule.source
        assert rule.author
        assert rule.date
        assert rule.level > Level.none
        assert rule.must_match
        assert rule.must_not_match


def test_rule_ids_are_used_once() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_the_version_of_a_screening_is_that_of_the_rule_files() -> None:
    assert screen("hello").version == rules_version()
