"""``doorstep screen``: a line in, a JSON line out."""

import json

from triage.command import screen_lines


def test_plain_text_is_screened_and_numbered() -> None:
    (answer,) = map(json.loads, screen_lines(["I want to die\n"]))
    assert answer["id"] == 1
    assert answer["level"] == "urgent"
    assert answer["categories"] == ["suicide_self_harm"]
    assert answer["matches"][0] == {"rule": "suicide_self_harm.wants_to_die", "text": "want to die"}


def test_a_json_line_keeps_its_id() -> None:
    (answer,) = map(json.loads, screen_lines(['{"id": "m-7", "text": "hello"}']))
    assert answer == {"id": "m-7", "level": "none", "categories": [], "matches": []}


def test_every_line_gets_an_answer_whatever_it_holds() -> None:
    lines = [
        "",
        "{broken",
        "[1, 2]",
        '{"id": 3}',
        "5",
        "[" * 5000,
        '{"text": 4}',
        '{"text": "\\ud800 I want to die"}',
    ]
    answers = [json.loads(line) for line in screen_lines(lines)]
    assert [answer["level"] for answer in answers] == ["none"] * 7 + ["urgent"]
