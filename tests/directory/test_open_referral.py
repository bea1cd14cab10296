"""The API is Open Referral UK v3: the published checker passes whole, errors are RFC 9457."""

import importlib.util
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from directory.load import load_directory
from directory.load_places import load_places
from storage.engine import Sessions
from tests.directory.conftest import PLACES, SERVICES
from webchat.directory_api import directory_api


@pytest.fixture
def app(sessions: Sessions, now: datetime) -> Flask:
    app = Flask("directory")
    app.register_blueprint(directory_api(sessions, lambda: now))
    return app


@pytest.fixture
def client(app: Flask, sessions: Sessions, now: datetime) -> FlaskClient:
    with sessions.begin() as session:
        load_directory(session, SERVICES, at=now)
        load_places(session, PLACES, at=now)
    return app.test_client()


@contextmanager
def served(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/directory/v3"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def checker(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("check", shared / "openreferral" / "check.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def failures(report: Any) -> list[Any]:
    return [row for row in report.rows if row[2] == "fail"]


def test_the_published_check_passes_whole_for_the_demonstration_council(
    app: Flask, client: FlaskClient, shared: Path
) -> None:
    schema = str(shared / "openreferral" / "schema-3.0")
    with served(app) as address:
        report = checker(shared).check(address, schema, 60)
    assert failures(report) == []
    assert report.count("pass") > 500


def test_the_published_check_passes_whole_for_greater_manchester(
    app: Flask, sessions: Sessions, shared: Path, now: datetime
) -> None:
    with sessions.begin() as session:
        load_directory(
            session, shared / "data" / "directory" / "gm_services_oruk_v3.json.gz", at=now
        )
    schema = str(shared / "openreferral" / "schema-3.0")
    with served(app) as address:
        report = checker(shared).check(address, schema, 40)
    assert failures(report) == []
    assert report.count("pass") > 5000


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


def test_a_hidden_service_is_served_nowhere(
    client: FlaskClient, sessions: Sessions, now: datetime
) -> None:
    from storage.tables.directory import Service

    first = client.get("/directory/v3/services?per_page=1").get_json()["contents"][0]["id"]
    with sessions.begin() as session:
        service = session.get(Service, first)
        assert service is not None
        service.hidden_at = now
    assert client.get(f"/directory/v3/services/{first}").status_code == 404
    listed = client.get("/directory/v3/services?per_page=500").get_json()["contents"]
    assert first not in [service["id"] for service in listed]


def test_the_search_for_programs_gives_reasons_and_the_place(client: FlaskClient) -> None:
    answer = client.get("/directory/search?q=I+am+lonely&postcode=HB1+2AB&limit=2").get_json()
    assert answer["place"]["name"] == "HB1 2AB"
    assert len(answer["results"]) == 2
    assert {"id", "name", "score", "why", "distance_km"} <= set(answer["results"][0])
    assert "It is about company and friendship" in answer["results"][0]["why"]


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
