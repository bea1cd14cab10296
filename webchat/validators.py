"""ETag and Last-Modified (RFC 9110, 8.8): who has a document already is told so in a few bytes."""

from datetime import UTC, datetime
from typing import Any

from flask import Response, jsonify, request

DATED = "last_modified"
"""The member of an Open Referral UK record that says when it last changed."""


def validated(document: dict[str, Any]) -> Response:
    """Return the document as JSON with its validators, or 304 to who sent its ETag.

    The ETag is of the bytes, so it changes with anything in them. Last-Modified is the newest
    record's. A list answers no If-Modified-Since by 304: a record that went away makes a list
    other without making it newer.
    """
    answer = jsonify(document)
    answer.add_etag()
    changed_at = _changed_at(document)
    if changed_at is not None:
        answer.last_modified = changed_at
    if "contents" in document and "If-None-Match" not in request.headers:
        return answer
    answer.make_conditional(request)
    return answer


def _changed_at(document: dict[str, Any]) -> datetime | None:
    records = document.get("contents", [document])
    dates = [moment for record in records if (moment := _moment(record)) is not None]
    return max(dates, default=None)


def _moment(record: dict[str, Any]) -> datetime | None:
    said = record.get(DATED) or record.get("service", {}).get(DATED)
    if not isinstance(said, str):
        return None
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
