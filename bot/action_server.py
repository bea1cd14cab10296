"""Calls the action server with connections kept open, and without the whole domain in each call."""

# ruff: noqa: ARG001, ARG002  # Rasa fixes what these are called with

from __future__ import annotations

from typing import Any

import aiohttp
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.core.constants import DEFAULT_REQUEST_TIMEOUT
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

KEPT_OPEN = 3.0
"""Seconds an idle connection is kept: the action server closes it after five."""


class ActionServer(EndpointConfig):
    """Rasa's endpoint, but one session a process: Rasa opens one for every call."""

    _session: aiohttp.ClientSession | None = None

    @classmethod
    def of(cls, endpoint: EndpointConfig) -> ActionServer:
        """The same address and settings as in endpoints.yml."""
        return cls(endpoint.url, headers=endpoint.headers, **endpoint.kwargs)

    async def request(self, method: str = "post", subpath: str | None = None, **kwargs: Any) -> Any:
        """Post the call and return the answer's JSON.

        Our actions read PostgreSQL and not the domain, which is large. Since version 3.7 the
        action server refuses a call without a domain, so it gets an empty one.
        Raises ClientResponseError from status 400 up, aiohttp.ClientError without an answer.
        """
        body = {**kwargs["json"], "domain": {}}
        async with self._open().request(method, self.url, json=body) as response:
            if response.status >= 400:
                raise ClientResponseError(response.status, response.reason, await response.text())
            return await response.json(content_type=None)

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                headers=self.headers,
                timeout=aiohttp.ClientTimeout(total=DEFAULT_REQUEST_TIMEOUT),
                connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=KEPT_OPEN),
            )
        return self._session


def check_answers_with_a_ready_schema() -> None:
    """Check each answer of the action server, but not the schema itself each time.

    Rasa calls jsonschema.validate, which proves the schema before it reads the answer: two thirds
    of this process's time in a turn.
    """
    schema = RemoteAction.action_response_format_spec()
    validator = validator_for(schema)(schema)

    def check(action: RemoteAction, result: dict[str, Any]) -> bool:
        validator.validate(result)
        return True

    RemoteAction._validate_action_result = check
