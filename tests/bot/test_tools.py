"""Training's fingerprint, the command that understands lines, and logs without words."""

import logging

from rasa.shared.nlu.training_data.message import Message

from bot.components.theme_classifier import themes_told
from bot.components.whom_classifier import whom_told
from bot.known_places import list_places
from bot.quiet_logs import NoWords, _drop_fields
from bot.train import fingerprint
from bot.understand import _read_line


def test_a_changed_sentence_changes_the_fingerprint_and_the_order_of_files_does_not(tmp_path):
    one, two = tmp_path / "a.yml", tmp_path / "b.yml"
    one.write_text("tea", encoding="utf-8")
    two.write_text("cake", encoding="utf-8")
    before = fingerprint(iter([one, two]))
    assert fingerprint(iter([two, one])) == before
    two.write_text("cakes", encoding="utf-8")
    assert fingerprint(iter([one, two])) != before


def test_a_line_is_text_or_json_with_text():
    assert _read_line("I feel low\n", 3) == {"id": 3, "text": "I feel low"}
    assert _read_line('{"id": "x", "text": "I feel low"}', 3) == {"id": "x", "text": "I feel low"}
    assert _read_line("{broken", 3) == {"id": 3, "text": "{broken"}


def test_an_error_in_the_log_shows_where_and_not_what():
    try:
        raise ValueError("my husband hits me")
    except ValueError as problem:
        record = logging.LogRecord(
            "rasa",
            logging.ERROR,
            "x.py",
            1,
            "failed",
            None,
            (type(problem), problem, problem.__traceback__),
        )
    line = NoWords("%(message)s").format(record)
    assert "ValueError" in line
    assert "test_tools.py" in line
    assert "husband" not in line


def test_fields_of_rasas_events_that_can_hold_words_are_dropped():
    event = {"event": "message.parsing.failed", "user_text": "my secret", "level": "warning"}
    assert _drop_fields(None, "warning", event) == {
        "event": "message.parsing.failed",
        "level": "warning",
    }


def test_an_example_of_another_intent_has_no_theme_and_an_unlabelled_need_says_nothing():
    told = Message({"intent": "tell_need", "metadata": {"example": {"themes": ["food"]}}})
    assert themes_told(told) == ["food"]
    assert themes_told(Message({"intent": "greet"})) == []
    assert themes_told(Message({"intent": "tell_need"})) is None


def test_places_are_known_by_all_their_names(tmp_path):
    table = tmp_path / "places.csv"
    table.write_text(
        "place,kind,also_known_as\nNorthcliff,ward,North Cliff;the North Side\n", encoding="utf-8"
    )
    assert list_places(table) == ("Northcliff", "North Cliff", "the North Side")
    assert list_places(tmp_path / "missing.csv") == ()


def test_whom_an_example_is_about_is_taken_from_its_label_only():
    told = Message({"intent": "tell_need", "metadata": {"example": {"about": "client"}}})
    assert whom_told(told) == "client"
    assert whom_told(Message({"intent": "tell_need"})) is None
