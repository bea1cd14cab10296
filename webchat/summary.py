"""The resident's summary: by its signed link, or from the chat that the browser holds."""

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from conversation.desk import Desk
from conversation.message import NoSuchConversation
from conversation.summary import conversation_of, read_summary, summary_token
from settings import Settings
from webchat.cookie import read_cookie
from webchat.pages import read_held
from webchat.problems import Refused


def summary_pages(desk: Desk, settings: Settings) -> Blueprint:
    """Return the blueprint of the summary."""
    blueprint = Blueprint("summary", __name__)

    @blueprint.get("/summary")
    def mine() -> AnyResponse:
        """Lead from the chat to its summary; the link works for the resident alone."""
        held = read_cookie(request, settings)
        if held is None or read_held(desk, held) is None:
            raise Refused("no_conversation")
        return redirect(f"/s/{summary_token(settings, held.conversation_id)}", 303)

    @blueprint.get("/s/<token>")
    def summary(token: str) -> Response:
        try:
            conversation_id = conversation_of(settings, token)
            with desk.sessions() as session:
                told = read_summary(session, conversation_id, council=desk.council)
        except NoSuchConversation as nothing:
            raise Refused("old_link") from nothing
        return _private(render_template("summary.html", told=told))

    return blueprint


def _private(page: str) -> Response:
    answer = make_response(page)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer
