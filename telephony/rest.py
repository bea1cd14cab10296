"""Reaches Twilio's REST API, or the stand-in that a setting names, with a deadline."""

from typing import Any
from urllib.parse import urlsplit, urlunsplit

from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response


class ReachableClient(TwilioHttpClient):  # type: ignore[misc]  # the library has no types
    """Twilio's own HTTP client that never waits for ever and may talk to another address."""

    def __init__(self, base: str, *, seconds: float) -> None:
        """Send to ``base`` instead of api.twilio.com, when it is not empty. No retries here:
        the outbox decides what may be sent again.
        """
        super().__init__(timeout=seconds, max_retries=0)
        self._base = urlsplit(base) if base else None

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Response:
        """Do one request. Arguments are those of Twilio's own client."""
        return super().request(method, self._moved(url), *args, **kwargs)

    def log_request(self, kwargs: Any) -> None:
        """Log nothing: the address of a list names the resident's number."""

    def log_response(self, status_code: int, response: Any) -> None:
        """Log nothing: the outbox logs what became of the text, by its id."""

    def _moved(self, url: str) -> str:
        if self._base is None:
            return url
        there = urlsplit(url)
        path = self._base.path.rstrip("/") + there.path
        return urlunsplit((self._base.scheme, self._base.netloc, path, there.query, ""))
