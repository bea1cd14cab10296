"""Makes the coordinators' web app: its own process port, cookies and pages."""

from datetime import datetime

import structlog
from flask import Flask, flash, g, redirect, render_template, request, url_for
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFError, CSRFProtect  # type: ignore[import-untyped]  # has none
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, TooManyRequests
from werkzeug.wrappers import Response as AnyResponse

from console.access import guard, may_open
from console.account_pages import accounts
from console.alert_pages import alerts
from console.assets import assets
from console.at_hand import AtHand, now, put_at_hand, staff_or_none, transaction
from console.call_pages import calls
from console.claim_pages import claims
from console.directory_group_pages import directory_groups
from console.directory_task_pages import directory_tasks, tell_lost
from console.introduction_pages import introductions
from console.live_pages import live
from console.log_in import limit_tries, log_in, too_many_tries
from console.person_pages import person
from console.phone_numbers import national
from console.promise_pages import promises
from console.queue_pages import queue
from console.record_pages import record
from console.rota_pages import duty_notice, rota
from console.safe_contact_pages import safe_contact
from console.security_headers import protect
from console.team_pages import team
from console.text_pages import texts
from console.theme_pages import themes
from console.thread_pages import thread
from conversation.desk import Desk
from conversation.message import NoSuchConversation
from conversation.titles import theme_titles
from directory.errors import NoSuchEntry, NoSuchTask, TaskDone, TaskTaken
from health import health
from referrals.alert_rows import open_alert_rows
from referrals.errors import (
    AlreadyAnswered,
    AlreadyClaimed,
    AlreadyClosed,
    NoSuchIntroduction,
    NoSuchReferral,
    NotHolder,
)
from referrals.hours import in_words
from referrals.staff import Role
from referrals.staff_words import why_in_words
from settings import Settings
from storage.live import Listener

log = structlog.get_logger()

BLUEPRINTS = (
    assets, log_in, queue, live, alerts, person, claims, thread, record, promises,
    introductions, team, accounts, rota, safe_contact, calls, texts, themes,
    directory_tasks, directory_groups,
)  # fmt: skip

NO_ALERTS: dict[str, object] = {"open_alerts": [], "duty_notice": None}
"""For who may not see residents, and before the log-in."""

LARGEST_FORM = 256 * 1024
"""Bytes: the longest note in every alphabet, many times over."""


def create_console(desk: Desk, settings: Settings, listener: Listener) -> Flask:
    """Return the console. Raises ValueError without a secret key: forms would not be safe."""
    if not settings.secret_key.get_secret_value():
        raise ValueError("SECRET_KEY is empty: the console cannot sign its forms")
    app = Flask(__name__)
    _configure(app, settings)
    put_at_hand(app, AtHand(desk, settings, listener))
    _use_govuk_components(app)
    limiter = Limiter(get_remote_address, app=app, storage_uri="memory://")
    guard(app)
    CSRFProtect(app)
    protect(app)
    limit_tries(limiter)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.register_blueprint(health(desk, settings))
    _answer_errors(app)
    _tell_templates(app, desk)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key.get_secret_value(),
        SESSION_COOKIE_NAME="doorstep_staff_form",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        WTF_CSRF_TIME_LIMIT=None,  # the log-in ends sooner; a long note must not be lost to it
        SEND_FILE_MAX_AGE_DEFAULT=3600,
    )


def _use_govuk_components(app: Flask) -> None:
    own = app.jinja_loader
    govuk = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    app.jinja_loader = ChoiceLoader([own, govuk] if own else [govuk])
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def _tell_templates(app: Flask, desk: Desk) -> None:
    """Give every template the council, the words for moments, and the alerts that are open."""
    app.jinja_env.filters["moment"] = lambda at: in_words(desk.council, at)
    app.jinja_env.filters["number"] = national
    app.jinja_env.filters["as_moment"] = lambda iso: in_words(
        desk.council, datetime.fromisoformat(iso)
    )
    app.jinja_env.filters["local"] = lambda at: at.astimezone(desk.council.zone)
    app.jinja_env.globals.update(
        council=desk.council, theme_titles=theme_titles, why_in_words=why_in_words
    )

    @app.context_processor
    def _always() -> dict[str, object]:
        somebody = staff_or_none()
        role = somebody.role if somebody else None
        return {
            "staff": somebody,
            "opens": lambda endpoint: may_open(endpoint, role),
            **(_alerts() if role in (Role.COORDINATOR, Role.LEAD) else NO_ALERTS),
            "right_now": now(),
        }


def _alerts() -> dict[str, object]:
    with transaction() as session:
        return {"open_alerts": open_alert_rows(session), "duty_notice": duty_notice(session)}


def _answer_errors(app: Flask) -> None:
    app.register_error_handler(TooManyRequests, too_many_tries)
    app.register_error_handler(CSRFError, lambda _: (_page("form_too_old"), 400))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(PoolTimeout, _database_away)
    for missing in (NoSuchReferral, NoSuchIntroduction, NoSuchConversation):
        app.register_error_handler(missing, lambda _: (_page("404"), 404))
    app.register_error_handler(AlreadyClaimed, lambda lost: _back("already_claimed", lost.name))
    app.register_error_handler(AlreadyClosed, lambda _: _back("already_closed"))
    app.register_error_handler(AlreadyAnswered, lambda _: _back("already_answered"))
    for lost in (NoSuchTask, TaskDone, TaskTaken):
        app.register_error_handler(lost, tell_lost)
    app.register_error_handler(NoSuchEntry, lambda _: (_page("404"), 404))
    app.register_error_handler(NotHolder, lambda _: _back("not_holder"))


def _http(problem: HTTPException) -> tuple[str, int]:
    code = problem.code or 500
    return _page(str(code)), code


def _database_away(problem: Exception) -> tuple[str, int]:
    log.error("console.database_away", problem=type(problem).__name__)
    g.pop("staff", None)  # the page must not ask the database for anything
    return _page("database_away"), 503


def _page(problem: str) -> str:
    return render_template("problem.html", problem=problem)


def _back(key: str, name: str = "") -> AnyResponse:
    """Go back to the resident's page and say there why nothing was changed."""
    flash(name, key)
    conversation_id = (request.view_args or {}).get("conversation_id")
    if conversation_id is None:
        return redirect(url_for("queue.show"), 303)
    return redirect(url_for("person.show", conversation_id=conversation_id), 303)
