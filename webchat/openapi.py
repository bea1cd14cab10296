"""Describes the chat API for programs: OpenAPI 3.1, its shapes made from the models in use."""

from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from webchat.shapes import (
    MessageBody,
    MessageShape,
    OpenBody,
    OpenedShape,
    ProblemShape,
    ResumeBody,
    ThreadShape,
)

BODIES: tuple[type[BaseModel], ...] = (OpenBody, MessageBody, ResumeBody)
ANSWERS: tuple[type[BaseModel], ...] = (OpenedShape, ThreadShape, MessageShape, ProblemShape)
SHAPE = "#/components/schemas/"

CONVERSATION = {
    "name": "conversation",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "format": "uuid"},
}
AFTER = {
    "name": "after",
    "in": "query",
    "description": "Only messages after the one with this id.",
    "schema": {"type": "string"},
}


def openapi(address: str) -> dict[str, Any]:
    """Return the whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Doorstep chat",
            "version": "1.0.0",
            "description": "A resident's conversation. Errors are RFC 9457 problems.",
        },
        "servers": [{"url": address}],
        "paths": _paths(),
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _paths() -> dict[str, Any]:
    return {
        "/api/chat": {
            "post": _call("Open a conversation", OpenBody, "201", OpenedShape, 400, 429, 503)
            | {"requestBody": {"required": False, "content": _json(OpenBody.__name__)}}
        },
        "/api/chat/resume": {"post": _resuming()},
        "/api/chat/{conversation}/messages": {
            "parameters": [CONVERSATION],
            "post": _with_token(_saying()),
            "get": _with_token(_reading()),
        },
        "/api/chat/{conversation}/events": {
            "parameters": [CONVERSATION],
            "get": _with_token(_events()),
        },
    }


def _resuming() -> dict[str, Any]:
    summary = "Go on by the reference and a name or number that was given"
    return _call(summary, ResumeBody, "200", OpenedShape, 400, 404, 429, 503)


def _saying() -> dict[str, Any]:
    summary = "Say something; the same id again gets the stored answer"
    return _call(summary, MessageBody, "200", ThreadShape, 400, 401, 404, 413, 429, 503)


def _reading() -> dict[str, Any]:
    call = _call("Read the conversation", None, "200", ThreadShape, 401, 404, 503)
    return {**call, "parameters": [AFTER]}


def _call(
    summary: str, body: type | None, status: str, answer: type, *problems: int
) -> dict[str, Any]:
    call: dict[str, Any] = {
        "summary": summary,
        "responses": {
            status: {"description": "The answer", "content": _json(answer.__name__)},
            **{str(number): _problem() for number in problems},
        },
    }
    if body is not None:
        call["requestBody"] = {"required": True, "content": _json(body.__name__)}
    return call


def _events() -> dict[str, Any]:
    return {
        "summary": "Listen: server-sent events message (a message), typing and owner",
        "parameters": [
            AFTER,
            {"name": "Last-Event-ID", "in": "header", "schema": {"type": "string"}},
        ],
        "responses": {
            "200": {
                "description": "A stream that ends after ten minutes; ask again for the rest",
                "content": {"text/event-stream": {"schema": {"type": "string"}}},
            },
            **{str(number): _problem() for number in (401, 404, 503)},
        },
    }


def _with_token(call: dict[str, Any]) -> dict[str, Any]:
    return {**call, "security": [{"token": []}]}


def _json(name: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": SHAPE + name}}}


def _problem() -> dict[str, Any]:
    return {
        "description": "What went wrong, in words",
        "content": {"application/problem+json": {"schema": {"$ref": SHAPE + "ProblemShape"}}},
    }


def _schemas() -> dict[str, Any]:
    wanted: list[tuple[type[BaseModel], Literal["validation", "serialization"]]]
    wanted = [(model, "validation") for model in BODIES]
    wanted += [(model, "serialization") for model in ANSWERS]
    _, document = models_json_schema(wanted, by_alias=True, ref_template=SHAPE + "{model}")
    return dict(document["$defs"])
