"""The chat page: works as forms and pages, and better with its script."""

from dataclasses import dataclass
from uuid import uuid4

from flask import Blueprint, Response, jsonify, make_response, redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from conversation.desk import Desk
from conversation.inbox import LONGEST
from conversation.message import Channel, NoSuchConversation, Owner, Reply
from conversation.opening import Opened, open_conversation
from conversation.thread import conversation_by_token, read_thread
from settings import Settings
from webchat.api import after_given, resume_or_refuse
from webchat.away import DATABASE_AWAY, keep_message, log_fault, message_id_of, take_web_turn
from webchat.cookie import Held, forget, read_cookie, read_earlier, set_cookie, set_earlier
from webchat.events import look_back
from webchat.limits import Limits
from webchat.problems import Refused, problem

SEES_OTHER = 303


@dataclass(frozen=True)
class Page:
    """What the chat page shows besides the words of its templates."""

    reply: Reply | None = None
    earlier: str | None = None
    written: str = ""
    is_too_long: bool = False


def chat_pages(desk: Desk, settings: Settings, limits: Limits) -> Blueprint:
    """Return the blueprint of the chat page and what belongs to it."""
    blueprint = Blueprint("chat", __name__)

    @blueprint.get("/")
    def page() -> Response:
        held = read_cookie(request, settings)
        reply = read_held(desk, held)
        answer = _show(Page(reply, earlier=read_earlier(request, settings)))
        if held and reply:
            set_cookie(answer, held, settings, embedded=is_embedded())
        elif held:
            forget(answer, settings)
        return answer

    @blueprint.post("/")
    @limits.messages
    def say() -> AnyResponse:
        text = request.form.get("text", "")
        message_id = message_id_of(request.form.get("id", ""))
        held = read_cookie(request, settings)
        if len(text) > LONGEST:
            return _show(Page(read_held(desk, held), written=text, is_too_long=True), status=413)
        if held is None or not still_opens(desk, held):
            held = _open(desk, settings, text, message_id)
        take_web_turn(held, text=text, message_id=message_id, desk=desk, settings=settings)
        answer = _back_to_page("newest")
        set_cookie(answer, held, settings, embedded=is_embedded())
        return answer

    @blueprint.post("/open")
    @limits.openings
    def open_by_script() -> Response:
        with desk.sessions.begin() as session:
            opened = _open_in(session, desk)
        answer = _fragment(opened.reply)
        held = Held(opened.conversation_id, opened.token)
        set_cookie(answer, held, settings, embedded=is_embedded())
        return answer

    @blueprint.post("/messages")
    @limits.messages
    def say_by_script() -> Response:
        held = _must_hold(settings)
        text = request.form.get("text", "")
        if len(text) > LONGEST:
            raise Refused("too_long")
        message_id = message_id_of(request.form.get("id", ""))
        take_web_turn(held, text=text, message_id=message_id, desk=desk, settings=settings)
        return _news(desk, held)

    @blueprint.get("/messages")
    def read_by_script() -> Response:
        return _news(desk, _must_hold(settings))

    @blueprint.post("/start-again")
    def start_again() -> AnyResponse:
        reply = read_held(desk, read_cookie(request, settings))
        answer = _back_to_page("")
        forget(answer, settings)
        if reply:
            set_earlier(answer, reply.reference, settings)
        return answer

    @blueprint.get("/come-back")
    def ask_reference() -> str:
        return render_template("come_back.html", wrong=None, reference="")

    @blueprint.post("/come-back")
    @limits.tries
    def come_back() -> AnyResponse:
        reference, answer_given = request.form.get("reference", ""), request.form.get("answer", "")
        try:
            opened = resume_or_refuse(desk, reference[:40], answer_given[:200])
        except Refused as refused:
            return _wrong_answer(desk, refused, reference[:40])
        answer = _back_to_page("newest")
        held = Held(opened.conversation_id, opened.token)
        set_cookie(answer, held, settings, embedded=is_embedded())
        return answer

    @blueprint.get("/leave")
    def leave() -> AnyResponse:
        answer = redirect(settings.leave_url, SEES_OTHER)
        forget(answer, settings)
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return blueprint


def read_held(desk: Desk, held: Held | None) -> Reply | None:
    """Return the thread that a browser holds; None when it holds none that opens."""
    if held is None:
        return None
    with desk.sessions() as session:
        try:
            conversation_by_token(session, held.conversation_id, held.token)
        except NoSuchConversation:
            return None
        return read_thread(session, held.conversation_id)


def still_opens(desk: Desk, held: Held) -> bool:
    """Tell whether a cookie still opens its thread; with the database away, take it at its word."""
    try:
        return read_held(desk, held) is not None
    except DATABASE_AWAY:
        return True


def is_embedded() -> bool:
    """Tell whether the page stands in a frame of a council's page."""
    return request.args.get("embed") == "1"


def _open(desk: Desk, settings: Settings, text: str, message_id: str) -> Held:
    """Open a conversation for a first message, which is kept even if that fails."""
    try:
        with desk.sessions.begin() as session:
            opened = _open_in(session, desk)
    except DATABASE_AWAY as fault:
        log_fault("webchat.open_broke", fault)
        raise keep_message(None, text, message_id, desk, settings) from fault
    return Held(opened.conversation_id, opened.token)


def _open_in(session: Session, desk: Desk) -> Opened:
    return open_conversation(session, channel=Channel.WEB, words=desk.words, at=desk.clock())


def _must_hold(settings: Settings) -> Held:
    held = read_cookie(request, settings)
    if held is None:
        raise Refused("no_conversation")
    return held


def _news(desk: Desk, held: Held) -> Response:
    with desk.sessions() as session:
        try:
            conversation_by_token(session, held.conversation_id, held.token)
        except NoSuchConversation as nothing:
            raise Refused("no_conversation") from nothing
        after = look_back(after_given())  # the script leaves out what it shows already
        return _fragment(read_thread(session, held.conversation_id, after=after))


def _fragment(reply: Reply) -> Response:
    """Give the script the messages as the page would show them: one way to show, not two."""
    return jsonify(
        conversation=str(reply.conversation_id),
        reference=reply.reference,
        expects=reply.expects,
        owner=reply.owner.value,
        html=render_template("messages.html", reply=reply),
    )


def _show(page: Page, *, status: int = 200) -> Response:
    owners = (Owner.QUEUE, Owner.COORDINATOR)
    waits = page.reply is not None and page.reply.owner in owners
    return make_response(
        render_template("chat.html", page=page, reply=page.reply, waits=waits, new_id=uuid4()),
        status,
    )


def _wrong_answer(desk: Desk, refused: Refused, reference: str) -> Response:
    wrong = problem(refused.kind, desk.council)
    return make_response(
        render_template("come_back.html", wrong=wrong, reference=reference), wrong.status
    )


def _back_to_page(anchor: str) -> AnyResponse:
    """Redirect after a post, so that a refresh sends nothing twice."""
    embed = "?embed=1" if is_embedded() else ""
    return redirect(f"/{embed}" + (f"#{anchor}" if anchor else ""), SEES_OTHER)
