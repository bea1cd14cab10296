"""A real browser on a real port, and a council's page that holds the widget."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from playwright.sync_api import Page
from werkzeug.serving import make_server

from settings import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve an app on a free port of this machine."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def council_page(chat: str) -> Flask:
    """A council's own page with the widget, under a strict policy of its own."""
    app = Flask("council_page")

    @app.get("/")
    def page() -> tuple[str, dict[str, str]]:
        html = (
            '<!DOCTYPE html><html lang="en"><head><title>Council</title>'
            '<meta name="viewport" content="width=device-width"></head><body>'
            '<main><h1>Adult social care</h1><a href="#x">A link of the council</a></main>'
            f'<script src="{chat}/embed.js" defer></script></body></html>'
        )
        policy = f"default-src 'none'; script-src {chat}; frame-src {chat}"
        return html, {"Content-Security-Policy": policy}

    return app


def mistakes(page: Page) -> list[str]:
    """Return what axe-core finds wrong with a page in the state that it is in."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {node['html'][:120]}" for one in found["violations"] for node in one["nodes"]
    ]


def is_too_wide(page: Page) -> bool:
    """Tell whether a page scrolls from side to side."""
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))
