"""`doorstep chat`: the web chat in a terminal, over the same HTTP API that the page uses."""

import os
import sys
import uuid
from collections.abc import Iterable
from typing import IO, Any

import click
import httpx

from doorstep.problems import CannotGoOn

PATIENCE = 20.0
"""Seconds for an answer; the bot's own deadline is 5."""

FROM = {"assistant": "Doorstep", "coordinator": "Coordinator", "notice": "—"}


class Chat:
    """One conversation over the API."""

    def __init__(self, client: httpx.Client) -> None:
        """Open it; ``opening`` is what the API answered."""
        self._client = client
        self.opening = self._answer(client.post("/api/chat", json={}))
        self.reference: str = self.opening["reference"]
        self._path = f"/api/chat/{self.opening['conversation']}/messages"
        self._key = {"Authorization": f"Bearer {self.opening['token']}"}

    def say(self, text: str) -> dict[str, Any]:
        """Send a message and return the API's answer."""
        body = {"id": str(uuid.uuid4()), "text": text}
        return self._answer(self._client.post(self._path, json=body, headers=self._key))

    @staticmethod
    def _answer(response: httpx.Response) -> dict[str, Any]:
        """Return the JSON; a refusal becomes its own sentence."""
        body: dict[str, Any] = response.json()
        if response.is_error:
            return {"messages": [{"from": "notice", "text": body.get("detail") or body["title"]}]}
        return body


@click.command()
@click.option("--port", type=int, help="Port of the public web (PUBLIC_PORT).")
@click.option("--url", help="Address of a Doorstep elsewhere.")
def chat(port: int | None, url: str | None) -> None:
    """Chat in the terminal. Control-D ends."""
    if port is not None:
        os.environ["PUBLIC_PORT"] = str(port)
    from settings import settings

    address = url or settings().public_address
    try:
        with httpx.Client(base_url=address, timeout=PATIENCE, trust_env=False) as client:
            converse(Chat(client), said=sys.stdin, heard=sys.stdout)
    except httpx.ConnectError as problem:
        raise CannotGoOn(f"Nobody answers at {address}: is Doorstep running?") from problem


def converse(talk: Chat, *, said: Iterable[str], heard: IO[str]) -> None:
    """Go on until ``said`` ends; show every answer as text."""
    _show(talk.opening, heard)
    for line in said:
        if line.strip():
            _show(talk.say(line.strip()), heard)
    heard.write(f"Your reference is {talk.reference}.\n")


def _show(answer: dict[str, Any], heard: IO[str]) -> None:
    for message in answer["messages"]:
        if message["from"] != "resident":
            heard.write("\n".join(lines_of(message)) + "\n")
    heard.flush()


def lines_of(message: dict[str, Any]) -> list[str]:
    """Return a message with its services, choices, help lines and promise as lines of text."""
    lines = [f"{FROM.get(message['from'], message['from'])}: {message['text']}"]
    lines += [f"  ! {line}" for line in (message.get("alert") or {}).get("lines", ())]
    for service in message.get("services") or ():
        facts = (service["why"], service["when"], service["first_step"], service["phone"])
        lines.append(f"  * {service['name']}: " + " · ".join(fact for fact in facts if fact))
    lines += [f"  [{choice['title']}]" for choice in message.get("choices") or ()]
    return lines
