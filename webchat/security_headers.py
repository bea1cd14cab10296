"""Headers of every answer: what a page may load, who may frame it, and that nothing is cached."""

from flask import Flask, Response, request

from settings import Settings

HTML = "text/html"


def add_security_headers(app: Flask, settings: Settings) -> None:
    """Send the headers with every answer of the app."""
    policy = content_policy(settings)

    @app.after_request
    def put_in(answer: Response) -> Response:
        headers = answer.headers
        headers.setdefault("Content-Security-Policy", policy)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()"
        )
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        if settings.secure_cookies:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if answer.mimetype == HTML or request.path.startswith("/api/chat"):
            headers.setdefault("Cache-Control", "no-store")
        return answer


def content_policy(settings: Settings) -> str:
    """Return the policy: our own files only, nothing inline, framed by the council's pages only."""
    framed_by = " ".join(["'self'", *settings.embed_origins.replace(",", " ").split()])
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            f"frame-ancestors {framed_by}",
        ]
    )
