"""The directory's door: Open Referral UK v3 under /directory/v3 and a search for other programs."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, jsonify, request
from sqlalchemy.orm import Session

from directory import open_referral
from directory.api_query import BadParameter, ListQuery, read_query
from directory.errors import NoSuchEntry
from directory.places import example_place, find_place
from directory.search import FoundService, find_services
from directory.words import say
from storage.engine import Sessions
from webchat.validators import validated

OPENAPI = "https://docs.openreferraluk.org/en/latest/openapi30.json"
"""The published document that this API follows."""

Clock = Callable[[], datetime]
Lister = Callable[[Session, ListQuery], dict[str, Any]]
Reader = Callable[[Session, str], dict[str, Any]]

MOST_RESULTS = 50


def directory_api(sessions: Sessions, clock: Clock) -> Blueprint:
    """Return the routes; ``clock`` gives the time as aware UTC."""
    door = Blueprint("directory_api", __name__, url_prefix="/directory")
    _add_root(door)
    _add(door, sessions, "services", open_referral.list_services, open_referral.read_service)
    _add(
        door,
        sessions,
        "organizations",
        open_referral.list_organisations,
        lambda session, one: open_referral.read_organisation(
            session, one, read_query(request.args)
        ),
    )
    _add(door, sessions, "taxonomies", open_referral.list_taxonomies, open_referral.read_taxonomy)
    _add(door, sessions, "taxonomy_terms", open_referral.list_terms, open_referral.read_term)
    _add(
        door,
        sessions,
        "service_at_locations",
        open_referral.list_places,
        open_referral.read_place,
    )
    _add_search(door, sessions, clock)
    _add_errors(door)
    door.after_request(_open_to_all)
    return door


def _add_root(door: Blueprint) -> None:
    @door.get("/v3", strict_slashes=False)
    def root() -> Response:
        return jsonify(open_referral.api_details(OPENAPI))


def _add(door: Blueprint, sessions: Sessions, path: str, give: Lister, read: Reader) -> None:
    def listed() -> Response:
        query = read_query(request.args)
        with sessions() as session:
            return validated(give(session, query))

    def one(entry_id: str) -> Response:
        with sessions() as session:
            return validated(read(session, entry_id))

    door.add_url_rule(f"/v3/{path}", f"list_{path}", listed, strict_slashes=False)
    door.add_url_rule(f"/v3/{path}/<entry_id>", f"read_{path}", one)


def _add_search(door: Blueprint, sessions: Sessions, clock: Clock) -> None:
    @door.get("/search")
    def search() -> Response:
        given = request.args
        limit = read_query({"per_page": given.get("limit", "3")}).per_page
        said = given.get("postcode") or given.get("place") or ""
        with sessions() as session:
            place = find_place(session, said[:200])
            example = example_place(session) or "SW1A 1AA"
            found = find_services(
                session,
                words=given.get("q", "")[:2000],
                themes=given.getlist("theme"),
                place=place,
                at=clock(),
                limit=min(limit, MOST_RESULTS),
                exclude=given.getlist("exclude"),
            )
        results = [_result(service) for service in found]
        answer: dict[str, Any] = {"results": results, "place": asdict(place) if place else None}
        if said.strip() and place is None:
            answer["ask"] = say("place", "unknown", example=example)
        return jsonify(answer)


def _result(service: FoundService) -> dict[str, Any]:
    checked_at = service.checked_at.isoformat() if service.checked_at else None
    return asdict(service) | {"why": list(service.why), "checked_at": checked_at}


def _add_errors(door: Blueprint) -> None:
    @door.errorhandler(BadParameter)
    def bad_parameter(problem: BadParameter) -> Response:
        return _problem(400, "A parameter cannot be read", str(problem))

    @door.errorhandler(NoSuchEntry)
    def no_such_entry(problem: NoSuchEntry) -> Response:
        return _problem(404, "Not found", str(problem))

    @door.get("/v3/<path:rest>")
    def nothing_here(rest: str) -> Response:
        return _problem(404, "Not found", f"The API has no /{rest[:100]}.")


def _problem(status: int, title: str, detail: str) -> Response:
    """RFC 9457."""
    answer = jsonify({"type": "about:blank", "title": title, "status": status, "detail": detail})
    answer.status_code = status
    answer.mimetype = "application/problem+json"
    return answer


def _open_to_all(answer: Response) -> Response:
    """Open data: any page may read it, and see which version it has."""
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Access-Control-Expose-Headers"] = "ETag, Last-Modified"
    return answer
