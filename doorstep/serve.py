"""Makes the two web apps for their server: make_public() and make_console()."""

import sys
from collections.abc import Callable, Mapping

from flask import Flask

from conversation.desk import Desk, open_desk
from event_log import keep_log
from health import health
from settings import Settings, settings
from storage.connections import CONSOLE, PUBLIC
from storage.live import Listener

NEEDED: Mapping[str, Callable[[Settings], str]] = {
    "DATABASE_URL": lambda given: given.database_url,
    "SECRET_KEY": lambda given: given.secret_key.get_secret_value(),
    "RECORDING_KEY": lambda given: given.recording_key.get_secret_value(),
    "TWILIO_AUTH_TOKEN": lambda given: given.twilio_auth_token.get_secret_value(),
}


def make_public() -> Flask:
    """Return the app on the internet, for a server's process."""
    given = _start()
    return public_app(open_desk(given, pool_size=PUBLIC), given, Listener(given.database_url))


def public_app(desk: Desk, given: Settings, listener: Listener) -> Flask:
    """Return the app on the internet, which has no staff page in it."""
    from webchat.app import create_public

    return _with_health(create_public(desk, given, listener), desk, given)


def make_console() -> Flask:
    """Return the coordinators' app, for a server's process."""
    given = _start()
    return console_app(open_desk(given, pool_size=CONSOLE), given, Listener(given.database_url))


def console_app(desk: Desk, given: Settings, listener: Listener) -> Flask:
    """Return the coordinators' app."""
    from console.app import create_console

    return _with_health(create_console(desk, given, listener), desk, given)


def _with_health(app: Flask, desk: Desk, given: Settings) -> Flask:
    """Both apps tell monitors how they are; one that registered it itself is left alone."""
    if "health" not in app.blueprints:
        app.register_blueprint(health(desk, given))
    return app


def _start() -> Settings:
    """Set up the log, and stop the start when a secret is missing."""
    given = settings()
    keep_log(given.log_level)
    missing = [name for name, value in NEEDED.items() if not value(given)]
    if missing:
        sys.exit(f"doorstep: the setting {missing[0]} is missing (docs/settings.md)")
    return given
