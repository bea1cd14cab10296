"""Says what went wrong: RFC 9457 problems for programs, the same words for pages."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from flask import Response, json

from council import Council

WORDS = Path(__file__).with_name("problems.yml")

KIND_OF_STATUS = {
    403: "not_ours",
    404: "not_found",
    405: "wrong_method",
    413: "too_long",
    429: "too_many",
}


@dataclass(frozen=True)
class Problem:
    """One thing that can go wrong, in words. ``kind`` is stable and part of the problem's type.

    ``help`` says whom to ring meanwhile, when the fault is ours.
    """

    kind: str
    status: int
    title: str
    detail: str
    help: tuple[str, ...] = ()


class Refused(Exception):
    """A request that is answered with a problem. ``facts`` go into the problem's own members."""

    def __init__(self, kind: str, **facts: Any) -> None:
        super().__init__(kind)
        self.kind = kind
        self.facts = facts


def problem(kind: str, council: Council) -> Problem:
    """Return a problem with the council's own name and numbers in it."""
    words = _words()[kind]
    fill = {
        "council": council.name,
        "number": council.phones.front_door,
        "night_number": council.phones.out_of_hours,
    }
    lines = _words()["help_lines"] if words["status"] >= 500 else ()
    help_lines = tuple(line.format(**fill) for line in lines)
    detail = words["detail"].format(**fill)
    return Problem(kind, words["status"], words["title"], detail, help_lines)


def as_json(said: Problem, **facts: Any) -> Response:
    """Answer with application/problem+json."""
    body = {
        "type": f"urn:doorstep:problem:{said.kind}",
        "title": said.title,
        "status": said.status,
        "detail": said.detail,
        **({"help": said.help} if said.help else {}),
        **facts,
    }
    answer = Response(json.dumps(body), said.status, mimetype="application/problem+json")
    if said.status == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="conversation"'
    return answer


@cache
def _words() -> dict[str, Any]:
    return dict(yaml.safe_load(WORDS.read_text(encoding="utf-8")))
