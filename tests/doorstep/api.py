"""A few lines that answer like the chat API, for the terminal's side of it."""

from flask import Flask, request
from flask.typing import ResponseReturnValue

CHOIR = {"name": "Choir", "why": "Near you", "when": "Mondays", "first_step": "", "phone": ""}


def a_small_api() -> Flask:
    """Open a conversation, and repeat what was said with a service and a choice."""
    app = Flask("small_api")

    @app.post("/api/chat")
    def opens() -> ResponseReturnValue:
        greeting = {"from": "assistant", "text": "What matters to you?"}
        return {
            "conversation": "1",
            "token": "t",
            "reference": "K7M-2QF",
            "messages": [greeting],
        }, 201

    @app.post("/api/chat/1/messages")
    def says() -> ResponseReturnValue:
        assert request.headers["Authorization"] == "Bearer t"
        assert isinstance(request.json, dict)
        answer = {
            "from": "assistant",
            "text": f"You said: {request.json['text']}",
            "services": [CHOIR],
            "choices": [{"title": "Yes", "value": "yes"}],
        }
        return {"messages": [answer], "expects": "place", "owner": "assistant"}

    return app
