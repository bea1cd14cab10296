"""A group answers an introduction by its link, without an account. Looking changes nothing."""

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from conversation.desk import Desk
from conversation.introducing import group_answers
from referrals.errors import AlreadyAnswered, NoSuchIntroduction
from referrals.introductions import Answer, read_introduction
from settings import Settings
from webchat.limits import Limits
from webchat.problems import Refused


def group_pages(desk: Desk, settings: Settings, limits: Limits) -> Blueprint:
    """Return the blueprint of the groups' page."""
    blueprint = Blueprint("groups", __name__)
    secret = settings.secret_key.get_secret_value()

    def show(token: str, *, is_unclear: bool = False) -> Response:
        try:
            with desk.sessions() as session:
                asked = read_introduction(session, token, secret=secret, at=desk.clock())
        except NoSuchIntroduction as nothing:
            raise Refused("old_link") from nothing
        page = make_response(
            render_template("group.html", asked=asked, token=token, is_unclear=is_unclear)
        )
        page.headers["X-Robots-Tag"] = "noindex, nofollow"
        page.status_code = 400 if is_unclear else 200
        return page

    @blueprint.get("/r/<token>")
    def read(token: str) -> Response:
        return show(token)

    @blueprint.post("/r/<token>")
    @limits.tries
    def answer(token: str) -> AnyResponse:
        given = request.form.get("answer", "")
        if given not in list(Answer):
            return show(token, is_unclear=True)
        try:
            with desk.sessions.begin() as session:
                group_answers(
                    session,
                    token,
                    Answer(given),
                    secret=secret,
                    words=desk.words,
                    at=desk.clock(),
                )
        except NoSuchIntroduction as nothing:
            raise Refused("old_link") from nothing
        except AlreadyAnswered:
            pass  # the page shows which answer stands
        return redirect(f"/r/{token}", 303)

    return blueprint
