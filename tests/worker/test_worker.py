"""The jobs one by one, and the worker as a whole."""

import asyncio
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from conversation.message import Channel
from conversation.opening import conversation_for_number, open_conversation
from conversation.outbox import is_stopped, queue_text
from conversation.references import hash_token
from conversation.spool import keep
from conversation.thread import read_thread
from council import council
from settings import Settings
from storage.engine import Sessions
from storage.tables.calls import RecordedMessage
from storage.tables.conversations import Conversation, Message
from storage.tables.outbox import OutgoingText
from storage.tables.referrals import AuditLine, CheckIn, Promise
from storage.tables.safety import Alert
from telephony.outgoing import open_line
from telephony.rehearsal.twilio_stand_in import TwilioStandIn
from tests.telephony.line import ScriptedBot
from worker.check_ins import ask_due
from worker.jobs import make_app
from worker.kept_messages import take_in_kept
from worker.overdue import notice_overdue
from worker.queueing import Queue
from worker.texts import sweep_texts
from worker.workplace import Workplace

NUMBER = "+447700900321"
ACCOUNT, TOKEN = "AC" + "0" * 32, "a token for tests"
A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def twilio() -> Iterator[tuple[TwilioStandIn, str]]:
    stand_in = TwilioStandIn(ACCOUNT, TOKEN)
    stand_in.reports = ()
    with stand_in.serving() as address:
        yield stand_in, address


@pytest.fixture
def place(
    sessions: Sessions,
    database_url: str,
    twilio: tuple[TwilioStandIn, str],
    tmp_path: Path,
    now: datetime,
) -> Iterator[Workplace]:
    from conversation.desk import Desk
    from conversation.words import words

    settings = Settings.model_validate(
        {
            "database_url": database_url,
            "doorstep_var": tmp_path,
            "twilio_account_sid": ACCOUNT,
            "twilio_auth_token": TOKEN,
            "twilio_api_base": twilio[1],
        }
    )
    desk = Desk(
        sessions=sessions,
        bot=ScriptedBot(sessions),
        words=words(),
        council=council(),
        clock=lambda: now,
    )
    queue = Queue(database_url)
    yield Workplace(desk=desk, line=open_line(settings), queue=queue, settings=settings)
    queue.close()
    with sessions.begin() as session:
        session.execute(text("TRUNCATE jobs.procrastinate_jobs CASCADE"))


def run_jobs(place: Workplace) -> None:
    """Run what waits in the queue until nothing does."""

    async def run() -> None:
        async with make_app(place.settings.database_url).open_async() as app:
            await app.run_worker_async(
                wait=False,
                install_signal_handlers=False,
                listen_notify=False,
                additional_context={"workplace": place},
            )

    asyncio.run(run())


def a_text(place: Workplace, at: datetime, *, number: str = NUMBER) -> int:
    with place.desk.sessions.begin() as session:
        conversation_id = conversation_for_number(session, number=number, provider_id="SM1", at=at)
        row = queue_text(
            session,
            conversation_id=conversation_id,
            number=number,
            text="We will ring you on Tuesday.",
            purpose="coordinator",
            at=at,
        )
        return row.id


def state_of(place: Workplace, row_id: int) -> str:
    with place.desk.sessions() as session:
        return session.get_one(OutgoingText, row_id).state


def waiting_jobs(place: Workplace) -> int:
    with place.desk.sessions() as session:
        count = session.scalar(
            text("SELECT count(*) FROM jobs.procrastinate_jobs WHERE task_name = 'send_text'")
        )
        return int(count or 0)


def test_a_text_whose_job_was_lost_is_found_and_sent_once(
    place: Workplace, twilio: tuple[TwilioStandIn, str], now: datetime
) -> None:
    row_id = a_text(place, now)
    assert sweep_texts(place, at=now) == 1
    run_jobs(place)
    assert state_of(place, row_id) == "sent"
    assert sweep_texts(place, at=now + A_MINUTE) == 0
    run_jobs(place)
    assert [sent.number for sent in twilio[0].delivered] == [NUMBER]


def test_a_text_waits_in_the_queue_only_once(place: Workplace, now: datetime) -> None:
    row_id = a_text(place, now)
    assert place.queue.send_text(row_id)
    assert not place.queue.send_text(row_id)
    assert sweep_texts(place, at=now) == 0
    assert waiting_jobs(place) == 1


def test_a_text_whose_sender_died_is_marked_and_never_sent_again(
    place: Workplace, twilio: tuple[TwilioStandIn, str], now: datetime
) -> None:
    row_id = a_text(place, now)
    with place.desk.sessions.begin() as session:
        session.execute(update(OutgoingText).values(state="sending", state_at=now))
    assert sweep_texts(place, at=now + timedelta(minutes=6)) == 1
    run_jobs(place)
    assert state_of(place, row_id) == "unknown"
    assert twilio[0].delivered == []


def a_promise(place: Workplace, now: datetime) -> None:
    with place.desk.sessions.begin() as session:
        opened = open_conversation(session, channel=Channel.WEB, words=place.desk.words, at=now)
        session.add(
            Promise(
                conversation_id=opened.conversation_id,
                what="We ring you",
                who="the team",
                due_at=now,
                made_at=now,
            )
        )


def test_an_overdue_promise_is_written_down_once(place: Workplace, now: datetime) -> None:
    a_promise(place, now)
    assert notice_overdue(place, at=now) == 0
    assert notice_overdue(place, at=now + A_MINUTE) == 1
    assert notice_overdue(place, at=now + 2 * A_MINUTE) == 0
    with place.desk.sessions() as session:
        lines = session.scalars(
            select(AuditLine.subject).where(AuditLine.act == "promise_overdue")
        ).all()
    assert lines == ["promise"]


def a_check_in(place: Workplace, now: datetime, *, owner: str = "assistant") -> Conversation:
    with place.desk.sessions.begin() as session:
        conversation_id = conversation_for_number(session, number=NUMBER, provider_id="SM1", at=now)
        conversation = session.get_one(Conversation, conversation_id)
        conversation.owner = owner
        session.add(CheckIn(conversation_id=conversation_id, due_at=now))
        return conversation


def test_a_due_check_in_is_asked_once_by_text(place: Workplace, now: datetime) -> None:
    conversation = a_check_in(place, now)
    assert ask_due(place, at=now) == 1
    assert ask_due(place, at=now + A_MINUTE) == 0
    with place.desk.sessions() as session:
        [row] = session.scalars(select(OutgoingText)).all()
        assert (row.purpose, row.number) == ("check_in", NUMBER)
        assert session.get_one(Conversation, conversation.id).expects == "feedback"


@pytest.mark.parametrize("hours", [-3, 9])
def test_nobody_is_asked_early_in_the_morning_or_late(
    place: Workplace, now: datetime, hours: int
) -> None:
    a_check_in(place, now - timedelta(days=1))
    assert ask_due(place, at=now + timedelta(hours=hours)) == 0


def test_nobody_is_asked_while_a_coordinator_talks_to_them(place: Workplace, now: datetime) -> None:
    a_check_in(place, now, owner="coordinator")
    assert ask_due(place, at=now) == 0


def a_kept_text(place: Workplace, now: datetime, body: str, sid: str = "SM9") -> Path:
    return keep(
        place.settings,
        {
            "kind": "sms",
            "at": now.isoformat(),
            "number": NUMBER,
            "call_sid": "",
            "text": body,
            "provider_id": sid,
            "status": "",
        },
    )


def test_a_text_kept_while_the_database_was_down_is_answered_by_text(
    place: Workplace, now: datetime
) -> None:
    path = a_kept_text(place, now, "I miss singing")
    assert take_in_kept(place, at=now + A_MINUTE) == 1
    assert not path.exists()
    with place.desk.sessions() as session:
        heard = session.scalars(select(Message).where(Message.sent_by == "resident")).one()
        [answer] = session.scalars(select(OutgoingText)).all()
    assert (heard.text, heard.at) == ("I miss singing", now)
    assert "I heard: I miss singing" in answer.text


def test_a_text_kept_twice_is_answered_once(place: Workplace, now: datetime) -> None:
    a_kept_text(place, now, "I miss singing")
    a_kept_text(place, now, "I miss singing")
    assert take_in_kept(place, at=now) == 2
    with place.desk.sessions() as session:
        assert len(session.scalars(select(OutgoingText)).all()) == 1


def test_a_kept_stop_stops(place: Workplace, now: datetime) -> None:
    a_kept_text(place, now, "STOP")
    assert take_in_kept(place, at=now) == 1
    with place.desk.sessions() as session:
        assert is_stopped(session, NUMBER)
        assert session.scalars(select(Message)).all() == []


def test_a_kept_chat_message_counts_only_with_its_own_token(
    place: Workplace, now: datetime
) -> None:
    with place.desk.sessions.begin() as session:
        opened = open_conversation(session, channel=Channel.WEB, words=place.desk.words, at=now)
    record = {
        "kind": "web",
        "at": now.isoformat(),
        "conversation": str(opened.conversation_id),
        "provider_id": "11111111-1111-4111-8111-111111111111",
        "text": "I miss singing",
    }
    keep(place.settings, {**record, "token_hash": hash_token("not the token")})
    good = keep(place.settings, {**record, "token_hash": hash_token(opened.token)})
    os.utime(good, (2e9, 2e9))
    assert take_in_kept(place, at=now) == 1
    with place.desk.sessions() as session:
        thread = read_thread(session, opened.conversation_id)
    assert [said.text for said in thread.said if said.sent_by == "resident"] == ["I miss singing"]
    assert len(list((place.settings.doorstep_var / "spool").glob("*.refused"))) == 1


def a_kept_first_message(place: Workplace, now: datetime, text: str) -> Path:
    return keep(
        place.settings,
        {
            "kind": "web",
            "at": now.isoformat(),
            "conversation": "",
            "token_hash": "",
            "provider_id": "22222222-2222-4222-8222-222222222222",
            "text": text,
        },
    )


def test_a_first_chat_message_kept_while_the_database_was_down_opens_one_thread(
    place: Workplace, now: datetime
) -> None:
    a_kept_first_message(place, now, "I miss singing")
    a_kept_first_message(place, now, "I miss singing")
    assert take_in_kept(place, at=now + A_MINUTE) == 2
    with place.desk.sessions() as session:
        [thread] = session.scalars(select(Conversation)).all()
        heard = session.scalars(select(Message).where(Message.sent_by == "resident")).one()
    assert (thread.channel, heard.conversation_id) == ("web", thread.id)
    assert (heard.text, heard.at) == ("I miss singing", now)


def test_danger_in_a_first_chat_message_that_was_kept_reaches_a_person(
    place: Workplace, now: datetime
) -> None:
    a_kept_first_message(place, now, "I want to kill myself")
    assert take_in_kept(place, at=now + A_MINUTE) == 1
    with place.desk.sessions() as session:
        [alert] = session.scalars(select(Alert)).all()
        [thread] = session.scalars(select(Conversation)).all()
    assert alert.conversation_id == thread.id


def test_what_a_caller_said_before_the_line_broke_is_kept(place: Workplace, now: datetime) -> None:
    keep(
        place.settings,
        {
            "kind": "voice_turn",
            "at": now.isoformat(),
            "number": "",
            "call_sid": "CA1",
            "text": "I fell",
            "provider_id": "CA1:1",
            "status": "",
        },
    )
    assert take_in_kept(place, at=now) == 1
    with place.desk.sessions() as session:
        said = session.scalars(select(Message.text).where(Message.sent_by == "resident")).all()
    assert said == ["I fell"]


def test_a_record_that_cannot_be_read_is_put_aside_and_stops_nobody(
    place: Workplace, now: datetime
) -> None:
    strange = keep(place.settings, {"kind": "fax", "at": now.isoformat()})
    os.utime(strange, (1, 1))
    a_kept_text(place, now, "hello")
    assert take_in_kept(place, at=now) == 1
    assert strange.with_suffix(".refused").exists()


def test_where_a_recording_lies_is_kept_to_be_fetched(place: Workplace, now: datetime) -> None:
    told = {"call_sid": "CA7", "number": NUMBER, "recording": "RE7", "seconds": "9"}
    keep(place.settings, {"kind": "voice_recording", "at": now.isoformat(), **told})
    assert take_in_kept(place, at=now) == 1
    with place.desk.sessions() as session:
        row = session.scalars(select(RecordedMessage)).one()
    assert (row.provider_id, row.seconds, row.state) == ("RE7", 9, "waiting")
