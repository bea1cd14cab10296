"""Tells monitors whether each part works, and how much is going on: /health/… and /metrics."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import httpx
from flask import Blueprint, Response, jsonify
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.core import GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector, CollectorRegistry
from sqlalchemy import Float, case, cast, extract, func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from conversation.desk import Desk
from settings import Settings
from storage.tables.conversations import Message
from storage.tables.outbox import OutgoingText
from storage.tables.referrals import Referral
from storage.tables.safety import Alert

LOOKS_FOR = 2.0
"""Seconds that a part has to answer."""

ALIVE_WITHIN = timedelta(seconds=30)
"""The worker writes a heartbeat every ten seconds; after three missed ones it counts as gone."""

SECONDS = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
"""Bounds of the histogram of turns."""

Check = Callable[[], bool]


def health(desk: Desk, settings: Settings) -> Blueprint:
    """Return the blueprint for both web apps. It says states and counts, nothing about a person."""
    blueprint = Blueprint("health", __name__)
    checks = checks_of(desk, settings)
    registry = CollectorRegistry()
    registry.register(_Counts(desk))

    @blueprint.get("/health/live")
    def live() -> Response:
        return jsonify({"status": "live"})

    @blueprint.get("/health/ready")
    def ready() -> Response:
        parts = {name: "ready" if check() else "away" for name, check in checks.items()}
        is_ready = set(parts.values()) == {"ready"}
        answer = jsonify({"status": "ready" if is_ready else "not ready", "parts": parts})
        answer.status_code = 200 if is_ready else 503
        return answer

    @blueprint.get("/metrics")
    def metrics() -> Response:
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

    return blueprint


def checks_of(desk: Desk, settings: Settings) -> dict[str, Check]:
    """Return a question to each part, which it answers when it works."""
    client = httpx.Client(timeout=LOOKS_FOR, trust_env=False)

    def answers(address: str) -> bool:
        try:
            return client.get(address).status_code == 200
        except httpx.HTTPError:
            return False

    def in_database(is_so: Callable[[Session], bool]) -> bool:
        try:
            with desk.sessions() as session:
                return is_so(session)
        except SQLAlchemyError:
            return False

    return {
        "database": lambda: in_database(lambda session: session.scalar(select(1)) == 1),
        "bot": lambda: answers(f"{settings.bot_address}/webhooks/doorstep/health"),
        "actions": lambda: answers(f"{settings.actions_address}/health"),
        "worker": lambda: in_database(lambda s: is_worker_alive(s, at=desk.clock())),
    }


def is_worker_alive(session: Session, *, at: datetime) -> bool:
    """Tell whether a worker wrote its heartbeat lately."""
    newest = session.scalar(text("SELECT max(last_heartbeat) FROM jobs.procrastinate_workers"))
    return newest is not None and newest > at - ALIVE_WITHIN


class _Counts(Collector):
    """Counts out of the database, so that they are true for all processes together."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def collect(self) -> Iterator[Metric]:
        """Return nothing when the database is away: a gap is honest, a zero is not."""
        try:
            with self._desk.sessions() as session:
                found: list[Metric] = [_turns(session), *_gauges(session)]
        except SQLAlchemyError:
            found = []
        yield from found

    def describe(self) -> list[Metric]:
        """Say nothing in advance: the database may be away at the start."""
        return []


def _turns(session: Session) -> HistogramMetricFamily:
    """Count answered messages and the time to the answer, by channel."""
    took = cast(extract("epoch", Message.answered_at - Message.at), Float)
    within = [func.sum(case((took <= bound, 1), else_=0)) for bound in SECONDS]
    query = (
        select(Message.channel, func.count(), func.sum(took), *within)
        .where(Message.sent_by == "resident", Message.answered_at.is_not(None))
        .group_by(Message.channel)
        .order_by(Message.channel)
    )
    family = HistogramMetricFamily(
        "doorstep_turn_seconds", "Time to answer a resident's message", labels=["channel"]
    )
    for channel, count, total, *counts in session.execute(query):
        bounds = [(str(bound), number) for bound, number in zip(SECONDS, counts, strict=True)]
        family.add_metric([channel], [*bounds, ("+Inf", count)], float(total))
    return family


def _gauges(session: Session) -> list[GaugeMetricFamily]:
    queue = select(func.count()).where(Referral.closed_at.is_(None), Referral.claimed_at.is_(None))
    alerts = select(func.count()).where(Alert.handled_at.is_(None), ~Alert.is_drill)
    states = select(OutgoingText.state, func.count()).group_by(OutgoingText.state)
    texts = GaugeMetricFamily("doorstep_texts", "Texts on our own account", labels=["state"])
    for state, count in session.execute(states.order_by(OutgoingText.state)):
        texts.add_metric([state], count)
    return [
        _gauge("doorstep_referrals_waiting", "Referrals nobody has claimed", session.scalar(queue)),
        _gauge("doorstep_alerts_open", "Alerts not handled yet", session.scalar(alerts)),
        texts,
    ]


def _gauge(name: str, says: str, value: int | None) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, says, value=value or 0)
