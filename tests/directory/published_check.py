"""The published checker of Open Referral UK, and our API on a port for it."""

import importlib.util
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from flask import Flask
from werkzeug.serving import make_server

from storage.engine import Sessions
from tests.conftest import NOW
from webchat.directory_api import directory_api


def app_on(sessions: Sessions) -> Flask:
    app = Flask("directory")
    app.register_blueprint(directory_api(sessions, lambda: NOW))
    return app


@contextmanager
def served(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/directory/v3"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def checker(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("check", shared / "openreferral" / "check.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def failures(report: Any) -> list[Any]:
    return [row for row in report.rows if row[2] == "fail"]
