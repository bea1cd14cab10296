"""Places: postcodes, codes, streets, landmarks and wards, typed, spoken or misspelt."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from directory.load_places import load_places
from directory.places import find_place, known_postcodes, place_names
from tests.directory.conftest import PLACES


@pytest.fixture
def town(session: Session, now: datetime) -> Session:
    load_places(session, PLACES, at=now)
    return session


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("HB1 2AB", "HB1 2AB"),
        ("my postcode is hb12ab thanks", "HB1 2AB"),
        ("h b one two a b", "HB1 2AB"),
        ("HB3", "HB3"),
        ("I live in hb2", "HB2"),
        ("near the library", "Central Library"),
        ("I'm on Marine Parade", "Marine Parade"),
        ("marin parade", "Marine Parade"),
        ("12 Quay St", "Quay Street"),
        ("St Brannock's", "St Brannock's"),
        ("saint brannocks", "St Brannock's"),
        ("up in wexcome", "Wexcombe"),
        ("Northcliff Rd near the shops", "Northcliff Road"),
        ("round by the lifeboat station", "Lifeboat Station"),
        ("the town centre", "Harbourside"),
        ("  harbourside  ", "Harbourside"),
        ("key street", "Quay Street"),
        ("saint branix", "St Brannock's"),
        ("mare in parade", "Marine Parade"),
        ("HB1 2", "HB1"),
    ],
)
def test_a_place_is_found(town: Session, said: str, name: str) -> None:
    found = find_place(town, said)
    assert found is not None
    assert found.name == name
    assert 53.7 < found.latitude < 53.9
    assert 0.4 < found.longitude < 0.7


def test_a_postcode_that_is_not_in_the_table_lies_among_its_neighbours(town: Session) -> None:
    found = find_place(town, "HB1 2ZZ")
    near = find_place(town, "HB1 2AB")
    assert found is not None
    assert near is not None
    assert found.name == "HB1 2ZZ"
    assert abs(found.latitude - near.latitude) < 0.03


@pytest.mark.parametrize(
    "said",
    [
        "",
        "   ",
        "no",
        "I'd rather not say",
        "HB9 9ZZ",
        "somewhere",
        "vitamin b12",
        "my mother and her sister",
        "I want a dinner",
        "anything with music",
        "I went to the bank yesterday and they had lost my card again",
        "😀",
        "x" * 5000,
    ],
)
def test_what_is_no_place_is_none(town: Session, said: str) -> None:
    assert find_place(town, said) is None


def test_a_street_is_meant_when_its_ward_is_named_too(town: Session) -> None:
    found = find_place(town, "Quay Street in Harbour ward")
    assert found is not None
    assert found.kind == "street"


def test_hints_are_the_council_s_own(town: Session) -> None:
    assert "HB1 2AB" in known_postcodes(town)
    assert {"Harbourside", "Millfield", "Central Library"} <= set(place_names(town))


def test_a_repeated_table_changes_nothing_and_a_bad_one_is_refused(
    town: Session, now: datetime
) -> None:
    again = load_places(town, PLACES, at=now)
    assert (again.added, again.changed, again.removed) == (0, 0, 0)
    bad = load_places(town, b"name,where\nMill Street,there\n", at=now, name="places.csv")
    assert "sets of columns" in bad.refused[0][1]
    assert find_place(town, "Marine Parade") is not None


def test_bad_rows_are_refused_by_line_and_good_ones_are_taken(
    session: Session, now: datetime
) -> None:
    rows = ("place,kind,latitude,longitude", "The Pier,landmark,53.8,0.58", ",street,53.8,0.5")
    table = "\n".join((*rows, "Moon,crater,0,0")).encode()
    report = load_places(session, table, at=now, name="places.csv")
    assert report.added == 1
    assert [line for line, _ in report.refused] == ["line 3", "line 4"]


def test_a_new_table_is_seen_at_once(session: Session, now: datetime) -> None:
    assert find_place(session, "The Old Mill") is None
    load_places(
        session, b"place,kind,latitude,longitude\nThe Old Mill,landmark,53.8,0.58\n", at=now
    )
    assert find_place(session, "The Old Mill") is not None


def test_public_tables_of_places_are_read(session: Session, now: datetime, shared: Path) -> None:
    outward = load_places(session, shared / "data" / "geo" / "uk_outcodes.csv", at=now)
    units = load_places(session, shared / "data" / "geo" / "trafford_postcodes.csv", at=now)
    assert (outward.added, outward.refused) == (2983, [])
    assert units.added > 11_264
    unit, ward, outcode = (find_place(session, said) for said in ("M15 4AB", "Altrincham", "SW1A"))
    assert unit is not None
    assert unit.ward == "Gorse Hill & Cornbrook"
    assert ward is not None
    assert ward.kind == "ward"
    assert outcode is not None
    assert outcode.kind == "outward"
