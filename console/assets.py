"""Styles and scripts: GOV.UK Frontend from node_modules without its font, and council colours."""

import re
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, abort, render_template, send_file

from console.at_hand import at_hand
from settings import ROOT

assets = Blueprint("assets", __name__, url_prefix="/assets")

GOVUK = ROOT / "node_modules" / "govuk-frontend" / "dist" / "govuk"
KEPT_FOR = 3600
"""Seconds that a browser keeps a file before it asks again."""

FONT_FACE = re.compile(r"@font-face\{[^}]*\}")
GDS_TRANSPORT = re.compile(r'"?GDS Transport"?,')
SYSTEM_FONTS = 'system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",'
"""GDS Transport is licensed to GOV.UK alone."""


@assets.get("/govuk-frontend.min.<kind>")
def front_end(kind: str) -> Response:
    """Serve GOV.UK Frontend's styles or script."""
    if kind == "js":
        return send_file(GOVUK / "govuk-frontend.min.js", max_age=KEPT_FOR)
    if kind != "css":
        abort(404)
    return _css(plain_styles(GOVUK / "govuk-frontend.min.css"))


@assets.get("/council.css")
def council_colours() -> Response:
    """Serve the council's colours as properties that every style reads."""
    return _css(render_template("council.css", colours=at_hand().desk.council.colours))


@cache
def plain_styles(path: Path) -> str:
    """Return GOV.UK Frontend's styles with the system's own fonts."""
    styles = FONT_FACE.sub("", path.read_text(encoding="utf-8"))
    return GDS_TRANSPORT.sub(SYSTEM_FONTS, styles)


def _css(styles: str) -> Response:
    response = Response(styles, mimetype="text/css")
    response.cache_control.private = True
    response.cache_control.max_age = KEPT_FOR
    response.add_etag()
    return response
