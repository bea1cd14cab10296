"""Live pages: a stream that says that something changed, and the parts of pages to fetch then."""

import json
import time
import uuid
from collections.abc import Iterator, Mapping
from queue import Empty

from flask import Blueprint, Response, abort, render_template, request, stream_with_context, url_for

from console.at_hand import at_hand, now, staff, transaction
from console.queue_pages import queue_facts
from console.rota_pages import duty_notice
from conversation.thread import topic_of
from conversation.transfers import CALL_NOTICE
from referrals.alert_rows import open_alert_rows
from referrals.alerts import QUEUE_TOPIC
from referrals.person_page import read_person_page
from referrals.seen import record_seen

live = Blueprint("live", __name__, url_prefix="/live")

HEARTBEAT = 15
"""Seconds between two signs of life: proxies close a silent connection after 30 to 60."""

LONGEST_STREAM = 300
"""Seconds until a stream ends and the page asks again, with its log-in checked anew."""


@live.get("/events")
def events() -> Response:
    """Stream what changed: ``queue`` for referrals and alerts, ``thread`` for one conversation."""
    wanted = request.args.get("conversation")
    topics = {QUEUE_TOPIC: "queue"}
    if wanted:
        topics[topic_of(_uuid(wanted))] = "thread"
    stream = _stream(topics, me=str(staff().id))
    response = Response(stream_with_context(stream), mimetype="text/event-stream")
    response.headers["X-Accel-Buffering"] = "no"
    return response


@live.get("/queue", endpoint="queue")
def queue_part() -> str:
    """Return the queue's table."""
    with transaction() as session:
        record_seen(
            session,
            subject="queue",
            subject_id="queue",
            by=staff().id,
            at=now(),
            by_itself=True,
        )
        return render_template("parts/queue_table.html", **queue_facts(session))


@live.get("/alerts", endpoint="alerts")
def alerts_part() -> str:
    """Return the banner of open alerts."""
    with transaction() as session:
        return render_template(
            "parts/alerts.html",
            open_alerts=open_alert_rows(session),
            duty_notice=duty_notice(session),
        )


@live.get("/people/<uuid:conversation_id>", endpoint="thread")
def thread_part(conversation_id: uuid.UUID) -> str:
    """Return what was said in a conversation after a message, and who answers now."""
    after = request.args.get("after", 0, type=int)
    with transaction() as session:
        record_seen(
            session,
            subject="conversation",
            subject_id=conversation_id,
            by=staff().id,
            at=now(),
            by_itself=True,
        )
        page = read_person_page(session, conversation_id)
        lines = [line for line in page.transcript if line.message.id > after]
        return render_template("parts/thread_news.html", page=page, lines=lines)


def _stream(topics: Mapping[str, str], *, me: str) -> Iterator[str]:
    ends = time.monotonic() + LONGEST_STREAM
    with at_hand().listener.subscribed(*topics) as inbox:
        yield "retry: 2000\n\n"
        while time.monotonic() < ends:
            try:
                notice = inbox.get(timeout=HEARTBEAT)
            except Empty:
                yield ": still here\n\n"
            else:
                kind = json.dumps({"kind": notice.get("kind", "")})
                yield f"event: {topics[notice['topic']]}\ndata: {kind}\n\n"
                if notice.get("kind") == CALL_NOTICE and notice.get("staff") == me:
                    yield f"event: call\ndata: {_page_of(notice['conversation'])}\n\n"


def _page_of(conversation_id: str) -> str:
    """Return the page that opens for who has just taken a call."""
    page = url_for("person.show", conversation_id=uuid.UUID(conversation_id))
    return json.dumps({"page": page})


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        abort(404)
