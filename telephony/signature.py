"""Tells whether a request really comes from Twilio."""

from collections.abc import Sequence

import structlog
from flask import Request, abort
from pydantic import SecretStr
from twilio.request_validator import SIGNATURE_HEADER, RequestValidator

from settings import Settings

log = structlog.get_logger()

LARGEST_REQUEST = 64 * 1024
"""Bytes. Twilio's forms have a few thousand; more is not Twilio's."""


def is_from_twilio(request: Request, *, base_url: str, tokens: Sequence[str]) -> bool:
    """Tell whether one of the account's tokens signed this request.

    ``base_url`` is the address that Twilio was given: behind a proxy the request's own differs.
    Fields are taken as they came, repeated ones and spaces at the ends too, for all are signed.
    Source: Twilio's "Security" documentation, "Validating requests"; their own code does the sum.
    """
    signature = request.headers.get(SIGNATURE_HEADER, "")
    if not signature or (request.is_json and "bodySHA256" not in request.args):
        return False
    url = base_url + request.path
    if request.query_string:
        url += "?" + request.query_string.decode("ascii", errors="replace")
    signed = request.get_data(as_text=True) if request.is_json else request.form
    return any(RequestValidator(token).validate(url, signed, signature) for token in tokens)


def socket_address(settings: Settings) -> str:
    """Return the public address for WebSockets; it is what Twilio signs when it opens one."""
    return "ws" + settings.public_address.removeprefix("http")


def require_twilio(request: Request, settings: Settings, *, is_socket: bool = False) -> None:
    """Answer 403 unless the request is signed with the current token or the previous one."""
    request.max_content_length = LARGEST_REQUEST
    tokens = _set_ones(settings.twilio_auth_token, settings.twilio_auth_token_previous)
    base_url = socket_address(settings) if is_socket else settings.public_address
    if not is_from_twilio(request, base_url=base_url, tokens=tokens):
        log.warning("telephony.signature_refused", path=request.path)
        abort(403)


def _set_ones(*secrets: SecretStr) -> list[str]:
    """Drop empty tokens: anybody can sign with nothing."""
    return [secret.get_secret_value() for secret in secrets if secret.get_secret_value()]
