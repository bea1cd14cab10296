"""Asks a publisher's server politely: over TLS, not too often, not too much, and again later."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self
from urllib.parse import urljoin, urlsplit

import httpx

from directory.errors import BrokenFeed

LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
LATER = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers that may be another one in a while."""


class NoAnswer(BrokenFeed):
    """One address gave nothing that we can use; ``status`` is the server's, or None."""

    def __init__(self, words: str, status: int | None = None) -> None:
        """Keep the reason in words and the server's status."""
        super().__init__(words)
        self.status = status


@dataclass(frozen=True)
class Manners:
    """How a publisher's server is treated, and how much of it we take."""

    apart: float = 0.2
    """Seconds between requests: five a second, what public APIs commonly allow."""

    tries: int = 5
    wait: float = 2.0
    """Seconds before the second try; each further one waits twice as long."""

    longest_wait: float = 120.0
    """Seconds; who says to come back later than this is asked again the next night."""

    timeout: float = 30.0
    page_bytes: int = 30_000_000
    total_bytes: int = 400_000_000
    total_seconds: float = 3 * 3600
    redirects: int = 5


class Asker:
    """A visit to one server. Keeps count of time and bytes over all its requests."""

    def __init__(
        self,
        address: str,
        *,
        manners: Manners | None = None,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Open nothing yet. Raises BrokenFeed where the address may not be asked."""
        self.manners = manners or Manners()
        self._sleep, self._now = sleep, now
        self._is_local = host_of(address) in LOCAL
        self._check(address)
        self._began, self._last, self._bytes = now(), 0.0, 0
        self._client = httpx.Client(
            timeout=httpx.Timeout(self.manners.timeout, connect=10.0),
            headers={"Accept": "application/json, */*;q=0.5", "User-Agent": "Doorstep directory"},
            trust_env=not self._is_local,
        )

    def __enter__(self) -> Self:
        """Begin the visit."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Close the connections."""
        self._client.close()

    def get(
        self, address: str, parameters: dict[str, str] | None = None, *, most: int | None = None
    ) -> bytes:
        """Return an answer's body, tried again where that makes sense.

        ``most``: bytes that it may have; a page's by default. Raises NoAnswer.
        """
        for number in range(1, self.manners.tries + 1):
            wait = self.manners.wait * 2 ** (number - 1)
            try:
                return self._once(address, parameters or {}, most or self.manners.page_bytes)
            except _Later as later:
                told, wait = later, later.after if later.after is not None else wait
            if number == self.manners.tries or wait > self.manners.longest_wait:
                times = "once" if number == 1 else f"{number} times"
                raise NoAnswer(f"{told} It was asked {times}.", told.status) from told
            self._sleep(max(wait, 0.0))
        raise NoAnswer("It was not asked at all.")

    def _once(self, address: str, parameters: dict[str, str], most: int) -> bytes:
        self._be_polite()
        url = httpx.URL(address).copy_merge_params(parameters) if parameters else httpx.URL(address)
        for _ in range(self.manners.redirects + 1):
            self._check(str(url))
            try:
                with self._client.stream("GET", url) as answer:
                    onward = answer.headers.get("location") if answer.is_redirect else None
                    if onward is None:
                        return self._body(answer, most)
            except httpx.TimeoutException as problem:
                raise _Later("The server did not answer in time.") from problem
            except httpx.RequestError as problem:
                name = type(problem).__name__
                raise _Later(f"The server cannot be reached ({name}).") from problem
            except httpx.InvalidURL as problem:
                raise NoAnswer("The address leads to one that is none.") from problem
            url = _joined(url, onward)
        raise NoAnswer("The address leads from one to the next without an end.")

    def _be_polite(self) -> None:
        self._check_time()
        now = self._now()
        if self._last and now - self._last < self.manners.apart:
            self._sleep(self.manners.apart - (now - self._last))
        self._last = self._now()

    def _check_time(self) -> None:
        if self._now() - self._began > self.manners.total_seconds:
            hours = self.manners.total_seconds / 3600
            raise BrokenFeed(f"The feed took longer than {hours:g} hours.")

    def _body(self, answer: httpx.Response, most: int) -> bytes:
        status = answer.status_code
        if status in LATER:
            raise _Later(f"The server answered {status}.", status, _after(answer))
        if status != 200:
            raise NoAnswer(f"The server answered {status}{_MEANING.get(status, '')}.", status)
        parts, size = [], 0
        for part in answer.iter_bytes():
            self._check_time()
            size += len(part)
            if size > most:
                raise BrokenFeed(f"One answer of the feed had more than {most:,} bytes.")
            if self._bytes + size > self.manners.total_bytes:
                raise BrokenFeed(f"The feed had more than {self.manners.total_bytes:,} bytes.")
            parts.append(part)
        self._bytes += size
        return b"".join(parts)

    def _check(self, address: str) -> None:
        host, scheme = host_of(address), address.partition(":")[0].lower()
        if not host or scheme not in ("http", "https"):
            raise BrokenFeed("That is no address on the web.")
        if scheme == "http" and not (self._is_local and host in LOCAL):
            raise BrokenFeed("Only https addresses are read, so that nobody can change the answer.")
        if host in LOCAL and not self._is_local:
            raise BrokenFeed("The address leads to this machine itself.")


class _Later(Exception):
    """Worth another try; ``after`` is how many seconds the server asks us to wait."""

    def __init__(self, words: str, status: int | None = None, after: float | None = None) -> None:
        super().__init__(words)
        self.status, self.after = status, after


_MEANING = {
    400: " (it does not understand the question)",
    401: " (it wants a key; an open feed needs none)",
    403: " (it does not let us in)",
    404: " (there is nothing at this address)",
    410: " (what was at this address is gone)",
}


def host_of(address: str) -> str | None:
    """Return the host of an address, or None where it has none."""
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def _joined(url: httpx.URL, onward: str) -> httpx.URL:
    try:
        return httpx.URL(urljoin(str(url), onward))
    except (httpx.InvalidURL, ValueError) as problem:
        raise NoAnswer("The address leads to one that is none.") from problem


def _after(answer: httpx.Response) -> float | None:
    """Read Retry-After: seconds, or a date (RFC 9110, 10.2.3)."""
    said = answer.headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit() and len(said) < 10:
        return float(said)
    try:
        moment = parsedate_to_datetime(said)
    except (ValueError, TypeError):
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (aware - datetime.now(UTC)).total_seconds())
