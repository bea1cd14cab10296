"""The chat API: JSON in, one desk function, JSON out. Described at /api/openapi.json."""

import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, Response, jsonify, request
from pydantic import BaseModel, ValidationError

from conversation.desk import Desk
from conversation.inbox import LONGEST
from conversation.message import Channel, NoSuchConversation, ResumeLocked
from conversation.opening import Opened, open_conversation
from conversation.resuming import resume
from conversation.thread import conversation_by_token, read_thread
from settings import Settings
from storage.live import Listener
from webchat.away import take_web_turn
from webchat.cookie import Held, read_cookie
from webchat.events import stream
from webchat.limits import Limits
from webchat.openapi import openapi
from webchat.problems import Refused
from webchat.shapes import (
    MessageBody,
    OpenBody,
    OpenedShape,
    ResumeBody,
    ThreadShape,
    thread_shape,
)

Body = TypeVar("Body", bound=BaseModel)

LARGEST_ID = 2**63 - 1
"""A message's id is a bigint; a larger number asks for nothing that exists."""


def chat_api(desk: Desk, settings: Settings, listener: Listener, limits: Limits) -> Blueprint:
    """Return the blueprint of the chat API."""
    blueprint = Blueprint("chat_api", __name__, url_prefix="/api")

    @blueprint.post("/chat")
    @limits.openings
    def open_chat() -> tuple[Response, int]:
        body = read_body(OpenBody, empty_is_default=True)
        with desk.sessions.begin() as session:
            opened = open_conversation(
                session,
                channel=Channel.WEB,
                words=desk.words,
                at=desk.clock(),
                language=body.language,
            )
        return _json(_opened(opened)), 201

    @blueprint.post("/chat/<conversation>/messages")
    @limits.messages
    def say(conversation: str) -> Response:
        held = bearer(conversation)
        body = read_body(MessageBody)
        if len(body.text) > LONGEST:
            raise Refused("too_long")
        reply = take_web_turn(
            held, text=body.text, message_id=str(body.id), desk=desk, settings=settings
        )
        return _json(thread_shape(reply))

    @blueprint.get("/chat/<conversation>/messages")
    def read(conversation: str) -> Response:
        held = bearer(conversation)
        with desk.sessions() as session:
            _check(lambda: conversation_by_token(session, held.conversation_id, held.token))
            return _json(
                thread_shape(read_thread(session, held.conversation_id, after=after_given()))
            )

    @blueprint.get("/chat/<conversation>/events")
    def events(conversation: str) -> Response:
        held = _by_cookie(conversation, settings) or bearer(conversation)
        with desk.sessions() as session:
            _check(lambda: conversation_by_token(session, held.conversation_id, held.token))
        return stream(desk, listener, held.conversation_id, after=after_given())

    @blueprint.post("/chat/resume")
    @limits.tries
    def go_on() -> Response:
        body = read_body(ResumeBody)
        return _json(_opened(resume_or_refuse(desk, body.reference, body.answer)))

    @blueprint.get("/openapi.json")
    def description() -> Response:
        return jsonify(openapi(settings.public_address))

    return blueprint


def resume_or_refuse(desk: Desk, reference: str, answer: str) -> Opened:
    """Go on with a thread; a wrong try is counted in the same transaction that refuses it."""
    with desk.sessions() as session:
        try:
            return resume(session, reference=reference, answer=answer, at=desk.clock())
        except ResumeLocked as locked:
            raise Refused("locked") from locked
        except NoSuchConversation as nothing:
            raise Refused("wrong_answer") from nothing
        finally:
            session.commit()


def read_body(shape: type[Body], *, empty_is_default: bool = False) -> Body:
    """Read a JSON body; raise Refused with the place of each mistake, never with its value."""
    raw = request.get_data()
    if not raw.strip() and empty_is_default:
        return shape()
    given = request.get_json(force=True, silent=True)
    if given is None:
        raise Refused("not_json")
    try:
        return shape.model_validate(given)
    except ValidationError as wrong:
        raise Refused("wrong_body", errors=_mistakes(wrong)) from wrong


def bearer(conversation: str) -> Held:
    """Return what the caller says to hold; no token is 401, an impossible id is as unknown."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.casefold() != "bearer" or not token.strip():
        raise Refused("no_token")
    try:
        return Held(uuid.UUID(conversation), token.strip())
    except ValueError as wrong:
        raise Refused("no_conversation") from wrong


def _by_cookie(conversation: str, settings: Settings) -> Held | None:
    """Let our own page listen: EventSource sends cookies and no headers."""
    held = read_cookie(request, settings)
    return held if held and str(held.conversation_id) == conversation else None


def _check(look: Callable[[], object]) -> None:
    try:
        look()
    except NoSuchConversation as nothing:
        raise Refused("no_conversation") from nothing


def after_given() -> int:
    """Return the id after which messages are wanted; what is no id asks for all of them."""
    given = request.args.get("after") or request.headers.get("Last-Event-ID") or "0"
    is_number = given.isascii() and given.isdigit() and len(given) < 20
    return min(int(given), LARGEST_ID) if is_number else 0


def _opened(opened: Opened) -> OpenedShape:
    thread: ThreadShape = thread_shape(opened.reply)
    return OpenedShape(
        conversation=opened.conversation_id,
        token=opened.token,
        reference=opened.reply.reference,
        messages=thread.messages,
        expects=thread.expects,
        owner=thread.owner,
    )


def _json(shape: BaseModel) -> Response:
    return Response(shape.model_dump_json(by_alias=True), mimetype="application/json")


def _mistakes(wrong: ValidationError) -> list[dict[str, Any]]:
    return [
        {"where": ".".join(map(str, mistake["loc"])), "what": mistake["msg"]}
        for mistake in wrong.errors(include_input=False, include_url=False, include_context=False)
    ]
