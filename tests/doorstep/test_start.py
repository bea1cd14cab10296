"""Before anything is started: ports, secrets, the demonstration's log-ins."""

import socket
import stat
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from doorstep.demonstration import demonstration_log_ins, load_demonstration
from doorstep.own_secrets import SIMULATED_ACCOUNT, read_or_make, settle
from doorstep.problems import CannotGoOn
from doorstep.running.ports import Port, check_ports, ports_of
from doorstep.welcome import how_to_reach
from referrals.staff import authenticate
from settings import Settings


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        yield door.getsockname()[1]


def test_a_port_that_is_taken_is_named_with_its_setting(taken: int) -> None:
    with pytest.raises(CannotGoOn, match=f"Port {taken} for the bot .* with BOT_PORT"):
        check_ports((Port(taken, "BOT_PORT", "the bot"),))


def test_a_port_that_is_given_twice_is_named() -> None:
    given = Settings(public_port=18999, console_port=18999)
    with pytest.raises(CannotGoOn, match="both the public web and the console"):
        check_ports(ports_of(given))


def test_a_secret_is_made_once_and_only_this_user_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "secrets" / "SECRET_KEY"
    first = read_or_make(path)
    assert len(first) > 40
    assert read_or_make(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_what_the_environment_gives_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOORSTEP_VAR", str(tmp_path))
    environment = {"SECRET_KEY": "given"}
    settle(environment)
    assert environment["SECRET_KEY"] == "given"
    assert environment["TWILIO_AUTH_TOKEN"]
    assert environment["TWILIO_API_BASE"] == "http://127.0.0.1:8002"


def test_a_real_account_talks_to_twilio_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOORSTEP_VAR", str(tmp_path))
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", SIMULATED_ACCOUNT.replace("0", "1"))
    environment: dict[str, str] = {}
    settle(environment)
    assert "TWILIO_API_BASE" not in environment


def test_the_demonstrations_log_ins_work_and_are_kept(
    session: Session, tmp_path: Path, now: datetime
) -> None:
    made = demonstration_log_ins(session, tmp_path, at=now)
    assert {one.role for one in made} == {"coordinator", "lead"}
    for one in made:
        assert authenticate(session, one.email, one.password, at=now)
    assert demonstration_log_ins(session, tmp_path, at=now) == made
    assert stat.S_IMODE((tmp_path / "demo-login").stat().st_mode) == 0o600


def test_a_database_with_accounts_gets_no_demonstration_account(
    session: Session, tmp_path: Path, now: datetime
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    demonstration_log_ins(session, elsewhere, at=now)
    assert demonstration_log_ins(session, tmp_path, at=now) == []


def test_the_demonstration_is_loaded_once(session: Session, now: datetime) -> None:
    reports = load_demonstration(session, Settings(), at=now)
    assert [report.refused for report in reports] == [[], []]
    assert reports[1].added >= 180
    assert load_demonstration(session, Settings(), at=now) == []


def test_the_welcome_says_where_everything_is() -> None:
    shown = how_to_reach(Settings(public_port=8123), [], seconds=12.3)
    assert "http://localhost:8123/" in shown
    assert "phone text --port 8123" in shown
    assert "Doorstep is ready (12 s)" in shown
