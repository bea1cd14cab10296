"""A publisher's server for tests: real HTTP on a port, with the faults that real ones have."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, Response, request
from werkzeug.serving import make_server

Answer = Callable[[], Any]


class Publisher:
    """Serves what it is given under an address; ``asked`` is every path and query, in order."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.first: list[Answer] = []
        """Answers that are given before the real ones, once each."""
        self.pages: dict[str, Answer] = {}
        """Answer by path and query, by path and page, or by path."""
        self.address = ""

    def answer(self, path: str) -> Any:
        query = request.query_string.decode()
        self.asked.append(f"/{path}?{query}" if query else f"/{path}")
        if self.first:
            return self.first.pop(0)()
        page = request.args.get("page")
        for key in (f"/{path}?page={page}", f"/{path}"):
            if key in self.pages:
                return self.pages[key]()
        return Response("nothing here", 404)

    def give(self, key: str, document: Any) -> None:
        self.pages[key] = lambda: Response(json.dumps(document), mimetype="application/json")


@contextmanager
def publishing() -> Iterator[Publisher]:
    publisher = Publisher()
    app = Flask("publisher")
    app.add_url_rule("/<path:path>", "answer", publisher.answer)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    publisher.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield publisher
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
