"""`doorstep up`: starts everything on this machine, keeps it running, stops it cleanly."""

import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event

import click

from doorstep.problems import CannotGoOn
from settings import ROOT, Settings, settings

ROOM_GB = 0.5
"""Free space below which nothing is started: a full disk loses what residents say."""


@click.command()
@click.option("--port", type=int, help="Port of the public web (PUBLIC_PORT).")
@click.option("--console-port", type=int, help="Port of the console (CONSOLE_PORT).")
@click.option("--no-demo", is_flag=True, help="Load no demonstration council and no accounts.")
def up(port: int | None, console_port: int | None, no_demo: bool) -> None:
    """Start everything on this machine; Ctrl-C stops it."""
    from doorstep.own_secrets import settle

    for name, value in (("PUBLIC_PORT", port), ("CONSOLE_PORT", console_port)):
        if value is not None:
            os.environ[name] = str(value)
    settle(os.environ)
    with _signals() as over:
        run(settings(), over=over, tell=_tell, demo=not no_demo)


def run(given: Settings, *, over: Event, tell: Callable[[str], None], demo: bool) -> None:
    """Start what is needed in order, say how to reach it, and run until ``over`` is set."""
    began = time.monotonic()
    check_machine(given)
    from doorstep.first_start import prepare
    from doorstep.running import programs
    from doorstep.running.supervisor import Supervisor
    from doorstep.welcome import how_to_reach
    from storage.connections import ONE
    from storage.engine import make_engine, make_sessions

    supervisor = Supervisor(root=ROOT, logs=given.doorstep_var / "log", tell=tell, over=over)
    with ExitStack() as at_the_end:
        database = at_the_end.enter_context(_database(given, tell))
        os.environ["DATABASE_URL"] = database  # every program inherits it
        given = given.model_copy(update={"database_url": database})
        at_the_end.callback(supervisor.stop)
        at_the_end.callback(tell, "Stopping …")
        supervisor.start([programs.bot(given), programs.actions(given)])
        sessions = make_sessions(make_engine(database, pool_size=ONE))
        log_ins = prepare(sessions, given, tell=tell, demo=demo)
        supervisor.start([programs.public(given), programs.console(given), programs.worker(given)])
        at_the_end.enter_context(_stand_in(given))
        supervisor.wait_until_ready()
        if not over.is_set():
            click.echo(how_to_reach(given, log_ins, seconds=time.monotonic() - began))
        supervisor.watch()
    tell("Stopped.")


def check_machine(given: Settings) -> None:
    """Raise CannotGoOn for a port that is taken, a disk that is full, a set-up that is missing."""
    from doorstep.running.ports import check_ports, ports_of

    check_ports(ports_of(given))
    free_gb = shutil.disk_usage(ROOT).free / 1e9
    if free_gb < ROOM_GB:
        raise CannotGoOn(f"The disk has only {free_gb:.1f} GB free: free some space and try again.")
    for needed in (ROOT / "bot" / ".venv" / "bin" / "python", ROOT / "bot" / "models"):
        if not needed.exists():
            raise CannotGoOn(f"{_shown(needed)} is missing: run `make setup` first.")


@contextmanager
def _database(given: Settings, tell: Callable[[str], None]) -> Iterator[str]:
    from doorstep.database import database_address

    if not given.database_url:
        tell("Starting PostgreSQL …")
    with database_address(given) as address:
        yield address


@contextmanager
def _stand_in(given: Settings) -> Iterator[None]:
    """Take the simulated account's texts in place of Twilio."""
    from doorstep.own_secrets import SIMULATED_ACCOUNT
    from event_log import keep_log
    from telephony.rehearsal.twilio_stand_in import TwilioStandIn

    if given.twilio_account_sid != SIMULATED_ACCOUNT:
        yield
        return
    keep_log("WARNING")
    stand_in = TwilioStandIn(SIMULATED_ACCOUNT, given.twilio_auth_token.get_secret_value())
    with stand_in.serving(port=given.stand_in_port):
        yield


@contextmanager
def _signals() -> Iterator[Event]:
    """Give an event that Ctrl-C, a hang-up or a request to end sets; never a traceback."""
    over = Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: over.set())
    yield over


def _tell(line: str) -> None:
    click.echo(f"  {line[:1].upper()}{line[1:]}")


def _shown(path: Path) -> str:
    return str(path.relative_to(ROOT))
