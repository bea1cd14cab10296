"""Texts on our own account: sent once, retried when that is safe, never lost."""

import socket
import threading
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from pydantic import SecretStr
from werkzeug.serving import make_server

from conversation.outbox import queue_text, stop_texts
from settings import Settings
from storage.engine import Sessions
from storage.tables.conversations import Conversation
from storage.tables.outbox import OutgoingText
from telephony.outgoing import STATUS_PATH, Line, give_up_stuck, open_line, send_text
from telephony.rehearsal.twilio_stand_in import Fault, TwilioStandIn
from tests.telephony.line import TOKEN, open_test_line

ACCOUNT = "AC00000000000000000000000000000000"
NUMBER = "+447700900123"


@pytest.fixture
def twilio() -> TwilioStandIn:
    stand_in = TwilioStandIn(ACCOUNT, TOKEN)
    stand_in.reports = ()
    return stand_in


@pytest.fixture
def line(twilio: TwilioStandIn) -> Iterator[Line]:
    with twilio.serving() as address:
        yield open_line(settings_for(address), seconds=1)


def settings_for(address: str) -> Settings:
    return Settings(
        twilio_api_base=address, twilio_account_sid=ACCOUNT, twilio_auth_token=SecretStr(TOKEN)
    )


@pytest.fixture
def row_id(sessions: Sessions, now: datetime) -> int:
    with sessions.begin() as session:
        conversation = Conversation(
            id=uuid.uuid4(), reference="K7M-2QF", channel="sms", opened_at=now
        )
        session.add(conversation)
        session.flush()
        return queue_text(
            session,
            conversation_id=conversation.id,
            number=NUMBER,
            text="Hello from your coordinator.",
            purpose="coordinator",
            at=now,
        ).id


def row(sessions: Sessions, row_id: int) -> OutgoingText:
    with sessions() as session:
        return session.get_one(OutgoingText, row_id)


def test_a_text_is_sent_and_keeps_twilios_id(
    sessions: Sessions, row_id: int, line: Line, twilio: TwilioStandIn, now: datetime
) -> None:
    assert send_text(sessions, row_id, client=line, at=now) == "sent"
    (text,) = twilio.delivered
    assert (text.number, text.body) == (NUMBER, "Hello from your coordinator.")
    assert row(sessions, row_id).provider_id == text.sid


def test_a_text_is_sent_once_however_often_the_job_runs(
    sessions: Sessions, row_id: int, line: Line, twilio: TwilioStandIn, now: datetime
) -> None:
    def send(_: int) -> str | None:
        return send_text(sessions, row_id, client=line, at=now)

    with ThreadPoolExecutor(8) as crowd:
        states = list(crowd.map(send, range(24)))
    assert len(twilio.delivered) == 1
    assert [state for state in states if state] == ["sent"]
    assert row(sessions, row_id).attempts == 1


def test_a_text_without_an_answer_is_unknown_and_not_sent_again(
    sessions: Sessions, row_id: int, line: Line, twilio: TwilioStandIn, now: datetime
) -> None:
    twilio.faults.append(Fault(silent_seconds=3))
    assert send_text(sessions, row_id, client=line, at=now) == "unknown"
    later = now + timedelta(days=1)
    assert send_text(sessions, row_id, client=line, at=later) is None
    assert len(twilio.delivered) == 1


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_passing_fault_is_tried_again_later_and_not_before(
    sessions: Sessions,
    row_id: int,
    line: Line,
    twilio: TwilioStandIn,
    now: datetime,
    status: int,
) -> None:
    twilio.faults.append(Fault(status=status, code=20429))
    assert send_text(sessions, row_id, client=line, at=now) == "waiting"
    assert send_text(sessions, row_id, client=line, at=now + timedelta(seconds=29)) is None
    assert send_text(sessions, row_id, client=line, at=now + timedelta(seconds=30)) == "sent"
    assert len(twilio.delivered) == 1


def test_a_gateway_that_gave_up_leaves_it_unknown(
    sessions: Sessions, row_id: int, line: Line, twilio: TwilioStandIn, now: datetime
) -> None:
    twilio.faults.append(Fault(status=504))
    assert send_text(sessions, row_id, client=line, at=now) == "unknown"


def test_a_refused_connection_is_tried_again(
    sessions: Sessions, row_id: int, now: datetime
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        nobody = open_line(settings_for(f"http://127.0.0.1:{taken.getsockname()[1]}"), seconds=1)
        assert send_text(sessions, row_id, client=nobody, at=now) == "waiting"


def test_a_connection_that_breaks_after_the_request_leaves_it_unknown(
    sessions: Sessions, row_id: int, now: datetime
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def hear_and_hang_up() -> None:
            connection, _ = server.accept()
            connection.recv(65536)
            connection.close()

        thread = threading.Thread(target=hear_and_hang_up)
        thread.start()
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        broken = open_line(settings_for(address), seconds=2)
        assert send_text(sessions, row_id, client=broken, at=now) == "unknown"
        thread.join()


def test_a_number_that_twilio_refuses_fails_for_good(
    sessions: Sessions, row_id: int, line: Line, twilio: TwilioStandIn, now: datetime
) -> None:
    twilio.faults.append(Fault(status=400, code=21211))
    assert send_text(sessions, row_id, client=line, at=now) == "failed"
    assert row(sessions, row_id).error == "HTTP 400, Twilio 21211"
    assert send_text(sessions, row_id, client=line, at=now + timedelta(days=1)) is None


def test_a_stop_that_only_twilio_knows_of_is_honoured(
    sessions: Sessions, row_id: int, line: Line, twilio: TwilioStandIn, now: datetime
) -> None:
    twilio.faults.append(Fault(status=400, code=21610))
    assert send_text(sessions, row_id, client=line, at=now) == "stopped"


def test_a_stop_between_queue_and_sending_is_honoured(
    sessions: Sessions, row_id: int, line: Line, twilio: TwilioStandIn, now: datetime
) -> None:
    with sessions.begin() as session:
        stop_texts(session, NUMBER, at=now)
    assert send_text(sessions, row_id, client=line, at=now) == "stopped"
    assert twilio.delivered == []


def test_tries_end_in_a_state_that_a_person_sees(
    sessions: Sessions, row_id: int, line: Line, twilio: TwilioStandIn, now: datetime
) -> None:
    twilio.faults.extend([Fault(status=503)] * 20)
    states: list[str | None] = []
    while not states or states[-1] == "waiting":
        at = max(now, row(sessions, row_id).try_after)
        states.append(send_text(sessions, row_id, client=line, at=at))
    assert states[-1] == "failed"
    assert len(states) == 10


def test_a_text_whose_sender_died_becomes_unknown(
    sessions: Sessions, row_id: int, line: Line, now: datetime
) -> None:
    with sessions.begin() as session:
        text = session.get_one(OutgoingText, row_id)
        text.state, text.state_at = "sending", now
        assert give_up_stuck(session, at=now + timedelta(minutes=4)) == 0
        assert give_up_stuck(session, at=now + timedelta(minutes=6)) == 1
    assert row(sessions, row_id).state == "unknown"
    assert send_text(sessions, row_id, client=line, at=now + timedelta(days=1)) is None


def test_a_wrong_password_is_told_apart_from_success(
    sessions: Sessions, row_id: int, twilio: TwilioStandIn, now: datetime
) -> None:
    with twilio.serving() as address:
        wrong = Settings(
            twilio_api_base=address,
            twilio_account_sid=ACCOUNT,
            twilio_auth_token=SecretStr("another"),
        )
        assert send_text(sessions, row_id, client=open_line(wrong), at=now) == "failed"


def test_delivery_reports_come_back_signed_and_are_noted(
    sessions: Sessions, row_id: int, twilio: TwilioStandIn, now: datetime, tmp_path: Path
) -> None:
    twilio.reports = ("sent", "delivered")
    public = f"http://127.0.0.1:{free_port()}"
    doorstep = open_test_line(sessions, tmp_path, now, public_base_url=public).app
    with twilio.serving() as address, serving(doorstep, urlsplit(public).port or 0):
        line = replace(open_line(settings_for(address)), status_url=public + STATUS_PATH)
        send_text(sessions, row_id, client=line, at=now)
        until = time.monotonic() + 10
        while row(sessions, row_id).state != "delivered":
            assert time.monotonic() < until
            time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(app: Flask, port: int) -> Iterator[None]:
    server = make_server("127.0.0.1", port, app)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
