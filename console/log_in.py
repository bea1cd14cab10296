"""Logging in and out."""

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask import session as browser
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from werkzeug.wrappers import Response as AnyResponse

from console.access import COOKIE
from console.at_hand import at_hand, now, staff, transaction
from referrals.errors import WrongLogIn
from referrals.staff import LONGEST_LOG_IN, authenticate, log_out, record_refusal

log_in = Blueprint("log_in", __name__)

TRIES = "5 per minute"
"""Of one address and e-mail: enough for a slip of the finger, too few to guess."""
TRIES_OF_AN_ADDRESS = "30 per minute"
"""Of one address whatever the e-mail: an office shares one; a stolen list is longer."""


def limit_tries(limiter: Limiter) -> None:
    """Put the limits on the log-in form."""
    for tries, of_whom in ((TRIES, _address_and_email), (TRIES_OF_AN_ADDRESS, get_remote_address)):
        limiter.limit(tries, key_func=of_whom, exempt_when=_is_no_try)(log_in)


def _is_no_try() -> bool:
    return request.endpoint != "log_in.submit"


def _address_and_email() -> str:
    return f"{get_remote_address()} {request.form.get('email', '').strip().casefold()}"


@log_in.get("/log-in")
def show() -> str:
    """Show the form."""
    return render_template("log_in.html", then=_safe(request.args.get("then")))


@log_in.post("/log-in")
def submit() -> AnyResponse:
    """Log in, or say the same for every reason why not."""
    email, password = request.form.get("email", ""), request.form.get("password", "")
    then = _safe(request.form.get("then"))
    try:
        with transaction() as session:
            token = authenticate(session, email, password, at=now())
    except WrongLogIn:
        with transaction() as session:
            record_refusal(session, email, at=now())
        return _refuse("wrong", 401, then)
    browser.clear()  # a form token from before the log-in is worth nothing after it
    response = redirect(then or url_for("queue.first_page"), 303)
    _set_cookie(response, token)
    return response


@log_in.post("/log-out")
def out() -> AnyResponse:
    """Log out and forget the cookie."""
    with transaction() as session:
        log_out(session, staff(), at=now())
    browser.clear()
    response = redirect(url_for("log_in.show"), 303)
    response.delete_cookie(COOKIE)
    return response


def too_many_tries(_problem: Exception) -> AnyResponse:
    """Answer 429 with a clear sentence."""
    return _refuse("too_many", 429, _safe(request.form.get("then")))


def _refuse(problem: str, status: int, then: str) -> Response:
    email = request.form.get("email", "")[:200]
    page = render_template("log_in.html", problem=problem, email=email, then=then)
    return make_response(page, status)


def _set_cookie(response: AnyResponse, token: str) -> None:
    response.set_cookie(
        COOKIE,
        token,
        httponly=True,
        samesite="Lax",
        secure=at_hand().settings.secure_cookies,
        max_age=int(LONGEST_LOG_IN.total_seconds()),
    )


def _safe(path: str | None) -> str:
    """Return a path of our own pages; anything that leads elsewhere becomes empty."""
    if not path or not path.startswith("/") or path[1:2] in ("/", "\\"):
        return ""
    return path
