"""The demonstration council Harbourside is varied, valid, and never mistaken for a real place."""

import csv
import itertools
import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker
from rapidfuzz import fuzz
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

ROOT = Path(__file__).parents[2]
DEMONSTRATION = ROOT / "directory" / "demonstration"
SHARED = Path(os.environ.get("DOORSTEP_SHARED", ROOT.parent / "shared"))
SCHEMAS = SHARED / "openreferral" / "schema-3.0"
TODAY = date(2026, 11, 22)

THEMES = frozenset(
    [
        "company",
        "caring",
        "home_help",
        "equipment",
        "transport",
        "money",
        "food",
        "housing",
        "wellbeing",
        "bereavement",
        "memory",
        "health",
        "disability",
        "activity",
        "work_learning",
        "digital",
        "family",
        "substance",
        "safety_home",
        "rights",
        "giving",
    ]
)
PUBLISHED_NATIONAL_LINES = frozenset(
    {
        "0800 4 70 80 90",  # The Silver Line
        "0800 678 1602",  # Age UK
        "0800 9177 650",  # Alcoholics Anonymous
        "0808 808 1677",  # Cruse
        "0808 808 4000",  # National Debtline
        "0808 808 7777",  # Carers UK
        "0808 800 4444",  # Shelter
        "0808 8020 133",  # National Gambling Helpline
        "0303 123 9999",  # RNIB
        "0303 3033 100",  # Stroke Association
        "0333 150 3456",  # Alzheimer's Society
    }
)
DRAMA_RANGES = re.compile(r"01632 960\d{3}|07700 900\d{3}")
EXAMPLE_HOSTS = re.compile(r"https://([a-z0-9-]+\.)+example\.(org|com)(/\S*)?")
EXAMPLE_MAIL = re.compile(r"[a-z.-]+@([a-z0-9-]+\.)*example\.(org|com)")
POSTCODE = re.compile(r"HB[1-6] \d[ABD-HJLNP-UW-Z]{2}")

Record = dict[str, Any]


@cache
def document() -> Record:
    loaded: Record = json.loads((DEMONSTRATION / "services.json").read_text("utf-8"))
    return loaded


def services() -> list[Record]:
    found: list[Record] = document()["contents"]
    return found


@cache
def places() -> list[dict[str, str]]:
    with (DEMONSTRATION / "places.csv").open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


@cache
def council() -> Record:
    loaded: Record = yaml.safe_load((DEMONSTRATION / "council.yml").read_text("utf-8"))
    return loaded


def codes(service: Record, link_type: str) -> list[str]:
    return [
        attribute["taxonomy_term"]["code"]
        for attribute in service["attributes"]
        if attribute["link_type"] == link_type
    ]


def values_of(node: object, key: str) -> Iterator[Any]:
    """Every value that stands under this key, at any depth."""
    if isinstance(node, dict):
        if key in node:
            yield node[key]
        for child in node.values():
            yield from values_of(child, key)
    elif isinstance(node, list):
        for child in node:
            yield from values_of(child, key)


def places_of_kind(kind: str) -> list[dict[str, str]]:
    return [row for row in places() if row["kind"] == kind]


def schema(name: str) -> Draft202012Validator:
    if not SCHEMAS.is_dir():
        pytest.skip(f"the published Open Referral UK schemas are not at {SCHEMAS}")

    def named(uri: str) -> Resource[Any]:
        file = SCHEMAS / uri.rsplit("/", 1)[-1]
        return Resource.from_contents(json.loads(file.read_text("utf-8-sig")), DRAFT202012)

    registry: Registry[Any] = Registry(retrieve=named)  # type: ignore[call-arg] # attrs alias
    content = json.loads((SCHEMAS / f"{name}.json").read_text("utf-8-sig"))
    return Draft202012Validator(content, registry=registry, format_checker=FormatChecker())


def test_the_list_passes_the_published_schema() -> None:
    assert [error.message for error in schema("service_list").iter_errors(document())] == []


def test_every_service_passes_the_published_schema() -> None:
    validator = schema("service")
    problems = [
        f"{service['name']}: {error.message}"
        for service in services()
        for error in validator.iter_errors(service)
    ]
    assert problems == []


def test_the_page_counts_what_it_holds() -> None:
    assert document()["total_items"] == document()["size"] == len(services())


def test_there_are_180_services_of_90_organisations() -> None:
    assert len(services()) >= 180
    assert len({service["organization"]["id"] for service in services()}) >= 90


def test_no_identifier_is_used_for_two_services() -> None:
    assert len({service["id"] for service in services()}) == len(services())


def test_every_service_says_all_that_a_resident_asks() -> None:
    needed = [
        "description",
        "application_process",
        "organization",
        "service_at_locations",
        "schedules",
        "service_areas",
        "languages",
        "cost_options",
        "attributes",
        "last_modified",
    ]
    missing = {
        service["name"]: [key for key in needed if not service.get(key)] for service in services()
    }
    assert {name: keys for name, keys in missing.items() if keys} == {}


def test_every_service_has_one_to_three_known_themes() -> None:
    for service in services():
        themes = codes(service, "theme")
        assert 1 <= len(themes) <= 3, service["name"]
        assert set(themes) <= THEMES, service["name"]


def test_every_theme_comes_first_or_second_six_times() -> None:
    counted = Counter(theme for service in services() for theme in codes(service, "theme")[:2])
    assert {theme: counted[theme] for theme in THEMES if counted[theme] < 6} == {}


def test_every_kind_of_help_is_there() -> None:
    [kinds] = [t for t in document()["taxonomies"] if t["name"] == "Kind of service"]
    offered = {
        term["code"] for term in document()["taxonomy_terms"] if term["taxonomy_id"] == kinds["id"]
    }
    assert offered == {kind for service in services() for kind in codes(service, "kind")}


def test_every_address_has_a_postcode_of_the_table_at_the_same_spot() -> None:
    known = {
        row["postcode"]: (float(row["latitude"]), float(row["longitude"]))
        for row in places_of_kind("postcode")
    }
    for location in values_of(services(), "location"):
        for address in location.get("addresses", []):
            assert known[address["postal_code"]] == (location["latitude"], location["longitude"])


def test_the_table_of_places_is_a_whole_town() -> None:
    counted = Counter(row["kind"] for row in places())
    assert counted["town"] == 1
    assert counted["ward"] >= 8
    assert counted["village"] >= 2
    assert counted["street"] >= 80
    assert counted["postcode"] >= 250
    assert counted["landmark"] >= 15
    assert {row["place"] for row in places_of_kind("outward")} == {f"HB{n}" for n in range(1, 7)}


def test_every_postcode_is_a_harbourside_one_and_stands_once() -> None:
    postcodes = [row["place"] for row in places_of_kind("postcode")]
    assert len(set(postcodes)) == len(postcodes)
    assert all(POSTCODE.fullmatch(postcode) for postcode in postcodes)
    named = {row["postcode"] for row in places() if row["postcode"]}
    assert named <= set(postcodes)


def test_every_ward_in_the_table_has_a_team() -> None:
    wards = {row["place"] for row in places_of_kind("ward")}
    assert {row["ward"] for row in places() if row["ward"]} == wards
    patched = [ward for patch in council()["patches"] for ward in patch["wards"]]
    assert sorted(patched) == sorted(wards)


def test_the_town_lies_in_the_open_sea_within_eight_kilometres() -> None:
    for row in places():
        assert abs(float(row["latitude"]) - 53.80) < 4.9 / 111.2
        assert abs(float(row["longitude"]) - 0.55) < 5.1 / 65.7


def test_no_number_could_ring_at_a_strangers() -> None:
    for number in values_of(services(), "number"):
        assert DRAMA_RANGES.fullmatch(number) or number in PUBLISHED_NATIONAL_LINES, number
    told = json.dumps(services(), ensure_ascii=False)
    for number in re.findall(r"\b0[1-9]\d{2,4} \d{3,}(?: ?\d+)*", told):
        assert DRAMA_RANGES.fullmatch(number) or number in PUBLISHED_NATIONAL_LINES, number
    for name, number in council()["phones"].items():
        assert DRAMA_RANGES.fullmatch(number.removeprefix("18001 ")), name


def test_every_address_on_the_internet_is_an_example() -> None:
    for key in ("url", "website", "term_uri", "uri"):
        assert all(EXAMPLE_HOSTS.fullmatch(url) for url in values_of(document(), key)), key
    for key in ("email", "assurer_email"):
        assert all(EXAMPLE_MAIL.fullmatch(mail) for mail in values_of(document(), key)), key


def test_no_two_descriptions_are_variants_of_one_another() -> None:
    texts = [(service["name"], service["description"].lower()) for service in services()]
    alike = [
        (first, second)
        for (first, one), (second, other) in itertools.combinations(texts, 2)
        if fuzz.ratio(one, other) > 60 or fuzz.token_set_ratio(one, other) > 78
    ]
    assert alike == []


def test_some_entries_are_stale_and_some_were_never_checked() -> None:
    checked = [date.fromisoformat(s["assured_date"]) for s in services() if "assured_date" in s]
    year, half = TODAY - timedelta(days=365), TODAY - timedelta(days=183)
    assert all(day <= TODAY for day in checked)
    assert sum(day < year for day in checked) >= 8
    assert sum(year <= day < half for day in checked) >= 12
    assert sum(day >= half for day in checked) >= 110
    assert len(services()) - len(checked) >= 6


def test_some_services_are_full_waiting_or_closed() -> None:
    availability = Counter(
        code for service in services() for code in codes(service, "availability")
    )
    assert availability["full"] >= 4
    assert availability["waiting_list"] >= 6
    assert availability["ask_first"] >= 3
    status = Counter(service["status"] for service in services())
    assert status["temporarily closed"] >= 4
    assert status["active"] >= 170


def test_who_takes_nobody_new_says_why() -> None:
    for service in services():
        if {"full", "closed"} & set(codes(service, "availability")):
            assert service.get("alert"), service["name"]


def test_hours_are_in_the_form_of_a_calendar() -> None:
    weekly = re.compile(r"(MO|TU|WE|TH|FR|SA|SU)(,(MO|TU|WE|TH|FR|SA|SU))*")
    monthly = re.compile(r"-?[1-5](MO|TU|WE|TH|FR|SA|SU)(,-?[1-5](MO|TU|WE|TH|FR|SA|SU))*")
    for schedule in itertools.chain.from_iterable(values_of(services(), "schedules")):
        if "freq" not in schedule:
            assert schedule["description"]
            continue
        form = weekly if schedule["freq"] == "WEEKLY" else monthly
        assert form.fullmatch(schedule["byday"])
        assert "00:00" <= schedule["opens_at"] < schedule["closes_at"] <= "23:59"


def test_the_office_is_closed_on_the_bank_holidays_of_two_years() -> None:
    days = [holiday["date"] for holiday in council()["bank_holidays"]]
    assert days == sorted(set(days))
    assert Counter(day.year for day in days) == {2026: 8, 2027: 8}
    assert all(day.weekday() < 5 for day in days)
