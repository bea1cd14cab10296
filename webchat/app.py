"""Puts the public web together."""

import structlog
from flask import Flask, Response, make_response, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from conversation.desk import Desk
from health import health
from settings import Settings
from storage.live import Listener
from telephony.blueprint import telephony
from webchat.api import chat_api
from webchat.assets import assets, assets_version
from webchat.away import DATABASE_AWAY, log_fault
from webchat.directory_api import directory_api
from webchat.entries import entry_pages
from webchat.groups import group_pages
from webchat.groups_entry import group_entry_pages
from webchat.information import information
from webchat.limits import Limits
from webchat.pages import chat_pages, is_embedded
from webchat.problems import KIND_OF_STATUS, Problem, Refused, as_json, problem
from webchat.same_origin import is_from_our_page
from webchat.security_headers import add_security_headers
from webchat.showing import add_showing, opening_hours
from webchat.summary import summary_pages

log = structlog.get_logger()

LARGEST_REQUEST = 256 * 1024
"""Bytes: 20,000 letters of which each needs twelve, as in a form full of emoji."""

FOR_PROGRAMS = ("/api/", "/directory/v3", "/directory/search", "/health/")
FOR_OTHERS = ("/telephony/", "/api/")
"""Not sent by our own pages: Twilio signs, and the API takes no cookie for what it changes."""


class NoSecret(Exception):
    """Without a secret anybody could sign a cookie, so the start stops."""


def create_public(desk: Desk, settings: Settings, listener: Listener) -> Flask:
    """Return the public web app: chat, API, widget, telephone, directory. Raises NoSecret."""
    if not settings.secret_key.get_secret_value():
        raise NoSecret("SECRET_KEY is empty")
    app = Flask("webchat", static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=LARGEST_REQUEST, RATELIMIT_HEADERS_ENABLED=False)
    app.json.sort_keys = False  # type: ignore[attr-defined]  # Flask's own provider has it
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]  # the documented way
    add_showing(app)
    add_security_headers(app, settings)
    _add_guard(app, settings)
    _add_context(app, desk, settings)
    _add_blueprints(app, desk, settings, listener)
    _add_answers_to_faults(app, desk)
    return app


def _add_blueprints(app: Flask, desk: Desk, settings: Settings, listener: Listener) -> None:
    limits = Limits(app, settings)
    app.register_blueprint(chat_pages(desk, settings, limits))
    app.register_blueprint(chat_api(desk, settings, listener, limits))
    app.register_blueprint(summary_pages(desk, settings))
    app.register_blueprint(information())
    app.register_blueprint(assets(desk.council))
    app.register_blueprint(group_pages(desk, settings, limits))
    app.register_blueprint(group_entry_pages(desk, settings, limits))
    app.register_blueprint(entry_pages(desk, settings, limits))
    app.register_blueprint(directory_api(desk.sessions, desk.clock))
    app.register_blueprint(telephony(desk, settings))
    app.register_blueprint(health(desk, settings))


def _add_guard(app: Flask, settings: Settings) -> None:
    @app.before_request
    def refuse_other_sites() -> None:
        if request.path.startswith(FOR_OTHERS) or is_from_our_page(request, settings):
            return
        raise Refused("not_ours")


def _add_context(app: Flask, desk: Desk, settings: Settings) -> None:
    @app.context_processor
    def everywhere() -> dict[str, object]:
        return {
            "council": desk.council,
            "phones": desk.council.phones,
            "opening": opening_hours(desk.council),
            "version": assets_version(),
            "leave_url": settings.leave_url,
            "embed": is_embedded(),
            "embed_query": "?embed=1" if is_embedded() else "",
        }


def _add_answers_to_faults(app: Flask, desk: Desk) -> None:
    """Answer every fault in words: as a problem to programs, as a page to people."""

    @app.errorhandler(Refused)
    def refused(refusal: Refused) -> Response:
        return _answer(problem(refusal.kind, desk.council), **refusal.facts)

    @app.errorhandler(HTTPException)
    def http(fault: HTTPException) -> Response | HTTPException:
        status = fault.code or 500
        if status < 400 or request.path.startswith("/telephony/"):
            return fault
        kind = KIND_OF_STATUS.get(status, "refused" if status < 500 else "broken")
        return _answer(problem(kind, desk.council))

    @app.errorhandler(Exception)
    def anything(fault: Exception) -> Response:
        away = isinstance(fault, DATABASE_AWAY)
        log_fault("webchat.database_away" if away else "webchat.fault", fault)
        return _answer(problem("broken", desk.council))


def _answer(said: Problem, **facts: object) -> Response:
    wants_json = request.path.startswith(FOR_PROGRAMS) or is_asked_by_script()
    if wants_json:
        answer = as_json(said, **facts)
    else:
        answer = make_response(render_template("problem.html", said=said), said.status)
    if said.status in (429, 503):
        answer.headers["Retry-After"] = "1800" if said.kind == "locked" else "30"
    return answer


def is_asked_by_script() -> bool:
    """Tell whether our own script asks, which reads JSON."""
    return request.headers.get("Accept", "").startswith("application/json")
