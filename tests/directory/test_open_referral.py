"""The API is Open Referral UK v3: the published checker passes whole, errors are RFC 9457."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from directory.load import load_directory
from directory.load_places import load_places
from storage.engine import Sessions, make_sessions
from storage.tables.directory import Service
from tests.conftest import NOW, empty_tables
from tests.directory.conftest import PLACES, SERVICES
from tests.directory.published_check import app_on, checker, failures, served


@pytest.fixture(scope="module")
def harbourside(engine: Engine) -> Iterator[Sessions]:
    """The demonstration council, loaded once for all tests here; loading it takes seconds."""
    sessions = make_sessions(engine)
    with sessions.begin() as session:
        load_directory(session, SERVICES, at=NOW)
        load_places(session, PLACES, at=NOW)
    yield sessions
    empty_tables(engine)


@pytest.fixture
def client(harbourside: Sessions) -> FlaskClient:
    return app_on(harbourside).test_client()


def test_the_published_check_passes_whole_for_the_demonstration_council(
    harbourside: Sessions, shared: Path
) -> None:
    schema = str(shared / "openreferral" / "schema-3.0")
    with served(app_on(harbourside)) as address:
        report = checker(shared).check(address, schema, 60)
    assert failures(report) == []
    assert report.count("pass") > 500


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/services/not-an-id", 404),
        ("/services/00000000-0000-4000-8000-000000000000", 404),
        ("/services?page=0", 400),
        ("/services?page=99999999999999999999", 400),
        ("/services?per_page=many", 400),
        ("/services?modified_after=yesterday", 400),
        ("/services?taxonomy_id=7", 400),
        ("/services?format=ndjson", 400),
        ("/nothing", 404),
    ],
)
def test_a_wrong_request_gets_a_problem_in_words(
    client: FlaskClient, path: str, status: int
) -> None:
    answer = client.get(f"/directory/v3{path}")
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert answer.get_json()["status"] == status
    assert answer.get_json()["detail"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_hidden_service_is_served_nowhere(client: FlaskClient, harbourside: Sessions) -> None:
    first = client.get("/directory/v3/services?per_page=1").get_json()["contents"][0]["id"]
    with harbourside.begin() as session:
        session.get_one(Service, first).hidden_at = NOW
    assert client.get(f"/directory/v3/services/{first}").status_code == 404
    listed = client.get("/directory/v3/services?per_page=500").get_json()["contents"]
    assert first not in [service["id"] for service in listed]
    with harbourside.begin() as session:
        session.get_one(Service, first).hidden_at = None


def test_the_search_for_programs_gives_reasons_and_the_place(client: FlaskClient) -> None:
    answer = client.get("/directory/search?q=I+am+lonely&postcode=HB1+2AB&limit=2").get_json()
    assert answer["place"]["name"] == "HB1 2AB"
    assert len(answer["results"]) == 2
    assert {"id", "name", "score", "why", "distance_km"} <= set(answer["results"][0])
    assert "It is about company and friendship" in answer["results"][0]["why"]
    assert "ask" not in answer


def test_a_place_that_is_not_known_is_asked_for_with_an_example(client: FlaskClient) -> None:
    answer = client.get("/directory/search?q=lonely&postcode=Atlantis").get_json()
    assert answer["place"] is None
    assert "like HB1" in answer["ask"]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "q=",
        "q=%00%F0%9F%98%80",
        "q=" + "x" * 3000,
        "q='+OR+1=1;--",
        "q=:::&postcode=%25%25",
        "q=\\%27%22",
        "q=food&exclude=nothing&theme=nothing",
    ],
)
def test_no_search_is_a_fault(client: FlaskClient, query: str) -> None:
    assert client.get(f"/directory/search?{query}").status_code == 200


@pytest.mark.parametrize(
    "path", ["/services", "/services?per_page=2&full=true", "/organizations", "/taxonomy_terms"]
)
def test_who_has_a_page_already_is_told_so(client: FlaskClient, path: str) -> None:
    first = client.get(f"/directory/v3{path}")
    again = client.get(f"/directory/v3{path}", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Access-Control-Allow-Origin"] == "*"


def test_a_changed_record_has_another_version(client: FlaskClient, harbourside: Sessions) -> None:
    entry = client.get("/directory/v3/services?per_page=1").get_json()["contents"][0]["id"]
    first = client.get(f"/directory/v3/services/{entry}")
    unchanged = {"If-Modified-Since": first.headers["Last-Modified"]}
    assert client.get(f"/directory/v3/services/{entry}", headers=unchanged).status_code == 304
    with harbourside.begin() as session:
        session.get_one(Service, entry).modified_at += timedelta(days=1)
    later = client.get(
        f"/directory/v3/services/{entry}",
        headers=unchanged | {"If-None-Match": first.headers["ETag"]},
    )
    assert later.status_code == 200
    assert first.last_modified
    assert later.last_modified == first.last_modified + timedelta(days=1)


def test_a_list_that_lost_a_record_is_not_called_unchanged(
    client: FlaskClient, harbourside: Sessions
) -> None:
    first = client.get("/directory/v3/services?per_page=500")
    entry = first.get_json()["contents"][-1]["id"]
    with harbourside.begin() as session:
        session.get_one(Service, entry).hidden_at = NOW
    known = {"If-None-Match": first.headers["ETag"]}
    since = {"If-Modified-Since": first.headers["Last-Modified"]}
    for headers in (known, since, known | since):
        assert client.get("/directory/v3/services?per_page=500", headers=headers).status_code == 200
    with harbourside.begin() as session:
        session.get_one(Service, entry).hidden_at = None
