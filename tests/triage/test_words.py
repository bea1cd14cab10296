"""Words and help lines: short, danger first, fit for each channel and for being overheard."""

import re
from datetime import date

import pytest
import yaml

from triage.danger import Level, Match, Screening
from triage.numbers import all_numbers, numbers_for
from triage.words import _RESPONSES, DangerWords, danger_words

CATEGORIES = sorted({category for line in all_numbers() for category in line.categories})
LEVELS = [Level.immediate, Level.urgent, Level.concern]
CHANNELS = ["web", "sms", "voice"]
GSM_7 = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
ABUSE = [
    "domestic_abuse",
    "sexual_abuse",
    "physical_abuse",
    "psychological_abuse",
    "financial_abuse",
    "modern_slavery",
]
RESPONSES = yaml.safe_load(_RESPONSES.read_text(encoding="utf-8"))["responses"]


def said(category: str, level: Level, channel: str) -> DangerWords:
    match = Match(f"{category}.example", category, level, "words", "reason")
    return danger_words(Screening(level, (category,), (match,), "version"), channel=channel)


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("category", CATEGORIES)
def test_every_danger_has_at_most_two_sentences_and_the_danger_line_first(
    category: str, level: Level, channel: str
) -> None:
    words = said(category, level, channel)
    sentences = re.findall(r"[^.!?]+[.!?]", words.text)
    assert len(sentences) <= (3 if channel == "sms" else 2)
    assert re.search(r"999|9 9 9|116 123|1 1 6|111|1 1 1", sentences[0])
    assert "<" not in words.text
    assert words.lines


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("category", CATEGORIES)
def test_a_text_fits_two_segments_with_the_question_after_it(category: str, level: Level) -> None:
    words = said(category, level, "sms")
    whole = "\n".join([words.text, *words.lines, "Are you safe right now?"])
    assert set(whole) <= GSM_7
    assert len(whole) <= 306


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("category", CATEGORIES)
def test_a_voice_says_numbers_digit_by_digit_and_one_line_at_most(
    category: str, level: Level
) -> None:
    words = said(category, level, "voice")
    assert not re.search(r"\d\d", " ".join([words.text, *words.lines]))
    assert len(words.lines) <= 1


@pytest.mark.parametrize("level", [Level.urgent, Level.concern])
@pytest.mark.parametrize("category", ABUSE)
def test_words_for_abuse_can_be_seen_by_somebody_else(category: str, level: Level) -> None:
    words = said(category, level, "web")
    shown = " ".join([words.text, *words.lines]).lower()
    assert not re.search(r"abuse|violen|safeguard|slavery|assault|rape|victim|partner", shown)


def test_no_words_name_a_method_or_ask_for_a_score() -> None:
    everything = yaml.safe_dump(RESPONSES).lower()
    assert not re.search(
        r"overdose|tablets|hang yourself|scale|out of 10|1 to 10|bridge", everything
    )


def test_every_answer_about_safety_leads_on() -> None:
    for answer in ("utter_safe_now_yes", "utter_safe_now_no", "utter_safe_now_unsure"):
        assert any("person" in variant["text"].lower() for variant in RESPONSES[answer])
    assert RESPONSES["utter_ask_safe_now"][0]["text"] == "Are you safe right now?"


def test_only_a_danger_has_words() -> None:
    with pytest.raises(ValueError, match="no danger"):
        danger_words(Screening(Level.none, (), (), "version"), channel="web")


def test_the_highest_match_chooses_the_words() -> None:
    low = Match("a.a", "suicide_self_harm", Level.concern, "x", "y")
    high = Match("b.b", "medical_emergency", Level.immediate, "x", "y")
    screening = Screening(
        Level.immediate, ("medical_emergency", "suicide_self_harm"), (high, low), "v"
    )
    assert danger_words(screening, channel="web").response == "utter_danger_medical"


def test_every_help_line_says_where_it_comes_from_and_when_it_was_checked() -> None:
    for line in all_numbers():
        assert line.source
        assert line.hours
        assert line.country
        assert line.what_for
        assert line.checked_on >= date(2026, 11, 22)
        assert line.spoken
        assert line.shown
        assert line.number.isdigit()


def test_a_councils_own_numbers_are_marked_and_from_the_drama_range() -> None:
    for line in all_numbers():
        assert line.council == line.number.startswith("01632960")


def test_help_lines_fit_what_was_said() -> None:
    names = [line.id for line in numbers_for(["suicide_self_harm"], Level.urgent)]
    assert names == ["emergency", "nhs_mental_health", "samaritans", "shout"]
    assert numbers_for(["suicide_self_harm"], Level.none) == ()
    assert "childline" in [line.id for line in numbers_for(["child_at_risk"], Level.concern)]
