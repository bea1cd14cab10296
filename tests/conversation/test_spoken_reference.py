"""A reference is read as it is typed, keyed and said, and nothing else is taken for one."""

import pytest

from conversation.spoken_reference import as_keyed, reference_in, speaks_of_reference


@pytest.mark.parametrize(
    "text",
    [
        "K7M-2QF",
        "k7m 2qf",
        "my reference is K7M 2QF",
        "ref k7m2qf please",
        "my reference is k seven m two q f",
        "reference kilo seven mike two quebec foxtrot",
    ],
)
def test_a_reference_is_found_however_it_comes(text: str) -> None:
    assert reference_in(text) == "K7M-2QF"


@pytest.mark.parametrize(
    "text",
    ["HB2 4QF", "my postcode is HB2 4QF", "the man", "flat 22b the Mews", "576273", "07700 900123"],
)
def test_what_only_looks_like_one_is_none(text: str) -> None:
    assert reference_in(text) is None


def test_the_keys_of_a_reference_are_taken_when_it_was_asked_for() -> None:
    assert as_keyed("K7M-2QF") == "576273"
    assert reference_in("576273", is_asked=True) == "576273"
    assert reference_in("kilo seven mike two quebec foxtrot", is_asked=True) == "K7M-2QF"


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("I have a reference", True),
        ("I've got a reference number", True),
        ("here is my reference", True),
        ("I need a reference for my landlord", False),
        ("my reference letter for the housing", False),
        ("I lost my reference", False),
        ("I don't have a reference", False),
    ],
)
def test_who_has_a_reference_is_told_from_who_needs_one(text: str, speaks: bool) -> None:
    assert speaks_of_reference(text) is speaks
