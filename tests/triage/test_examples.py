"""The sentences the danger classifier learns from: readable, labelled, and each its own."""

from collections import Counter
from pathlib import Path
from typing import Any

import numpy
import pytest
import yaml
from rapidfuzz import fuzz, process, utils

from settings import ROOT
from triage.levels import Level

Entry = dict[str, Any]

FILES = sorted((ROOT / "triage" / "examples").glob("*.yml"))

CATEGORIES = {
    "medical_emergency", "suicide_self_harm", "violence_now", "domestic_abuse",
    "physical_abuse", "sexual_abuse", "psychological_abuse", "financial_abuse",
    "modern_slavery", "discriminatory_abuse", "organisational_abuse", "neglect",
    "self_neglect", "child_at_risk", "harm_to_others", "carer_breakdown", "no_essentials",
}  # fmt: skip
"""The ids of the design's taxonomy.yml."""

STYLES = {
    "explicit", "indirect", "misspelt", "dictated", "third_person",
    "reported", "long_story", "sms", "second_language", "professional",
}  # fmt: skip

NO_LEVEL = {("psychological_abuse", "immediate")}
"""What hardly exists: words that endanger a life now are threats and stand under violence."""

LEAST_OF_A_CATEGORY, LEAST_OF_A_LEVEL, LEAST_OF_A_STYLE = 55, 3, 3

NEARLY_THE_SAME = 92
"""Rapidfuzz's ratio. Below it two people may well have said the same thing in their own words."""

WORDS_OF_A_SENTENCE = 5
"""Shorter ones are like each other by nature; of them only equals are refused."""


def entries(path: Path) -> list[Entry]:
    found: list[Entry] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


DANGER = {path.stem: entries(path) for path in FILES if not path.stem.startswith("none_")}


def test_every_category_has_its_file_and_no_other_stands_there() -> None:
    assert set(DANGER) == CATEGORIES


@pytest.mark.parametrize("category", sorted(DANGER))
def test_every_entry_has_known_labels_and_no_others(category: str) -> None:
    levels = {str(level) for level in Level if level > Level.none}
    for entry in DANGER[category]:
        assert {"text", "level", "style"} <= entry.keys() <= {"text", "level", "style", "also"}, (
            entry
        )
        assert entry["level"] in levels, entry
        assert entry["style"] in STYLES, entry
        assert set(entry.get("also", ())) <= CATEGORIES - {category}, entry


@pytest.mark.parametrize("category", sorted(DANGER))
def test_a_category_is_heard_often_and_in_every_style_and_level(category: str) -> None:
    found = DANGER[category]
    assert len(found) >= LEAST_OF_A_CATEGORY
    for style in STYLES:
        assert sum(entry["style"] == style for entry in found) >= LEAST_OF_A_STYLE, style
    for level in ("immediate", "urgent", "concern"):
        if (category, level) not in NO_LEVEL:
            assert sum(entry["level"] == level for entry in found) >= LEAST_OF_A_LEVEL, level


def test_no_two_sentences_of_all_the_files_are_nearly_the_same() -> None:
    texts = [entry["text"].casefold() for path in FILES for entry in entries(path)]
    assert {text for text, times in Counter(texts).items() if times > 1} == set()
    plain = map(utils.default_process, texts)
    long = [text for text in plain if len(text.split()) >= WORDS_OF_A_SENTENCE]
    likeness = process.cdist(long, long, scorer=fuzz.ratio, score_cutoff=NEARLY_THE_SAME)
    pairs = numpy.argwhere(numpy.triu(likeness, k=1) > 0)
    assert [(long[one], long[other]) for one, other in pairs] == []
