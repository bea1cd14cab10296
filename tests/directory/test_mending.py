"""Mending: what is safe is mended, what is wrong is left out, nobody's private life is kept."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.document import mend_service
from directory.errors import RefusedRecord
from directory.mending import mend_age, mend_postcode, mend_text, mend_time, mend_url
from directory.phones import mend_phone
from directory.private import public_contact, public_email


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        (
            "<p>Tea &amp; cake</p><p>All welcome</p>",
            "Tea & cake\n All welcome".replace("\n ", "\n"),
        ),
        ("Tea &amp;amp; cake", "Tea & cake"),
        ("  two   spaces\xa0here ", "two spaces here"),
        ("NA", None),
        ("n/a", None),
        ("", None),
        ("-", None),
        (None, None),
        ([], None),
        ("a < b and c > d", "a < b and c > d"),
        ("<script>alert(1)</script>Hello", "Hello"),
    ],
)
def test_text(dirty: Any, clean: str | None) -> None:
    assert mend_text(dirty) == clean


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("1617483378", "0161 748 3378"),
        ("O1613681392", "0161 368 1392"),
        ("1618341e3", "0161 834 1000"),
        ("+44 (0)161 234 5678", "0161 234 5678"),
        ("0161 234 5678 ext 4", "0161 234 5678"),
        ("0800 4 70 80 90", "0800 4 70 80 90"),
        ("01632960123", "01632 960123"),
        ("116 123", "116 123"),
        ("111", "111"),
        ("161629e6", None),
        ("0161", None),
        ("00000 000000", None),
        ("--", None),
        ("9999", None),
        ("info@example.org", None),
        (None, None),
    ],
)
def test_a_number_that_can_be_dialled_or_none(dirty: Any, clean: str | None) -> None:
    assert mend_phone(dirty) == clean


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("www.example.org", "https://www.example.org"),
        ("http://example.org/a b", None),
        ("https://example.org/é", "https://example.org/%C3%A9"),
        ("javascript:alert(1)", None),
        ("someone@example.org", None),
        ("none", None),
        ("http://", None),
        ("example", None),
    ],
)
def test_a_web_address_or_none(dirty: str, clean: str | None) -> None:
    assert mend_url(dirty) == clean


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("hb12ab", "HB1 2AB"),
        ("WA15 OHF", "WA15 0HF"),
        ("M169NW", "M16 9NW"),
        ("m16", "M16"),
        ("NA", None),
        ("WA154 1HF", None),
    ],
)
def test_a_postcode_or_none(dirty: str, clean: str | None) -> None:
    assert mend_postcode(dirty) == clean


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("9.30am", "09:30"),
        ("12", "12:00"),
        ("7pm", "19:00"),
        ("24:00", "23:59"),
        ("10:00:00", "10:00"),
        ("25:00", None),
        ("noonish", None),
        ("10:00-13:00", None),
    ],
)
def test_a_time_of_day_or_none(dirty: str, clean: str | None) -> None:
    assert mend_time(dirty) == clean


def test_minus_one_is_no_age() -> None:
    assert [mend_age(value) for value in (-1, 0, 999, "18", 50.0, None)] == [
        None,
        None,
        None,
        18,
        50,
        None,
    ]


@pytest.mark.parametrize(
    ("mailbox", "is_kept"),
    [
        ("info@stgeorges.example.org", True),
        ("holyfamily.admin@council.example", True),
        ("netloft@example.com", True),
        ("ann.johnson57@example.com", False),
        ("dave@example.org", False),
        ("not an address", False),
    ],
)
def test_a_mailbox_is_the_group_s_or_is_not_kept(mailbox: str, is_kept: bool) -> None:
    assert (public_email(mailbox, names=("The Net Loft",)) is not None) is is_kept


def test_a_contact_is_a_desk_or_is_not_kept() -> None:
    kept = [public_contact(name) for name in ("Enquiries", "Booking line", "Front desk")]
    assert kept == ["Enquiries", "Booking line", "Front desk"]
    gone = [public_contact(name) for name in ("Ann Johnson", "Mrs Johnson", "Ann", "Dr A Patel")]
    assert gone == [None] * 4


anything = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=12,
)
members = st.sampled_from(
    [
        "id",
        "name",
        "description",
        "organization",
        "schedules",
        "contacts",
        "phones",
        "location",
        "service_at_locations",
        "addresses",
        "attributes",
        "taxonomy_term",
        "cost_options",
        "amount",
        "byday",
        "opens_at",
        "email",
        "url",
        "minimum_age",
        "last_modified",
        "languages",
    ]
)


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(members, anything | st.lists(st.dictionaries(members, anything), max_size=2))
)
def test_no_record_is_a_crash(raw: dict[str, Any]) -> None:
    from datetime import UTC, datetime

    from directory.record import read_record

    try:
        document = mend_service(raw, source="fuzz")
    except RefusedRecord:
        return
    assert read_record(document, at=datetime(2026, 11, 24, tzinfo=UTC)).service["name"]
