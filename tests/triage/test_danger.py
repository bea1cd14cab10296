"""The danger screen as the rest of Doorstep uses it: scope, joined messages, odd input, time."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.triage.cases import CASES
from triage.danger import screen
from triage.levels import Level


def level_of(text: str, *before: str) -> str:
    return str(screen(text, before=before).level)


def test_levels_are_ordered_and_carry_the_ids_of_the_taxonomy() -> None:
    assert Level.none < Level.concern < Level.urgent < Level.immediate
    assert [str(level) for level in Level] == ["none", "concern", "urgent", "immediate"]


@pytest.mark.parametrize(
    "text",
    [
        "I don't want to die",
        "I'm not going to kill myself",
        "I have never thought of ending my life, well, hardly",
        "I tried to kill myself ten years ago",
        "I was suicidal last year",
        "My ex used to hit me",
        "He doesn't hit me any more",
    ],
)
def test_a_denied_or_past_danger_is_a_concern_and_never_nothing(text: str) -> None:
    assert level_of(text) == "concern"


@pytest.mark.parametrize(
    "text",
    [
        "I can't cope, I want to die",
        "I don't know why but I want to kill myself",
        "I'm not joking I'm going to kill myself",
        "I can't stop thinking about killing myself",
        "He didn't mean it but he hit me",
        "I tried to hang myself last night",
        "I wanted to die years ago and now I want to die again",
    ],
)
def test_a_not_that_belongs_elsewhere_lowers_nothing(text: str) -> None:
    assert screen(text).level >= Level.urgent


def test_a_settled_illness_is_no_danger() -> None:
    assert level_of("I had a heart attack six years ago") == "none"


def test_somebody_elses_danger_counts_as_much() -> None:
    assert level_of("The man next door has collapsed and he isn't breathing") == "immediate"


def test_a_thought_split_over_two_messages_is_found() -> None:
    assert level_of("I want") == "none"
    assert level_of("to die", "I want") == "urgent"
    assert level_of("die", "I really", "want to") == "urgent"


def test_a_joined_match_needs_words_of_the_newest_message() -> None:
    assert level_of("thank you", "I want", "to die") == "none"


def test_an_answer_does_not_join_with_the_next_topic() -> None:
    assert level_of("food and transport", "no") == "none"
    assert level_of("to die down before I go out in the wind", "I need the rain") == "none"


def test_only_the_last_two_messages_are_joined() -> None:
    assert level_of("to die", "I want", "hello there", "are you a robot") == "none"


def test_one_line_of_danger_in_a_long_story_is_found() -> None:
    story = "I like my garden and my neighbour Ann brings the paper. " * 30
    assert level_of(story + "My son hits me. " + story) == "urgent"


def test_a_match_quotes_the_residents_own_words() -> None:
    (match, *_) = screen("To be honest I WANNA DIE, love").matches
    assert match.text == "WANNA DIE"
    assert match.reason
    assert match.rule.startswith(match.category)


def test_hidden_and_odd_characters_do_not_hide_danger() -> None:
    assert level_of("I want to d\u200bie") == "urgent"
    assert level_of("I’m going to kill myself 😭😭") == "immediate"
    assert level_of("ＩＷＡＮＴ to die".replace("ＩＷ", "Ｉ Ｗ")) == "urgent"
    assert level_of("I want to... die") == "urgent"
    assert level_of("i   want\nto\tdie") == "urgent"
    assert level_of("i want to dieeeeee") == "urgent"


@pytest.mark.parametrize(
    "text", ["", "   ", "\n\n", "...", "😀😀", "\x00\x01", "?", '"', "شكرا جزيلا", "\ud800"]
)
def test_nothing_said_is_level_none(text: str) -> None:
    assert screen(text).level is Level.none


@given(st.text(max_size=400), st.lists(st.text(max_size=80), max_size=4))
@settings(max_examples=200, deadline=None)
def test_no_text_makes_the_screen_fail(text: str, before: list[str]) -> None:
    result = screen(text, before=before)
    assert result.level == max((match.level for match in result.matches), default=Level.none)


@pytest.mark.parametrize(
    "unit",
    ["I want to die. ", "not ", "he ", "a", "I don't ", "my husband ", "? ", '" ', "kill myself "],
)
def test_twenty_thousand_characters_take_no_longer_than_reading_them(unit: str) -> None:
    text = (unit * 20_000)[:20_000]
    screen("warm up")
    start = time.process_time()
    screen(text, before=[text, text])
    assert time.process_time() - start < 1.5


def test_a_message_takes_three_milliseconds_at_the_95th_centile() -> None:
    screen("warm up")
    taken = sorted(_time_of(case.text) for case in CASES)
    assert taken[int(len(taken) * 0.95)] < 0.003


def _time_of(text: str) -> float:
    start = time.process_time()
    screen(text)
    return time.process_time() - start


def test_the_screen_imports_nothing_of_ours_but_language() -> None:
    folders = {
        "storage",
        "conversation",
        "directory",
        "people",
        "referrals",
        "telephony",
        "console",
        "webchat",
    }
    for path in Path(__file__).parents[2].joinpath("triage").glob("*.py"):
        imported = {
            line.split()[1].split(".")[0]
            for line in path.read_text().splitlines()
            if line.startswith(("import ", "from "))
        }
        assert not imported & folders, path.name
