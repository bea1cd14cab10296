"""A need for which nothing was known is counted, by theme and neighbourhood and nothing else."""

from datetime import datetime

from sqlalchemy.orm import Session

from directory.places import Place
from directory.unmet import count_unmet, neighbourhood_of, unmet_by_month


def place(kind: str, name: str, *, ward: str | None = None, postcode: str | None = None) -> Place:
    return Place(name, kind, ward, postcode, 53.8, 0.5)


def test_each_theme_is_counted_with_its_neighbourhood(session: Session, now: datetime) -> None:
    at_home = place("postcode", "HB1 2AB", ward="Quayside", postcode="HB1 2AB")
    for _ in range(2):
        count_unmet(session, themes=["food", "company"], place=at_home, channel="sms", at=now)
    session.flush()
    found = list(unmet_by_month(session))
    assert [one[1:] for one in found] == [("company", "Quayside", 2), ("food", "Quayside", 2)]


def test_a_need_that_was_not_understood_counts_too(session: Session, now: datetime) -> None:
    count_unmet(session, themes=[], place=None, channel="voice", at=now)
    session.flush()
    assert [one[1:] for one in unmet_by_month(session)] == [("unknown", "unknown", 1)]


def test_no_postcode_and_no_street_is_kept(session: Session, now: datetime) -> None:
    assert neighbourhood_of(place("postcode", "M33 7ZF", postcode="M33 7ZF")) == "M33"
    assert neighbourhood_of(place("outward", "OL11")) == "OL11"
    assert neighbourhood_of(place("street", "Mill Street")) is None
    assert neighbourhood_of(place("street", "Mill Street", ward="Millfield")) == "Millfield"
    assert neighbourhood_of(place("town", "Sale")) == "Sale"
    assert neighbourhood_of(None) is None
