"""How many dangers are found and ordinary messages flagged, held to the figures to reach.

The set is open: rules have been deepened after looking at it, so it shows what gets worse, not how
well unseen messages are judged. Before that, on 2026-11-22, the first 544 sentences gave: explicit
0.93, third person 0.79, indirect 0.65, misspelt 0.68, dictated 0.90; false alarms 0 of 80 ordinary
and 9 of 87 hard ones. The second 185, by the rules deepened so far: explicit 0.94, indirect 0.37,
misspelt 0.75, dictated 1.00; false alarms 1 of 40 ordinary and 1 of 30 hard ones. The third 150,
likewise: explicit 1.00, indirect 0.86, misspelt 0.80, dictated 0.90; 0 of 30 and 1 of 20.
"""

import sys
from collections import Counter

import pytest

from tests.triage.cases import CASES, Case
from triage.danger import Screening, screen
from triage.levels import Level
from triage.rulebook import load_rulebook

JUDGED: list[tuple[Case, Screening]] = [(case, screen(case.text)) for case in CASES]
REACH = {
    "explicit": 0.99,
    "third_person": 0.95,
    "indirect": 0.92,
    "misspelt": 0.92,
    "dictated": 0.92,
    "past": 0.92,
}
FALSE_ALARMS = {"ordinary": 0.01, "idiom": 0.08, "past": 0.08, "professional": 0.08}


def test_the_set_is_large_and_has_every_style() -> None:
    assert len(CASES) >= 400
    assert {case.style for case in CASES} == set(REACH) | set(FALSE_ALARMS)


def test_no_sentence_is_an_example_of_a_rule() -> None:
    examples = {
        text for rule in load_rulebook().rules for text in (*rule.must_match, *rule.must_not_match)
    }
    assert not examples & {case.text for case in CASES}


@pytest.mark.parametrize("style", REACH)
def test_dangers_are_found(style: str, capsys: pytest.CaptureFixture[str]) -> None:
    dangers = [
        (case, found) for case, found in JUDGED if case.style == style and case.level > Level.none
    ]
    missed = [case.text for case, found in dangers if found.level is Level.none]
    share = 1 - len(missed) / len(dangers)
    with capsys.disabled():
        sys.stdout.write(f"\n{style}: sensitivity {share:.3f} of {len(dangers)}\n")
    assert share >= REACH[style], missed


@pytest.mark.parametrize("style", FALSE_ALARMS)
def test_ordinary_messages_are_left_alone(style: str, capsys: pytest.CaptureFixture[str]) -> None:
    harmless = [
        (case, found) for case, found in JUDGED if case.style == style and case.level is Level.none
    ]
    flagged = [case.text for case, found in harmless if found.level > Level.none]
    share = len(flagged) / len(harmless)
    with capsys.disabled():
        sys.stdout.write(f"\n{style}: false alarms {share:.3f} of {len(harmless)}\n")
    assert share <= FALSE_ALARMS[style], flagged


def test_the_right_category_is_among_those_found() -> None:
    labelled = [
        (case, found) for case, found in JUDGED if case.category and found.level > Level.none
    ]
    wrong = [
        (case.text, found.categories)
        for case, found in labelled
        if case.category not in found.categories
    ]
    assert len(wrong) / len(labelled) < 0.05, wrong


def test_explicit_dangers_reach_their_level() -> None:
    explicit = [(case, found) for case, found in JUDGED if case.style == "explicit"]
    low = Counter(case.text for case, found in explicit if found.level < case.level)
    assert len(low) / len(explicit) < 0.03, low
