"""Health and metrics name every part, and tell nothing of a person."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import text

from conversation.desk import Desk
from conversation.rasa import RasaBot
from conversation.words import words
from council import council
from health import health
from settings import Settings
from storage.engine import Sessions, make_engine, make_sessions
from storage.tables.conversations import Conversation, Message
from storage.tables.referrals import Referral

NOBODY = 1
"""A port on which nobody listens."""


def app_of(sessions: Sessions, now: datetime) -> Flask:
    settings = Settings(bot_port=NOBODY, actions_port=NOBODY)
    bot = RasaBot(settings.bot_address, chat_seconds=1, voice_seconds=1)
    desk = Desk(sessions=sessions, bot=bot, words=words(), council=council(), clock=lambda: now)
    app = Flask("health")
    app.register_blueprint(health(desk, settings))
    return app


def test_each_part_that_is_away_is_named(sessions: Sessions, now: datetime) -> None:
    answer = app_of(sessions, now).test_client().get("/health/ready")
    assert answer.status_code == 503
    assert answer.get_json()["parts"] == {
        "database": "ready",
        "bot": "away",
        "actions": "away",
        "worker": "away",
    }


def test_a_worker_is_there_while_its_heart_beats(sessions: Sessions, now: datetime) -> None:
    def parts() -> dict[str, str]:
        answer: dict[str, dict[str, str]] = (
            app_of(sessions, now).test_client().get("/health/ready").get_json()
        )
        return answer["parts"]

    beat = text("INSERT INTO jobs.procrastinate_workers (last_heartbeat) VALUES (:at)")
    with sessions.begin() as session:
        session.execute(beat, {"at": now.replace(hour=9, minute=59, second=0)})
    assert parts()["worker"] == "away"
    with sessions.begin() as session:
        session.execute(beat, {"at": now})
    assert parts()["worker"] == "ready"
    with sessions.begin() as session:
        session.execute(text("DELETE FROM jobs.procrastinate_workers"))


def test_it_lives_and_counts_nothing_while_the_database_is_down(now: datetime) -> None:
    nobody = make_sessions(make_engine(f"postgresql://127.0.0.1:{NOBODY}/nothing"))
    client = app_of(nobody, now).test_client()
    assert client.get("/health/live").status_code == 200
    assert client.get("/health/ready").get_json()["parts"]["database"] == "away"
    metrics = client.get("/metrics")
    assert (metrics.status_code, metrics.text.strip()) == (200, "")


@pytest.mark.parametrize(
    "line",
    [
        'doorstep_turn_seconds_bucket{channel="sms",le="0.2"} 0.0',
        'doorstep_turn_seconds_bucket{channel="sms",le="0.5"} 1.0',
        'doorstep_turn_seconds_count{channel="sms"} 1.0',
        'doorstep_turn_seconds_sum{channel="sms"} 0.3',
        "doorstep_referrals_waiting 1.0",
        "doorstep_alerts_open 0.0",
    ],
)
def test_turns_and_queue_are_counted(sessions: Sessions, now: datetime, line: str) -> None:
    answered = now.replace(microsecond=300_000)
    with sessions.begin() as session:
        thread = Conversation(
            reference="K7M-2QF", channel="sms", asked=[], working={}, opened_at=now
        )
        session.add(thread)
        session.flush()
        session.add(
            Message(
                conversation_id=thread.id,
                sent_by="resident",
                channel="sms",
                text="words of a resident",
                at=now,
                answered_at=answered,
            )
        )
        session.add(
            Referral(
                conversation_id=thread.id, route="connect", urgency=3, reason="r", opened_at=now
            )
        )
    shown = app_of(sessions, now).test_client().get("/metrics").text
    assert line in shown.splitlines()
    assert "words of a resident" not in shown
    assert "K7M-2QF" not in shown
