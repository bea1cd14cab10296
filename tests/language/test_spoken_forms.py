"""Spoken and typed forms: each case of the YAML files beside this one, read as `doorstep spoken`
reads it.
"""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from language.choice import read_choice
from language.date_of_birth import read_date_of_birth
from language.name import read_name
from language.phone_number import find_phone_numbers
from language.postcode import find_postcodes
from language.when import read_time
from language.yes_no import read_yes_no

HERE = Path(__file__).parent
TODAY = date(2026, 11, 22)


def read_cases(kind: str) -> Any:
    return yaml.safe_load((HERE / f"{kind}.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("said", "code"), read_cases("postcode"))
def test_the_first_postcode_said_is_read_and_none_invented(said: str, code: str | None) -> None:
    assert next(iter(find_postcodes(said)), None) == code


@pytest.mark.parametrize(("said", "number"), read_cases("phone"))
def test_the_first_number_said_is_read_and_none_invented(said: str, number: str | None) -> None:
    assert next(iter(find_phone_numbers(said)), None) == number


@pytest.mark.parametrize(("said", "value"), read_cases("yes_no"))
def test_yes_and_no_are_told_apart_in_dialect_and_doubt(said: str, value: bool | None) -> None:
    assert read_yes_no(said) is value


@pytest.mark.parametrize(
    ("options", "said", "chosen"),
    [(group["options"], *case) for group in read_cases("choice") for case in group["said"]],
)
def test_the_option_meant_is_chosen(options: list[str], said: str, chosen: int | None) -> None:
    assert read_choice(said, options) == chosen


@pytest.mark.parametrize(("said", "born"), read_cases("date_of_birth"))
def test_a_whole_date_of_birth_is_read(said: str, born: str | None) -> None:
    assert read_date_of_birth(said, today=TODAY) == born


@pytest.mark.parametrize(("said", "time"), read_cases("time"))
def test_a_preferred_time_has_one_plain_form(said: str, time: str | None) -> None:
    assert read_time(said) == time


@pytest.mark.parametrize(("said", "name"), read_cases("name"))
def test_a_name_is_read_only_when_one_was_said(said: str, name: str | None) -> None:
    assert read_name(said) == name
