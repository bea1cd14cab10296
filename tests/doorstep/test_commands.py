"""The commands: lines in and out, one person's data, counts, accounts, backups."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from conversation.message import Channel
from conversation.opening import open_conversation
from conversation.words import words
from doorstep.__main__ import COMMANDS, main
from doorstep.chat import Chat, converse, lines_of
from doorstep.dump import bring_back, dump
from doorstep.problems import CannotGoOn
from people.export import export_person
from referrals.report import FEWEST, report_lines
from storage.engine import Sessions, make_engine, make_sessions
from storage.migrate import migrate
from storage.tables.conversations import Conversation, Message
from storage.tables.people import Person
from storage.tables.referrals import Referral
from storage.tables.staff import StaffMember
from tests.doorstep.api import a_small_api


@pytest.fixture
def runner(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[CliRunner]:
    """A terminal whose commands use this test's database."""
    from settings import settings

    monkeypatch.setenv("DATABASE_URL", database_url)
    settings.cache_clear()
    yield CliRunner()
    settings.cache_clear()


def test_every_command_can_be_loaded_and_says_what_it_does(runner: CliRunner) -> None:
    for name in COMMANDS:
        shown = runner.invoke(main, [name, "--help"])
        assert shown.exit_code == 0, name
        assert len(shown.output.split("\n\n")[1].strip()) > 20, name


def test_screen_answers_each_line_by_its_id(runner: CliRunner) -> None:
    lines = 'I want to kill myself\n{"id": "b", "text": "I would like to sing"}\n'
    answers = [
        json.loads(line) for line in runner.invoke(main, ["screen"], lines).output.splitlines()
    ]
    assert [answer["id"] for answer in answers] == [1, "b"]
    assert answers[0]["level"] != "none"
    assert answers[1] == {"id": "b", "level": "none", "categories": [], "matches": []}


def test_spoken_reads_a_value_out_of_each_line(runner: CliRunner) -> None:
    shown = runner.invoke(
        main, ["spoken", "phone"], "oh seven seven double oh nine hundred one two three\n"
    )
    assert json.loads(shown.output) == {"id": 1, "value": "+447700900123"}


def test_a_coordinators_account_is_added_once(runner: CliRunner, sessions: Sessions) -> None:
    arguments = ["user", "add", "Ann@council.example", "--name", "Ann", "--role", "lead"]
    shown = runner.invoke(main, arguments)
    assert "Password, shown only now: " in shown.output
    with sessions() as session:
        assert session.scalars(select(StaffMember.role)).one() == "lead"
    again = runner.invoke(main, arguments)
    assert again.exit_code == 1
    assert again.output == "doorstep: Ann@council.example has an account already.\n"


def test_an_unknown_reference_is_told_in_a_sentence(runner: CliRunner, sessions: Sessions) -> None:
    shown = runner.invoke(main, ["export", "K7M-2QF"])
    assert (shown.exit_code, shown.output) == (
        1,
        "doorstep: No conversation has the reference K7M-2QF.\n",
    )


def conversation_with(session: Session, said: str, at: datetime) -> Conversation:
    opened = open_conversation(session, channel=Channel.WEB, words=words(), at=at)
    conversation = session.get_one(Conversation, opened.conversation_id)
    session.add(
        Message(
            conversation_id=conversation.id, sent_by="resident", channel="web", text=said, at=at
        )
    )
    session.flush()
    return conversation


def test_export_gives_all_threads_of_a_person_and_nobody_elses(
    session: Session, now: datetime
) -> None:
    person = Person(name="Sam", created_at=now)
    session.add(person)
    session.flush()
    for said in ("I miss singing", "I found a choir"):
        conversation_with(session, said, now).person_id = person.id
    mine = conversation_with(session, "Somebody else", now)
    session.flush()
    thread = session.scalars(
        select(Conversation).where(Conversation.person_id == person.id)
    ).first()
    assert thread is not None
    given = export_person(session, thread)
    texts = [message["text"] for message in given["messages"] if message["sent_by"] == "resident"]
    assert texts == ["I miss singing", "I found a choir"]
    assert given["person"]["name"] == "Sam"
    assert str(mine.id) not in json.dumps(given)
    assert "token_hash" not in json.dumps(given)


def test_erase_forgets_the_words_and_keeps_that_it_was_done(
    runner: CliRunner, sessions: Sessions, now: datetime
) -> None:
    with sessions.begin() as session:
        reference = conversation_with(session, "my secret", now).reference
    shown = runner.invoke(main, ["erase", reference, "--yes"])
    assert shown.output == f"{reference} is erased.\n"
    assert "my secret" not in runner.invoke(main, ["export", reference]).output


def referral(session: Session, at: datetime, *, waited: timedelta | None) -> None:
    conversation = conversation_with(session, "help", at)
    session.add(
        Referral(
            conversation_id=conversation.id,
            route="connect",
            urgency=3,
            reason="asked for somebody",
            opened_at=at,
            claimed_at=None if waited is None else at + waited,
        )
    )


def test_a_report_counts_and_hides_counts_under_five(session: Session, now: datetime) -> None:
    for hours in range(FEWEST):
        referral(session, now, waited=timedelta(hours=hours))
    referral(session, now + timedelta(days=31), waited=None)
    session.flush()
    shown = [line.shown for line in report_lines(session)]
    assert shown == [
        ("2026-11", "conversations", "web", "5", "", ""),
        ("2026-12", "conversations", "web", "under 5", "", ""),
        ("2026-11", "referrals", "connect", "5", "2.0", ""),
        ("2026-12", "referrals", "connect", "under 5", "", ""),
    ]


def test_a_report_is_csv(runner: CliRunner, sessions: Sessions) -> None:
    rows = list(csv.reader(io.StringIO(runner.invoke(main, ["report"]).output)))
    waits = ["median_hours_until_taken_up", "median_minutes_until_acknowledged"]
    assert rows[0] == ["month", "what", "kind", "count", *waits]
    assert {row[1] for row in rows[1:]} == {"directory"}
    assert ["tasks open", "0"] in [row[2:4] for row in rows]


@pytest.fixture
def other(database_url: str, engine: Engine) -> Iterator[str]:
    """A second, empty database in the same server."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("DROP DATABASE IF EXISTS brought_back"))
        connection.execute(text("CREATE DATABASE brought_back"))
    yield database_url.replace("/postgres?", "/brought_back?")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("DROP DATABASE brought_back WITH (FORCE)"))


def test_a_backup_brings_everything_back(
    database_url: str, other: str, sessions: Sessions, now: datetime, tmp_path: Path
) -> None:
    with sessions.begin() as session:
        conversation_with(session, "I miss singing", now)
    dump(database_url, tmp_path / "backup")
    assert (tmp_path / "backup").stat().st_mode & 0o077 == 0
    elsewhere = make_engine(other)
    migrate(elsewhere)
    with make_sessions(elsewhere).begin() as session:
        conversation_with(session, "this was there before", now)
    bring_back(other, tmp_path / "backup")
    with make_sessions(elsewhere)() as session:
        said = session.scalars(select(Message.text).where(Message.sent_by == "resident")).all()
        jobs = session.scalar(text("SELECT count(*) FROM jobs.procrastinate_jobs"))
        assert (said, jobs) == (["I miss singing"], 0)
    elsewhere.dispose()


def test_a_broken_backup_changes_nothing(
    database_url: str, sessions: Sessions, now: datetime, tmp_path: Path
) -> None:
    with sessions.begin() as session:
        conversation_with(session, "still here", now)
    (tmp_path / "broken").write_text("this is no backup")
    with pytest.raises(CannotGoOn, match="pg_restore failed"):
        bring_back(database_url, tmp_path / "broken")
    with sessions() as session:
        assert session.scalar(select(func.count()).select_from(Conversation)) == 1


def test_chat_shows_what_the_api_says_as_text() -> None:
    heard = io.StringIO()
    transport = httpx.WSGITransport(app=a_small_api())
    with httpx.Client(base_url="http://localhost", transport=transport) as client:
        converse(Chat(client), said=["I miss singing\n", "\n"], heard=heard)
    assert heard.getvalue().splitlines() == [
        "Doorstep: What matters to you?",
        "Doorstep: You said: I miss singing",
        "  * Choir: Near you · Mondays",
        "  [Yes]",
        "Your reference is K7M-2QF.",
    ]


def test_help_lines_stand_out_in_the_terminal() -> None:
    message = {
        "from": "assistant",
        "text": "Please ring.",
        "alert": {"lines": ["Samaritans: 116 123"]},
    }
    assert lines_of(message) == ["Doorstep: Please ring.", "  ! Samaritans: 116 123"]
