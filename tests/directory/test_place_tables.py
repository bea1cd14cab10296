"""Tables of postcodes as the ONS and Ordnance Survey publish them become places."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from directory.grid import Grid
from directory.load_places import load_places
from directory.place_tables import is_table_of_places
from directory.places import find_place

ONSPD = """\
"pcd7","pcd8","pcds","dointr","doterm","usrtypind","east1m","north1m","gridind","wd25cd","lat","long"
"SK1 1AA","SK1  1AA","SK1 1AA","198001","","0","389555","390334","1","E05099901",53.409,-2.158
"SK1 1AB","SK1  1AB","SK1 1AB","198001","199606","0","389555","390334","1","E05099901",53.409,-2.158
"SK1 1AD","SK1  1AD","SK1 1AD","198001","","0","","","9","",99.999999,0.000000
"SK2 5AA","SK2  5AA","SK2 5AA","198001","","0","391000","388000","1","E05099902",53.388,-2.137
"""
"""Its form, with invented wards; the second is no more in use, the third has no place."""

WARDS = "WD25CD,WD25NM\nE05099901,Alder Bank\nE05099902,Nine Wells\n"

CODE_POINT = """\
"SK1 1AA",10,389555,390334,"E92000001","E19000001","E18000002","","E08000007","E05099901"
"SK1 1AE",90,0,0,"E92000001","E19000001","E18000002","","E08000007","E05099901"
"""
"""Code-Point Open's form: no names of columns; the second has no place."""


def test_the_ons_directory_gives_the_postcodes_in_use(session: Session, now: datetime) -> None:
    report = load_places(session, ONSPD.encode(), at=now, name="onspd.csv")
    assert report.added == 2
    assert [label for label, _ in report.refused] == ["line 4"]
    found = find_place(session, "sk1 1aa")
    assert found is not None
    assert (found.latitude, found.longitude) == (53.409, -2.158)


def test_a_folder_with_names_of_wards_makes_wards_places(
    session: Session, now: datetime, tmp_path: Path
) -> None:
    (tmp_path / "ONSPD_NOV_2026_UK_SK.csv").write_text(ONSPD)
    (tmp_path / "Ward names and codes.csv").write_text(WARDS)
    assert is_table_of_places(tmp_path)
    load_places(session, tmp_path, at=now)
    found = find_place(session, "nine wells")
    assert found is not None
    assert (found.kind, found.latitude) == ("ward", 53.388)


def test_only_the_wanted_outward_codes_are_loaded(session: Session, now: datetime) -> None:
    report = load_places(session, ONSPD.encode(), at=now, name="onspd.csv", only=["sk2"])
    assert (report.added, report.refused) == (1, [])


def test_code_point_open_is_put_on_the_map(session: Session, now: datetime) -> None:
    report = load_places(session, CODE_POINT.encode(), at=now, name="sk.csv")
    assert report.added == 1
    assert [label for label, _ in report.refused] == ["line 2"]
    found = find_place(session, "SK1 1AA")
    assert found is not None
    assert found.latitude == pytest.approx(53.4095, abs=0.001)
    assert found.longitude == pytest.approx(-2.1586, abs=0.001)


def test_the_grid_agrees_with_the_ordnance_surveys_own_example() -> None:
    """From the survey's guide to coordinate systems: 651409.903, 313177.270 in Norfolk.

    Its WGS 84 position there is 52 39 28.8282 N, 1 42 57.8663 E, to 5 metres without OSTN15.
    """
    latitude, longitude = Grid().place("651410", "313177")
    assert latitude == pytest.approx(52.65800783, abs=0.00006)
    assert longitude == pytest.approx(1.71607397, abs=0.0001)


def test_a_folder_of_services_is_no_table_of_places(shared: Path) -> None:
    assert not is_table_of_places(shared / "openreferral" / "examples" / "hsds-3.0" / "csv")
