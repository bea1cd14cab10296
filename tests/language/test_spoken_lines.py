"""The lines of `doorstep spoken KIND`."""

import json
from typing import Any

import pytest

from language.spoken import KINDS, read_spoken_lines


def read(kind: str, *lines: str) -> list[Any]:
    return [json.loads(line) for line in read_spoken_lines(kind, lines)]


def test_plain_lines_are_numbered_and_blank_ones_left_out() -> None:
    assert read("postcode", "h b one two a b\n", "\n", "no idea\n") == [
        {"id": 1, "value": "HB1 2AB"},
        {"id": 3, "value": None},
    ]


def test_a_json_line_keeps_its_id() -> None:
    assert read("yes_no", '{"id": "q7", "text": "aye go on"}') == [{"id": "q7", "value": True}]


def test_a_choice_gives_the_title() -> None:
    line = {"id": 1, "text": "the lunch one", "options": ["Walk", "Lunch club"]}
    assert read("choice", json.dumps(line)) == [{"id": 1, "value": "Lunch club"}]


def test_own_postcodes_can_be_given() -> None:
    line = {"text": "h p one two a b", "known": ["HB1 2AB"]}
    assert read("postcode", json.dumps(line)) == [{"id": 1, "value": "HB1 2AB"}]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("line", ["{", "[1]", "12", '{"text": null}', '"HB"', "{}", "\x07"])
def test_lines_of_no_sense_give_a_line_each(kind: str, line: str) -> None:
    assert len(read(kind, line)) == 1


def test_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(KeyError):
        next(read_spoken_lines("shoe_size", ["9"]))
