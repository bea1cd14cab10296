"""A page for one entry of the directory, and a way to say that something in it is wrong."""

from flask import Blueprint, Response, redirect, render_template, request
from flask_limiter.util import get_remote_address
from werkzeug.wrappers import Response as AnyResponse

from conversation.desk import Desk
from conversation.message import Channel
from directory.entry import read_entry
from directory.errors import DirectoryError, NoSuchEntry
from directory.wrong_reports import WRONG, report_wrong, reporter_key
from settings import Settings
from webchat.cookie import read_cookie
from webchat.limits import Limits
from webchat.pages import read_held
from webchat.problems import Refused


def entry_pages(desk: Desk, settings: Settings, limits: Limits) -> Blueprint:
    """Return the blueprint of entries."""
    blueprint = Blueprint("entries", __name__, url_prefix="/directory")
    secret = settings.secret_key.get_secret_value()

    @blueprint.get("/<uuid:entry_id>")
    def entry(entry_id: object) -> str:
        try:
            with desk.sessions() as session:
                shown = read_entry(session, str(entry_id), at=desk.clock())
        except NoSuchEntry as nothing:
            raise Refused("not_found") from nothing
        return render_template("entry.html", entry=shown, thanks="thanks" in request.args)

    @blueprint.post("/<uuid:entry_id>/wrong")
    @limits.tries
    def wrong(entry_id: object) -> AnyResponse | Response:
        held = read_cookie(request, settings)
        what = request.form.get("what", "")
        is_known = read_held(desk, held) is not None
        try:
            with desk.sessions.begin() as session:
                report_wrong(
                    session,
                    str(entry_id),
                    what=what if what in WRONG else "other",
                    words=request.form.get("words", ""),
                    conversation_id=held.conversation_id if held and is_known else None,
                    channel=Channel.WEB,
                    reporter=reporter_key(secret, get_remote_address()),
                    at=desk.clock(),
                )
        except DirectoryError as nothing:
            raise Refused("not_found") from nothing
        return redirect(f"/directory/{entry_id}?thanks#thanks", 303)

    return blueprint
