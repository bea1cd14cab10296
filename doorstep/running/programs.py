"""The programs of Doorstep on one machine, and how to tell that each works."""

import sys
from collections.abc import Callable

import httpx
from sqlalchemy.exc import SQLAlchemyError

from conversation.desk import utc_now
from doorstep.running.program import Program
from health import is_worker_alive
from settings import ROOT, Settings
from storage.connections import ONE
from storage.engine import make_engine, make_sessions

THREADS = "128"
"""Of each web app. A page that is open holds one for its live messages."""

SECRETS = (
    "SECRET_KEY",
    "TWILIO_AUTH_TOKEN",
    "TWILIO_AUTH_TOKEN_PREVIOUS",
    "RECORDING_KEY",
    "DATABASE_URL",
)
"""What the bot does not get to know."""


def bot(settings: Settings) -> Program:
    """Rasa, alone in its environment."""
    return Program(
        name="bot",
        called="the bot (Rasa)",
        command=(str(ROOT / "bot" / ".venv" / "bin" / "python"), "-m", "bot.serve"),
        environment={
            "RASA_TELEMETRY_ENABLED": "false",
            "BOT_PORT": str(settings.bot_port),
            "PYTHONWARNINGS": "ignore",
        },
        without=SECRETS,
        is_ready=answers(f"{settings.bot_address}/webhooks/doorstep/health"),
    )


def actions(settings: Settings) -> Program:
    """Rasa's action server."""
    return Program(
        name="actions",
        called="the action server",
        command=(sys.executable, "-m", "actions.server"),
        is_ready=answers(f"{settings.actions_address}/health"),
    )


def public(settings: Settings) -> Program:
    """The web app on the internet."""
    return Program(
        name="public",
        called="the public web",
        command=_web("public", settings.listen_host, settings.public_port),
        is_ready=answers(f"http://{_near(settings)}:{settings.public_port}/health/live"),
        environment={"MALLOC_ARENA_MAX": "2"},
    )


def console(settings: Settings) -> Program:
    """The coordinators' web app."""
    return Program(
        name="console",
        called="the console",
        command=_web("console", settings.listen_host, settings.console_port),
        is_ready=answers(f"http://{_near(settings)}:{settings.console_port}/health/live"),
        environment={"MALLOC_ARENA_MAX": "2"},
    )


def worker(settings: Settings) -> Program:
    """The jobs."""
    return Program(
        name="worker",
        called="the worker",
        command=(sys.executable, "-m", "worker"),
        is_ready=_worker_is_alive(settings),
    )


def _worker_is_alive(settings: Settings) -> Callable[[], bool]:
    sessions = make_sessions(make_engine(settings.database_url, pool_size=ONE))

    def ask() -> bool:
        try:
            with sessions() as session:
                return is_worker_alive(session, at=utc_now())
        except SQLAlchemyError:
            return False

    return ask


def answers(address: str) -> Callable[[], bool]:
    """Return a question that is answered yes when the address answers 200."""
    client = httpx.Client(timeout=2.0, trust_env=False)

    def ask() -> bool:
        try:
            return client.get(address).status_code == 200
        except httpx.HTTPError:
            return False

    return ask


def _web(app: str, host: str, port: int) -> tuple[str, ...]:
    """Serve with one process and many threads."""
    server = (sys.executable, "-m", "gunicorn", "--worker-class", "gthread", "--workers", "1")
    seconds = ("--timeout", "60", "--graceful-timeout", "2", "--keep-alive", "5")
    where = ("--threads", THREADS, "--bind", f"{host}:{port}", "--no-control-socket")
    return (*server, *seconds, *where, "--log-level", "warning", f"doorstep.serve:make_{app}()")


def _near(settings: Settings) -> str:
    """Return the address at which this machine reaches its own web apps."""
    return "127.0.0.1" if settings.listen_host == "0.0.0.0" else settings.listen_host  # noqa: S104
