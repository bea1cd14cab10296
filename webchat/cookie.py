"""Remembers a resident's conversation in a signed cookie, so that a night loses nothing."""

import uuid
from dataclasses import dataclass

from flask import Request
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from settings import Settings

NAME = "doorstep_chat"
EARLIER = "doorstep_earlier"
"""For ten minutes after "Start again": the reference of the chat before, to be shown once more."""

KEPT_FOR = 90 * 24 * 3600
"""Seconds: as long as a text from the same number goes on with its thread."""
EARLIER_KEPT_FOR = 600


@dataclass(frozen=True)
class Held:
    """What the cookie holds: which conversation, and the token that opens it."""

    conversation_id: uuid.UUID
    token: str


def read_cookie(request: Request, settings: Settings) -> Held | None:
    """Return what the resident's browser holds; None for none, an old or an altered one."""
    try:
        conversation, token = _signer(settings).loads(
            request.cookies.get(NAME, ""), max_age=KEPT_FOR
        )
        return Held(uuid.UUID(conversation), str(token))
    except (BadData, ValueError, TypeError, AttributeError):
        return None


def set_cookie(answer: Response, held: Held, settings: Settings, *, embedded: bool = False) -> None:
    """Give the browser a conversation to hold, out of reach of scripts.

    In a council's page of another site a Lax cookie is not sent; there it is a partitioned one,
    which browsers allow over HTTPS only and keep apart for that page.
    """
    value = _signer(settings).dumps([str(held.conversation_id), held.token])
    apart = embedded and settings.secure_cookies
    answer.set_cookie(
        NAME,
        str(value),
        max_age=KEPT_FOR,
        httponly=True,
        secure=settings.secure_cookies,
        samesite="None" if apart else "Lax",
        partitioned=apart,
    )


def forget(answer: Response, settings: Settings) -> None:
    """Take every cookie of ours away, also the ones kept apart for a council's page."""
    for name in (NAME, EARLIER):
        answer.delete_cookie(name, httponly=True, secure=settings.secure_cookies, samesite="Lax")
    if settings.secure_cookies:
        answer.delete_cookie(NAME, httponly=True, secure=True, samesite="None", partitioned=True)


def set_earlier(answer: Response, reference: str, settings: Settings) -> None:
    """Remember for ten minutes which chat came before this one."""
    answer.set_cookie(
        EARLIER,
        str(_signer(settings).dumps(reference)),
        max_age=EARLIER_KEPT_FOR,
        httponly=True,
        secure=settings.secure_cookies,
        samesite="Lax",
    )


def read_earlier(request: Request, settings: Settings) -> str | None:
    """Return the reference of the chat before, if it was left in the last ten minutes."""
    try:
        value = _signer(settings).loads(request.cookies.get(EARLIER, ""), max_age=EARLIER_KEPT_FOR)
    except BadData:
        return None
    return value if isinstance(value, str) else None


def _signer(settings: Settings) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings.secret_key.get_secret_value(), salt="chat cookie")
