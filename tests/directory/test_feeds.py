"""Feeds in every shape that publishers use, with their dirt: what comes out, and what is said."""

import json
import shutil
import zipfile
from datetime import UTC, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.feeds.reports import LoadReport, say_report
from directory.load import load_directory
from storage.engine import Sessions
from storage.tables.directory import Service, ServicePlace, ServiceTime, TaxonomyTerm
from tests.conftest import NOW
from tests.directory.published_check import app_on, checker, failures, served

FEEDS = Path(__file__).parent / "feeds"

PRIVATE = ("Morwen", "Pellar", "Dilys", "Marn", "Kit Orme", "kit.orme", "07700 900143", "off sick")
"""People of Fellwick whom its feeds tell of; nobody of them may be published."""


def outpost() -> bytes:
    """Both pages of the Outpost feed as one document."""
    pages = [json.loads((FEEDS / f"outpost_{number}.json").read_text("utf-8")) for number in (1, 2)]
    return json.dumps({"content": [one for page in pages for one in page["content"]]}).encode()


def placecube() -> bytes:
    told = json.loads((FEEDS / "placecube.json").read_text("utf-8"))
    return json.dumps({"content": list(told["services"].values())}).encode()


def one(session: Session, name: str) -> Service:
    return session.scalars(select(Service).where(Service.name == name)).one()


def times(session: Session, service: Service) -> list[tuple[str, time | None, time | None]]:
    lines = session.scalars(
        select(ServiceTime).where(ServiceTime.service_id == service.id).order_by(ServiceTime.id)
    )
    return [(",".join(line.days), line.opens_at, line.closes_at) for line in lines]


def place(session: Session, service: Service) -> ServicePlace:
    wanted = select(ServicePlace).where(ServicePlace.service_id == service.id)
    return session.scalars(wanted.order_by(ServicePlace.name)).all()[0]


def test_an_outpost_feed_comes_in_whole(session: Session, now: datetime) -> None:
    report = load_directory(session, outpost(), at=now, name="fellwick")
    assert report.added == 5
    assert [called for called, _ in report.refused] == ["Knit and natter", "105"]
    shed = one(session, "Fellwick Shed & Workshop")
    assert shed.description == "Make & mend with others.\nTea at eleven."
    assert (shed.phone, shed.minimum_age, shed.maximum_age) == ("01632 960141", 18, None)
    assert shed.cost == "£3.50, Per session, per session"
    assert times(session, shed) == [("TU", time(10), time(13)), ("TH", time(18), time(20, 30))]
    at = place(session, shed)
    assert (at.postcode, at.latitude, at.longitude) == ("FW1 2AB", 53.8, 0.55)
    assert "step_free" in shed.traits
    names = session.scalars(select(TaxonomyTerm.name).where(TaxonomyTerm.id.in_(shed.term_ids)))
    assert set(names) == {"Clubs and groups", "Older people", "Fellwick Directory"}


def test_a_childminder_s_home_is_not_given_away(session: Session, now: datetime) -> None:
    load_directory(session, outpost(), at=now, name="fellwick")
    terns = one(session, "Little Terns childminding")
    assert place(session, terns).address == "Fellwick, FW2"
    assert "Sandpiper" not in json.dumps(terns.document)
    assert terns.phone == "01632 960142"  # it stood in the e-mail column
    assert terns.description == "We have cared for autistic children for ten years."
    assert (terns.first_step or "").startswith("Somebody has to refer you")


def test_a_library_in_two_minds_about_its_letters(session: Session, now: datetime) -> None:
    load_directory(session, outpost(), at=now, name="fellwick")
    library = one(session, "Warm welcome at the library")
    told = "It’s warm, it’s free. Café next door. Ask (e-mail address not shown)."
    assert library.description == told
    assert (library.email, library.url) == ("fellwick.library@fellwick.example.org", None)
    assert (library.phone, library.is_free) == ("01632 960143", True)
    assert times(session, library) == [
        ("MO,WE", time(10), time(13)),
        ("MO,WE", time(14), time(17)),
    ]
    at = place(session, library)
    assert (at.postcode, at.latitude, at.longitude) == ("FW1 0AA", 53.81, 0.57)  # were swapped
    assert at.address == "1 Market Square, Fellwick, FW1 0AA"


def test_a_service_that_says_in_its_name_that_it_closed(session: Session, now: datetime) -> None:
    report = load_directory(session, outpost(), at=now, name="fellwick")
    assert one(session, "PERMANENTLY CLOSED Harbour lunch club").availability == "closed"
    assert report.mended["closed_in_words"] == 1


def test_a_service_without_an_organisation_or_a_place_is_still_found(
    session: Session, now: datetime
) -> None:
    load_directory(session, outpost(), at=now, name="fellwick")
    bus = one(session, "Fellwick ferry bus")
    assert (bus.organisation, bus.status) == ("Fellwick ferry bus", "temporarily closed")
    assert (place(session, bus).kind, place(session, bus).latitude) == ("virtual", None)
    assert times(session, bus) == [("MO,TU,WE,TH,FR", time(9, 30), time(12))]


def test_placecube_s_ways_of_writing(session: Session, now: datetime) -> None:
    report = load_directory(session, placecube(), at=now, name="cube")
    assert (report.added, report.refused) == (1, [])
    swimmers = one(session, "Sea swimmers")
    assert swimmers.description == "Swim together. Bring a towel."
    assert (swimmers.phone, swimmers.minimum_age) == ("01632 960144", 16)
    assert (swimmers.is_free, swimmers.areas) == (True, ["Fellwick"])
    assert swimmers.checked_at == datetime(2026, 5, 2, 12, tzinfo=UTC)
    assert times(session, swimmers)[0] == ("SA,SU", time(7, 30), time(8, 30))
    notes = select(ServiceTime.note).where(ServiceTime.service_id == swimmers.id)
    assert "Closed from 2026-12-24 to 2027-01-02" in session.scalars(notes).all()
    assert place(session, swimmers).address == "The Slipway, Quay Lane, Fellwick, FW1"
    assert "step_free" in swimmers.traits


def test_tables_of_hsds_1_are_joined(session: Session, now: datetime) -> None:
    report = load_directory(session, FEEDS / "hsds_1_1", at=now)
    assert report.added == 3
    food = session.scalars(select(Service).where(Service.cost == "Free")).one()
    assert (food.organisation, food.phone) == ("Fellwick Food Bank", "01632 960151")
    assert times(session, food) == [("TU", time(10), time(12)), ("FR", time(10), time(12))]
    assert place(session, food).address == "Methodist hall, 7 Chapel Row, Fellwick, FW1 3AA"
    terms = session.scalars(select(TaxonomyTerm).where(TaxonomyTerm.id.in_(food.term_ids))).all()
    assert [(term.name, term.document["taxonomy"]) for term in terms] == [
        ("Food banks", "Fellwick needs")
    ]
    assert terms[0].parent_id is not None
    advice = one(session, "Money advice")
    assert (advice.phone, place(session, advice).address) == (
        "01632 960152",
        "22 High Street, Fellwick",
    )
    assert "language:polish" in advice.traits
    assert times(session, advice) == [("WE", time(9, 30), time(15, 30))]


def test_rows_that_point_nowhere_are_told_by_table(session: Session, now: datetime) -> None:
    report = load_directory(session, FEEDS / "hsds_1_1", at=now)
    told = dict(report.refused)
    assert told.keys() == {
        "table phone",
        "table physical_address",
        "table service",
        "table service_at_location",
        "table service_taxonomy",
        "Housing advice",
    }
    assert told["table phone"] == (
        "1 row points to a contact that the package does not have. The row was left out. "
        "Ask the publisher to put the id right."
    )
    assert "The link was left out" in told["table service"]


def test_a_spreadsheet_of_hsds_3_with_semicolons_and_old_letters(
    session: Session, now: datetime, tmp_path: Path
) -> None:
    folder = shutil.copytree(FEEDS / "hsds_3_0", tmp_path / "sheets")
    sheet = folder / "services.csv"
    sheet.write_bytes(sheet.read_text("utf-8").encode("cp1252"))
    report = load_directory(session, folder, at=now)
    assert (report.added, report.refused, report.mended["other_letters"]) == (1, [], 1)
    walk = one(session, "Slow walk")
    assert walk.description == "An hour along the shore – café after"
    assert (walk.is_free, walk.phone) == (True, "01632 960161")
    at = place(session, walk)
    assert (at.postcode, at.latitude, at.longitude) == ("FW1 0BB", 53.8, 0.55)


def zipped(folder: Path, inside: str = "") -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in folder.iterdir():
            packed.write(path, f"{inside}{path.name}")
        packed.writestr("__MACOSX/._services.csv", b"\x00\x05")
    return file.getvalue()


def test_a_zip_is_read_as_the_folder_in_it(session: Session, now: datetime) -> None:
    first = load_directory(session, FEEDS / "hsds_1_1", at=now, name="fellwick")
    again = load_directory(session, zipped(FEEDS / "hsds_1_1", "data/"), at=now, name="fellwick")
    assert (first.added, again.unchanged, again.changed, again.removed) == (3, 3, 0, 0)


@pytest.mark.parametrize("give", [outpost, placecube, lambda: zipped(FEEDS / "hsds_1_1")])
def test_nobody_is_named_and_no_private_address_is_published(
    session: Session, now: datetime, give: Any
) -> None:
    load_directory(session, give(), at=now, name="fellwick")
    rows = session.scalars(select(Service)).all()
    published = json.dumps([row.document for row in rows], ensure_ascii=False)
    assert [name for name in PRIVATE if name in published] == []


@pytest.mark.parametrize("give", [outpost, placecube, lambda: zipped(FEEDS / "hsds_1_1")])
def test_a_dirty_feed_loaded_again_changes_nothing(
    session: Session, now: datetime, give: Any
) -> None:
    first = load_directory(session, give(), at=now, name="fellwick")
    again = load_directory(session, give(), at=now, name="fellwick")
    assert (again.added, again.changed, again.removed) == (0, 0, 0)
    assert (again.unchanged, again.refused) == (first.added, first.refused)


def test_the_report_says_in_words_what_was_mended(session: Session, now: datetime) -> None:
    report = load_directory(session, outpost(), at=now, name="fellwick")
    told = say_report(report)
    assert told.startswith("fellwick: 5 added, 0 changed, 0 unchanged, 0 removed, 2 refused\n")
    for line in (
        "  1 × telephone numbers found in the e-mail column, moved",
        "  1 × latitude and longitude the wrong way round, swapped",
        "  1 × e-mail addresses of a person within a text, not published",
        "  2 × opening hours that were words",
        "  refused Knit and natter: It has no id. Ask whoever publishes the feed to give it one.",
    ):
        assert line in told


def test_every_kind_of_mending_has_words(session: Session, now: datetime, shared: Path) -> None:
    for source in (FEEDS / "hsds_1_1", FEEDS / "hsds_3_0", outpost(), placecube()):
        say_report(load_directory(session, source, at=now, name=f"feed {len(str(source))}"))


def test_two_places_with_one_id_are_both_kept(session: Session, now: datetime) -> None:
    shared_place = {"id": 1, "location": {"id": 1, "name": "Hall"}}
    services = [
        {"id": number, "name": f"Club {number}", "service_at_locations": [shared_place]}
        for number in (1, 2)
    ]
    data = json.dumps(services).encode()
    report = load_directory(session, data, at=now, name="clubs")
    assert report.mended["place_id_twice"] == 1
    assert len(session.scalars(select(ServicePlace.id)).all()) == 2
    services[1]["description"] = "Changed"
    load_directory(session, json.dumps(services).encode(), at=now, name="clubs")
    assert len(session.scalars(select(ServicePlace.id)).all()) == 2


def test_a_circle_of_terms_is_opened(session: Session, now: datetime) -> None:
    terms = [
        {"id": "a", "name": "A", "parent_id": "b"},
        {"id": "b", "name": "B", "parent_id": "a"},
        {"id": "c", "name": "C", "parent_id": "c"},
    ]
    data = {"contents": [{"id": 1, "name": "Club"}], "taxonomy_terms": terms}
    load_directory(session, json.dumps(data).encode(), at=now, name="clubs")
    parents = {term.name: term.parent_id for term in session.scalars(select(TaxonomyTerm)).unique()}
    assert parents["A"] is None
    assert parents["B"] is not None
    assert parents["C"] is None


def test_a_check_still_to_come_is_no_check(session: Session, now: datetime) -> None:
    data = b'[{"id": 1, "name": "Club", "assured_date": "2027-01-01"}]'
    report = load_directory(session, data, at=now, name="clubs")
    assert (one(session, "Club").checked_at, report.mended["date_in_future"]) == (None, 1)


Wanted = str | tuple[int, dict[str, int]]

SHARED_FILES: dict[str, Wanted] = {
    "hsds-3.0/base.json": "describes an API",
    "hsds-3.0/csv": (1, {"off_the_map": 1, "postcode_odd": 1, "private_name": 2}),
    "hsds-3.0/location.json": "list of locations",
    "hsds-3.0/organization_full.json": (1, {"private_name": 5, "phone_mended": 5}),
    "hsds-3.0/organization_list.json": "list of organisations",
    "hsds-3.0/service_at_location_full.json": (1, {"private_name": 5, "off_the_map": 1}),
    "hsds-3.0/service_at_location_list.json": (1, {"off_the_map": 1}),
    "hsds-3.0/service_full.json": (1, {"private_name": 5, "off_the_map": 1}),
    "hsds-3.0/service_list.json": (1, {}),
    "hsds-3.0/tabular.json": (1, {"off_the_map": 1, "postcode_odd": 1, "private_name": 2}),
    "hsds-3.0/taxonomy.json": "list of taxonomies",
    "hsds-3.0/taxonomy_list.json": "list of taxonomies",
    "hsds-3.0/taxonomy_term.json": "list of taxonomy terms",
    "hsds-3.0/taxonomy_term_list.json": "list of taxonomy terms",
    "uk-profile/csv": (1, {"same_table": 3, "off_the_map": 1, "private_name": 2}),
    "uk-profile/organization_full.json": (1, {"private_name": 2, "off_the_map": 1}),
    "uk-profile/organization_list.json": "list of organisations",
    "uk-profile/service_at_location_full.json": (1, {"private_name": 2, "off_the_map": 1}),
    "uk-profile/service_at_location_list.json": (1, {"off_the_map": 1}),
    "uk-profile/service_full.json": (1, {"private_name": 2, "off_the_map": 1}),
    "uk-profile/service_list.json": (1, {}),
    "uk-profile/taxonomy.json": "list of taxonomies",
    "uk-profile/taxonomy_list.json": "list of taxonomies",
    "uk-profile/taxonomy_term.json": "list of taxonomy terms",
    "uk-profile/taxonomy_term_list.json": "list of taxonomy terms",
}
"""What each of the standard's own examples must give: services and mends, or the reason why not."""


def test_the_standard_s_examples_give_what_they_should(
    session: Session, now: datetime, shared: Path
) -> None:
    examples = shared / "openreferral" / "examples"
    there = {f"{path.parent.name}/{path.name}" for path in examples.glob("*/*")}
    assert there == SHARED_FILES.keys()
    for name, wanted in SHARED_FILES.items():
        with session.begin_nested() as undo:
            report = load_directory(session, examples / name, at=now)
            undo.rollback()
        _compare(name, report, wanted)


def _compare(name: str, report: LoadReport, wanted: Wanted) -> None:
    if isinstance(wanted, str):
        assert report.is_broken, name
        assert wanted in report.refused[0][1], name
        return
    added, mends = wanted
    assert (name, report.added) == (name, added)
    assert (name, {kind: report.mended.get(kind) for kind in mends}) == (name, mends)


def test_greater_manchester_s_report_counts_its_dirt(
    session: Session, now: datetime, shared: Path
) -> None:
    source = shared / "data" / "directory" / "gm_services_oruk_v3.json.gz"
    report = load_directory(session, source, at=now)
    wanted = {
        "phone_mended": 549,  # 534 lost their first 0; letters O, +44, a spreadsheet's e+
        "phone_left_out": 10,
        "hours_read": 105,  # of 154 that were words only
        "nothing_said": 6,
        "postcode_mended": 2,  # WA15 OHF and M169NW
        "postcode_odd": 1,  # WA154 1HF
        "postcode_missing": 1,  # NA
        "url_mended": 1,  # a full stop at the end
        "email_left_out": 1,
        "closed_in_words": 2,  # a third says it in its status
        "same_name": 369,
    }
    assert {kind: report.mended.get(kind) for kind in wanted} == wanted
    assert report.mended["private_email"] > 200


def test_what_comes_of_every_shape_passes_the_published_check(
    sessions: Sessions, shared: Path, tmp_path: Path
) -> None:
    shutil.copytree(FEEDS / "hsds_1_1", tmp_path / "old")
    with sessions.begin() as session:
        sources: list[bytes | Path] = [outpost(), placecube(), tmp_path / "old"]
        for number, source in enumerate([*sources, FEEDS / "hsds_3_0"]):
            load_directory(session, source, at=NOW, name=f"fellwick {number}")
        for name in ("uk-profile/csv", "hsds-3.0/tabular.json"):
            example = shared / "openreferral" / "examples" / name
            load_directory(session, example, at=NOW, name=name)
    with served(app_on(sessions)) as address:
        report = checker(shared).check(address, str(shared / "openreferral" / "schema-3.0"), 0)
    assert failures(report) == []


def test_what_is_refused_is_not_counted_as_mended(session: Session, now: datetime) -> None:
    service = {"id": "00000000-0000-4000-8000-000000000001", "name": "Club &amp; co"}
    load_directory(session, json.dumps([service]).encode(), at=now, name="one")
    report = load_directory(session, json.dumps([service]).encode(), at=now, name="two")
    assert (len(report.refused), report.mended) == (1, {})
