"""Greater Manchester's real directory, through our API, passes the published check."""

from pathlib import Path

from directory.load import load_directory
from storage.engine import Sessions
from tests.conftest import NOW
from tests.directory.published_check import app_on, checker, failures, served


def test_the_published_check_passes_whole_for_greater_manchester(
    sessions: Sessions, shared: Path
) -> None:
    with sessions.begin() as session:
        load_directory(
            session, shared / "data" / "directory" / "gm_services_oruk_v3.json.gz", at=NOW
        )
    schema = str(shared / "openreferral" / "schema-3.0")
    with served(app_on(sessions)) as address:
        report = checker(shared).check(address, schema, 40)
    assert failures(report) == []
    assert report.count("pass") > 5000
