"""Pages to read: what is kept of a resident, and how accessible this is."""

from flask import Blueprint, render_template


def information() -> Blueprint:
    """Return the blueprint of the pages that say the same to everybody."""
    blueprint = Blueprint("information", __name__)

    @blueprint.get("/privacy")
    def privacy() -> str:
        return render_template("privacy.html")

    @blueprint.get("/accessibility")
    def accessibility() -> str:
        return render_template("accessibility.html")

    return blueprint
