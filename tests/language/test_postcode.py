"""Postcodes by ear beyond the table: outward codes, the council's own, and messages of any
length.
"""

import time

import pytest

from language.postcode import find_outward_codes, find_postcodes, nearest_postcodes

OWN = ["HB1 2AB", "HB1 4EF", "HB2 3QD", "HB12 2AB"]


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("h p one two a b", "HB1 2AB"),
        ("h b one two eight b", "HB1 2AB"),
        ("h b one two a d", "HB1 2AB"),
        ("h b one four e s", "HB1 4EF"),
        ("h b two three q b", "HB2 3QD"),
    ],
)
def test_what_rhymes_is_taken_for_the_council_s_own_postcode(heard: str, meant: str) -> None:
    assert find_postcodes(heard, known=OWN) == [meant]


def test_a_postcode_of_another_area_stays_what_it_is() -> None:
    assert find_postcodes("m sixteen nought r a", known=OWN) == ["M16 0RA"]


def test_two_candidates_are_offered_best_first() -> None:
    assert nearest_postcodes("HB1 2AD", OWN) == ["HB1 2AB"]
    assert nearest_postcodes("M16 0RA", OWN) == []


def test_two_places_in_one_message_are_both_found() -> None:
    assert find_postcodes("I moved from HB1 2AB to HB2 3QD") == ["HB1 2AB", "HB2 3QD"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("my mum in HB2 is on her own", ["HB2"]),
        ("h b two", ["HB2"]),
        ("I'm in aitch bee four", ["HB4"]),
        ("hb1 2ab", ["HB1"]),
        ("the area's M16", ["M16"]),
        ("h b two no sorry h b three", ["HB3"]),
        ("I take vitamin B12", []),
        ("stuck on the M6", []),
        ("bus 42 to town", []),
        ("I need help with PIP 2 forms", []),
    ],
)
def test_first_halves_need_to_be_meant_as_a_place(text: str, codes: list[str]) -> None:
    assert find_outward_codes(text) == codes


@pytest.mark.parametrize(
    "text", ["", " ", "🙂🙂", "\x00\x01", "مرحبا", "<b>HB</b>", "'; drop table", "a" * 20_000]
)
def test_odd_messages_hold_no_postcode(text: str) -> None:
    assert find_postcodes(text) == []


@pytest.mark.parametrize("piece", ["a ", "h b one ", "oh you see ", "double ", "no sorry "])
def test_a_message_of_20_000_characters_is_read_in_seconds(piece: str) -> None:
    begun = time.process_time()
    find_postcodes(piece * (20_000 // len(piece)))
    assert time.process_time() - begun < 5
