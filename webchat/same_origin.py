"""Refuses a form that another site sends in a resident's name, without a token that goes stale.

Against CSRF. Browsers say where a request comes from in Sec-Fetch-Site, older ones in Origin. A
page left open overnight still works, which a token with an end would spoil. Source: OWASP,
"Cross-Site Request Forgery Prevention Cheat Sheet", section on Fetch Metadata.
"""

from flask import Request

from settings import Settings

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
OURS = ("same-origin", "none")


def is_from_our_page(request: Request, settings: Settings) -> bool:
    """Tell whether a request that changes something was sent by our own page."""
    if request.method in SAFE_METHODS:
        return True
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in OURS
    origin = request.headers.get("Origin")
    return origin in (None, settings.public_address, request.host_url.rstrip("/"))
