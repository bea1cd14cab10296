"""Serves styles and scripts: GOV.UK Frontend from node_modules, the council's colours, our own."""

import hashlib
import re
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, render_template, send_from_directory
from werkzeug.exceptions import NotFound

from council import Council
from settings import ROOT

OURS = Path(__file__).parent / "static"
GOVUK = ROOT / "node_modules" / "govuk-frontend" / "dist" / "govuk"
GOVUK_STYLES = "govuk-frontend.min.css"
GOVUK_SCRIPT = "govuk-frontend.min.js"

LONG = "public, max-age=31536000, immutable"
"""A year: the address changes with the file."""
SHORT = "public, max-age=3600"
"""For addresses that others have written into their pages."""

FONT_FACE = re.compile(r"@font-face\{[^}]*\}")
FONT = re.compile(r"GDS Transport,arial,sans-serif")
FONTS = 'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif'
"""GDS Transport may be used on GOV.UK only; these are on every machine already."""


def assets(council: Council) -> Blueprint:
    """Return the blueprint of everything that is not a page."""
    blueprint = Blueprint("assets", __name__)

    @blueprint.get("/assets/<version>/<name>")
    def file(version: str, name: str) -> Response:
        if version != assets_version():
            raise NotFound
        return _for_long(_govuk(name) if name.startswith("govuk-") else _own(name, council))

    @blueprint.get("/favicon.ico")
    def icon() -> Response:
        return _for_hours(send_from_directory(OURS, "door.svg"))

    @blueprint.get("/robots.txt")
    def robots() -> Response:
        return _for_hours(send_from_directory(OURS, "robots.txt"))

    @blueprint.get("/embed.js")
    def widget() -> Response:
        answer = _for_hours(send_from_directory(OURS, "embed.js", mimetype="text/javascript"))
        answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return answer

    return blueprint


@cache
def assets_version() -> str:
    """Return a name for the present state of all files, part of their addresses."""
    whole = hashlib.sha256()
    for path in [*sorted(OURS.iterdir()), GOVUK / GOVUK_STYLES, GOVUK / GOVUK_SCRIPT]:
        whole.update(path.read_bytes())
    return whole.hexdigest()[:12]


def _own(name: str, council: Council) -> Response:
    if name == "council.css":
        return Response(render_template("council.css", council=council), mimetype="text/css")
    return send_from_directory(OURS, name)


def _govuk(name: str) -> Response:
    if name == GOVUK_STYLES:
        return Response(_styles(), mimetype="text/css")
    if name == GOVUK_SCRIPT:
        return send_from_directory(GOVUK, name, mimetype="text/javascript")
    raise NotFound


@cache
def _styles() -> str:
    styles = (GOVUK / GOVUK_STYLES).read_text(encoding="utf-8")
    return FONT.sub(FONTS, FONT_FACE.sub("", styles))


def _for_long(answer: Response) -> Response:
    answer.headers["Cache-Control"] = LONG
    return answer


def _for_hours(answer: Response) -> Response:
    answer.headers["Cache-Control"] = SHORT
    return answer
